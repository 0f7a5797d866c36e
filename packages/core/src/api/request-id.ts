import { cleanText } from './clean-text.ts';

/** The API's own name of a request. */
export function requestIdOf(headers: Headers): string | undefined {
  const id = headers.get('x-request-id') ?? headers.get('x-correlation-id');
  return id === null ? undefined : cleanText(id);
}
