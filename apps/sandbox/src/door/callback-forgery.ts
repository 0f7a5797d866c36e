import type { CallbackForgery } from './faults.ts';

/** Whether an answer sends the browser back to an application: to another origin, with a code or an error. */
export function isCallback(response: Response, origin: string): boolean {
  const location = response.headers.get('location');
  if (location === null || !URL.canParse(location)) return false;
  const url = new URL(location);
  if (url.origin === origin) return false;
  const { parameters } = parametersOf(url);
  return parameters.has('code') || parameters.has('error');
}

/** The same redirect with another `iss` or `state`. */
export function forgeCallback(response: Response, forgery: CallbackForgery): Response {
  const url = new URL(response.headers.get('location') ?? '');
  const { parameters, write } = parametersOf(url);
  for (const [name, value] of Object.entries(forgery)) {
    if (value === null) parameters.delete(name);
    else if (value !== undefined) parameters.set(name, value);
  }
  write();
  const headers = new Headers(response.headers);
  headers.set('location', url.href);
  return new Response(null, { status: response.status, headers });
}

/** In the query, or in the fragment where the client asked for that. */
function parametersOf(url: URL): { readonly parameters: URLSearchParams; write(): void } {
  const fragment = new URLSearchParams(url.hash.slice(1));
  if (!fragment.has('code') && !fragment.has('error')) return { parameters: url.searchParams, write() {} };
  return {
    parameters: fragment,
    write() {
      url.hash = fragment.toString();
    },
  };
}
