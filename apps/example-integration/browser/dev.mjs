import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

/**
 * The page with live reload, at http://localhost:5173.
 *
 * @param {Readonly<NodeJS.Dict<string>>} settings the variables of `vite.config.ts`
 * @returns {Promise<{ url: string, close: () => Promise<void> }>}
 */
export async function servePage(settings) {
  for (const [name, value] of Object.entries(settings)) if (name.startsWith('VITE_SIPGATE_')) process.env[name] = value;
  const configFile = fileURLToPath(new URL('vite.config.ts', import.meta.url));
  const vite = await createServer({ configFile, logLevel: 'warn', clearScreen: false });
  await vite.listen();
  return { url: `http://localhost:${vite.config.server.port}`, close: () => vite.close() };
}
