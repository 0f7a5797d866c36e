import type { ErrorCode } from '../errors.ts';
import { retryAfter } from '../retry-after.ts';
import type { Clock } from '../runtime.ts';
import { ApiError } from './api-error.ts';
import type { Called } from './calls.ts';
import { type ApiErrorDetail, parseErrorDetails } from './error-details.ts';
import { requestIdOf } from './request-id.ts';
import { alternativeHint } from './scope-check.ts';

/** No error has more to say than this; the rest of a longer body is left unread. */
const LARGEST_ERROR_BODY_BYTES = 64 * 1024;

/** The typed error for an answer that is no success. Loaded with the first of them. */
export async function refusalOf(operation: Called, response: Response, now: Clock): Promise<ApiError> {
  const details = parseErrorDetails(await readBeginning(response));
  const { code, message, hint, retryable } = explain(operation, response, details);
  return new ApiError(code, operation, message, {
    hint,
    retryable: retryable ?? false,
    status: response.status,
    requestId: requestIdOf(response.headers),
    details,
    retryAfterMs: retryAfter(response.headers, now),
  });
}

interface Explanation {
  readonly code: ErrorCode;
  /** Follows the operation's method and path. */
  readonly message: string;
  readonly hint: string;
  readonly retryable?: boolean;
}

function explain(operation: Called, response: Response, details: readonly ApiErrorDetail[]): Explanation {
  const { status } = response;
  if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
    return {
      code: 'api_error',
      message: 'was answered with a redirect, which is never followed: it could carry the credentials elsewhere.',
      hint: "Check the API URL; sipgate's is https://api.sipgate.com/v2.",
    };
  }
  const said = details.length === 0 ? '.' : `: ${details.map(inWords).join('; ')}`;
  switch (status) {
    case 401:
      return {
        code: 'unauthorized',
        message: `was refused (401): the credentials are missing, wrong, expired or revoked${said}`,
        hint: 'Let the person sign in again, or check the personal access token and its id.',
      };
    case 402:
      return {
        code: 'payment_required',
        message: `was refused (402): the account cannot pay for it${said}`,
        hint: "Top up the account's credit.",
      };
    case 403:
      return explainForbidden(operation, details, said);
    case 404:
    case 410:
      return {
        code: 'not_found',
        message: `found nothing (${status})${said}`,
        hint: 'Check the id; what belongs to another account cannot be seen.',
      };
    case 408:
    case 502:
    case 503:
    case 504:
      return {
        code: 'api_unavailable',
        message: `could not be answered just now (${status})${said}`,
        hint: 'Try again in a while.',
        retryable: true,
      };
    case 409:
      return {
        code: 'conflict',
        message: `contradicts what is there already (409)${said}`,
        hint: 'Read the current state and decide again.',
      };
    case 429:
      return {
        code: 'rate_limited',
        message: `came too soon after too many others (429)${said}`,
        hint: 'Wait for retryAfterMs if it is given, else for some seconds, and try again.',
        retryable: true,
      };
    default:
      return status >= 500
        ? {
            code: 'api_error',
            message: `failed at sipgate (${status})${said}`,
            hint: 'Check the input, which the API may not have expected; if it is right, report the request to sipgate.',
          }
        : {
            code: 'invalid_request',
            message: `was not understood (${status})${said}`,
            hint: "Compare the input with the operation's description.",
          };
  }
}

function explainForbidden(operation: Called, details: readonly ApiErrorDetail[], said: string): Explanation {
  const scopes = operation.scopes.join(' or ');
  if (details.some(({ message }) => /classic pbx account/i.test(message ?? ''))) {
    return {
      code: 'classic_account_required',
      message: `was refused (403): this account is of the newer kind, which does not have it${said}`,
      hint: alternativeHint(operation.neoAlternative),
    };
  }
  const silent = details.length === 0 || details.some(({ name }) => name === 'REQUEST_NOT_AUTHORIZED');
  if (scopes !== '' && silent) {
    return {
      code: 'insufficient_scope',
      message: `was refused (403). It needs the scope ${scopes}; sipgate does not say which scope is missing.`,
      hint: `Ask for ${operation.scopes[0]} at the next sign-in, or tick it in the personal access token. If the token has it, ${lackOf(operation)}.`,
    };
  }
  return {
    code: 'forbidden',
    message: `was refused (403)${said}`,
    hint: "Check the person's rights and the account's product; another scope probably does not help.",
  };
}

/** Why a token with the scope may be refused all the same. */
function lackOf({ featureScope, neoAlternative }: Called): string {
  if (neoAlternative !== undefined) return `the account is of the newer kind: call ${neoAlternative} instead`;
  if (featureScope === 'NEO_PBX') return 'the account is a classic one, which does not have this';
  if (featureScope === 'CLASSIC_PBX') return 'the account is of the newer kind, which does not have this';
  return "the account's product lacks the feature";
}

function inWords({ name, message, pointer }: ApiErrorDetail): string {
  const what = message ?? name ?? 'no reason given';
  return pointer === undefined ? what : `${what} (at ${pointer})`;
}

async function readBeginning(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (reader === undefined) return '';
  const decoder = new TextDecoder();
  let text = '';
  let size = 0;
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    text += decoder.decode(part.value, { stream: true });
    size += part.value.byteLength;
    if (size >= LARGEST_ERROR_BODY_BYTES) {
      await reader.cancel();
      break;
    }
  }
  return text;
}
