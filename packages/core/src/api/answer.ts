import type { Operation } from '../operations.ts';
import { ApiError } from './api-error.ts';
import { DEFAULT_API_URL } from './api-url.ts';

/** A success whose body has been read. */
export interface Answer {
  readonly response: Response;
  readonly bytes: Uint8Array;
}

const UTF8 = new TextDecoder();

/** JSON where it is promised, or comes all the same; else text, or bytes. `undefined` where there is nothing. */
export function dataOf(operation: Operation, answer: Answer): unknown {
  const { response, bytes } = answer;
  const type = response.headers.get('content-type') ?? '';
  if (operation.responseBody || (bytes.length > 0 && /^application\/json\b/.test(type)))
    return parseJson(operation, answer);
  if (bytes.length === 0) return undefined;
  return type.startsWith('text/') ? UTF8.decode(bytes) : bytes;
}

/** @throws ApiError `malformed_response` */
function parseJson(operation: Operation, { response, bytes }: Answer): unknown {
  try {
    return JSON.parse(UTF8.decode(bytes));
  } catch {
    throw new ApiError(
      'malformed_response',
      operation,
      `was answered with something other than JSON (${response.status}).`,
      {
        status: response.status,
        hint: `Check the API URL, and what stands between here and there; sipgate's is ${DEFAULT_API_URL}.`,
      },
    );
  }
}
