import {
  loggableGrantType,
  redactedAuthorization,
  redactedDescription,
  redactedParameters,
  redactedPath,
} from './redaction.ts';
import type { LoggedRequest } from './request-log.ts';

/** Forms longer than this are none of the login's. */
const LONGEST_FORM = 100_000;

/** What the log shows of a request before it is handled. */
export async function shownOf(
  request: Request,
  url: URL,
): Promise<Omit<LoggedRequest, 'id' | 'at' | 'durationMs' | 'status'>> {
  const query = redactedParameters(url.searchParams);
  const form = await formOf(request, url.pathname);
  const shownForm = form === undefined ? undefined : redactedParameters(form);
  const grantType = form === undefined || !url.pathname.endsWith('/token') ? undefined : loggableGrantType(form);
  const contentType = request.headers.get('content-type')?.split(';')[0];
  const authorization = request.headers.get('authorization');
  return {
    method: request.method,
    path: redactedPath(url.pathname),
    ...(query === undefined ? {} : { query }),
    ...(shownForm === undefined ? {} : { form: shownForm }),
    ...(contentType === undefined || !/^[\w.+-]+\/[\w.+-]+$/.test(contentType) ? {} : { contentType }),
    ...(authorization === null ? {} : { authorization: redactedAuthorization(authorization) }),
    ...(grantType === undefined ? {} : { grantType }),
  };
}

async function formOf(request: Request, path: string): Promise<URLSearchParams | undefined> {
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(request.headers.get('content-type') ?? '');
  if (request.method !== 'POST' || !isForm || !path.startsWith('/auth/')) return undefined;
  const text = await request.clone().text();
  return text.length > LONGEST_FORM ? undefined : new URLSearchParams(text);
}

/** What the login refused with, in JSON or in the redirect back to the application. */
export async function errorIn(path: string, response: Response): Promise<string | undefined> {
  if (!path.startsWith('/auth/')) return undefined;
  const location = response.headers.get('location');
  if (location !== null && URL.canParse(location)) {
    const { searchParams, hash } = new URL(location);
    return joined(Object.fromEntries([...searchParams, ...new URLSearchParams(hash.slice(1))]));
  }
  if (response.status < 400 || !/\bjson\b/.test(response.headers.get('content-type') ?? '')) return undefined;
  const text = await response.clone().text();
  return text === '' ? undefined : joined(JSON.parse(text));
}

function joined(answer: unknown): string | undefined {
  const { error, error_description: description } = (answer ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof error !== 'string') return undefined;
  return typeof description === 'string' ? `${error}: ${redactedDescription(description)}` : error;
}
