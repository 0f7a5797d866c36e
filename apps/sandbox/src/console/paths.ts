/** Where the console's pages are, but for the first one, which is `/`. */
export const CONSOLE_PATH = '/console';

export const CLIENTS_PATH = `${CONSOLE_PATH}/clients`;
export const REQUESTS_PATH = `${CONSOLE_PATH}/requests`;
export const TOKENS_PATH = `${CONSOLE_PATH}/tokens`;

/** Whether a path is the console's: such requests are neither logged nor hit by faults. */
export function isConsolePath(path: string): boolean {
  return path === '/' || path === CONSOLE_PATH || path.startsWith(`${CONSOLE_PATH}/`);
}

/** The page of one client, or one of its dialogs. */
export function clientPath(clientId: string, dialog?: string): string {
  const page = `${CLIENTS_PATH}/${encodeURIComponent(clientId)}`;
  return dialog === undefined ? page : `${page}/${dialog}`;
}

/** Where a form leads back to; anything but a page of the console is the first page. */
export function pathBack(given: unknown): string {
  const text = typeof given === 'string' ? given : '';
  return /^\/[\w\-./%:?=&]*$/.test(text) && isConsolePath(text.split('?', 1)[0] ?? '') ? text : '/';
}
