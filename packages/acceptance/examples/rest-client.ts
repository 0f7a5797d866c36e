import { createReadStream } from 'node:fs';
import { Writable } from 'node:stream';
import {
  ApiError,
  type Authorizer,
  type CallHooks,
  createSipgateClient,
  fileContent,
  findFeatureScope,
  formatMoney,
  parseInstant,
  type SipgateClient,
  type TokenSet,
} from '@sipgate-kit/core';
import { scopesFor } from '@sipgate-kit/core/operations';

/** What apps/docs/rest-client.md shows, block by block; run on the sandbox by the tests. */

/** A tracer as OpenTelemetry has it, as much of it as is needed. */
interface Tracer {
  startActiveSpan<Result>(name: string, run: (span: Span) => Result): Result;
}
interface Span {
  setAttribute(name: string, value: string | number): unknown;
  recordException(error: Error): void;
  end(): void;
}

export async function calls(auth: Authorizer, baseUrl: string) {
  const sipgate = createSipgateClient({ auth, baseUrl, scopes: ['account:read', 'history:read'] });

  const { data: account } = await sipgate.GET('/account');
  const { data: history } = await sipgate.call('getHistory', { query: { types: ['CALL'], limit: 5 } });
  console.log(account.company, history.totalCount);
}

export async function tokenScopes(auth: Authorizer, baseUrl: string, tokenSet: TokenSet) {
  const sipgate = createSipgateClient({ auth, baseUrl, scopes: tokenSet.scopes }).withScopes(['account:read']);
  if (sipgate.hasScopes(['balance:read'])) {
    const { data } = await sipgate.GET('/balance'); // the compiler knows that this may be called here
    return formatMoney(data, 'en');
  }
  return 'not ours to see';
}

export function leastScopes() {
  return scopesFor(['getAccount', 'createClient']); // ['account:read', 'authorization:oauth2:clients:write']
}

export async function pages(sipgate: SipgateClient<'history:read'>, signal: AbortSignal) {
  for await (const entry of sipgate.items('getHistory', { query: { types: ['CALL'] }, signal })) {
    if (parseInstant(entry.created) < new Date('2025-01-01T00:00:00Z')) break; // nothing further is asked for
    console.log(entry.created, entry.source, entry.target);
  }
}

export function patience(auth: Authorizer, baseUrl: string) {
  return createSipgateClient({ auth, baseUrl, timeoutMs: 10_000, retry: { attempts: 5, longestDelayMs: 5_000 } });
}

export async function errors(sipgate: SipgateClient<'users:read'>) {
  try {
    await sipgate.GET('/users/{userId}', { params: { path: { userId: 'w404' } } });
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { code, operationId, status, neededScopes, requestId } = error;
    console.log(code, operationId, status, neededScopes, requestId);
  }
}

export function tracing(tracer: Tracer): CallHooks {
  return {
    around: (call, run) =>
      tracer.startActiveSpan(`sipgate ${call.operationId}`, async (span) => {
        span.setAttribute('http.request.method', call.method);
        span.setAttribute('url.template', call.path);
        try {
          return await run();
        } catch (error) {
          span.recordException(error as Error);
          throw error;
        } finally {
          span.end();
        }
      }),
    onAttempt({ operationId, attempt, status, durationMs, retryInMs, error }) {
      console.log({ operationId, attempt, status, durationMs, retryInMs, code: error?.code });
    },
  };
}

export async function exported(sipgate: SipgateClient<'history:read'>, file: Writable) {
  const { body } = await sipgate.stream('getHistoryCSV', { query: { limit: 1000 } });
  await body?.pipeTo(Writable.toWeb(file));
}

export async function fax(sipgate: SipgateClient<'sessions:fax:write'>, faxlineId: string, path: string) {
  const base64Content = await fileContent(createReadStream(path));
  const body = { faxlineId, recipient: '+493023125001', filename: 'invoice.pdf', base64Content };
  return (await sipgate.call('sendFax', { body })).data.sessionId;
}

export async function kinds(auth: Authorizer, baseUrl: string, accessToken: string) {
  const featureScope = await findFeatureScope(createSipgateClient({ auth, baseUrl }), { accessToken });
  const sipgate = createSipgateClient({ auth, baseUrl, featureScope });
  return sipgate.GET('/groups').then(
    ({ data }) => `${data.items.length} groups`,
    (error: ApiError) => error.hint, // 'Call getChannels instead, …' on an account of the newer kind
  );
}
