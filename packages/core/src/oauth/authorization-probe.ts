import { SipgateKitError } from '../errors.ts';
import { type AuthorizationRequest, startAuthorization } from './authorization.ts';
import type { Provider } from './provider.ts';
import { cleanProviderText, ProviderError } from './provider-error.ts';
import { readLimited, transportError } from './provider-fetch.ts';
import { authorizationError } from './provider-refusals.ts';
import { PROVIDER_TIMEOUT_MS, type ProviderRequestOptions } from './provider-request-options.ts';

/** What a browser would see. `refusal` is why there would be no login page. */
export type AuthorizationProbe =
  | { readonly accepted: true }
  | {
      readonly accepted: false;
      readonly refusal: SipgateKitError;
      /** Whether the provider would tell the application at its redirect URI; else it shows the person a page. */
      readonly toldAt: 'redirect URI' | 'page';
    };

/** What the entry's `probeAuthorization` loads; described there. */
export async function probeAuthorization(
  provider: Provider,
  request: AuthorizationRequest,
  options: ProviderRequestOptions = {},
): Promise<AuthorizationProbe> {
  // Providers word their pages in the browser's language.
  const { url } = await startAuthorization(provider, { uiLocales: 'en', ...request });
  const { status, location, page } = await open(url, options);
  if (status >= 500 || status === 429) {
    throw new ProviderError('provider_unavailable', `The provider answered with status ${status}.`, {
      status,
      requestSent: true,
      retryable: true,
      hint: 'Try again later.',
    });
  }
  if (location !== undefined) return judgeRedirect(location, url, request.redirectUri);
  return status < 400 ? { accepted: true } : { accepted: false, refusal: refusalOnPage(page, status), toldAt: 'page' };
}

interface Opened {
  readonly status: number;
  /** Where the browser would go next. */
  readonly location: string | undefined;
  readonly page: string;
}

async function open(url: URL, options: ProviderRequestOptions): Promise<Opened> {
  const { fetch: send = globalThis.fetch, timeoutMs = PROVIDER_TIMEOUT_MS } = options;
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await send(url.href, {
      headers: { accept: 'text/html', 'accept-language': 'en' },
      redirect: 'manual',
      signal: AbortSignal.any([timeout, ...(options.signal ? [options.signal] : [])]),
    });
    const page = new TextDecoder().decode(await readLimited(response));
    return { status: response.status, location: response.headers.get('location') ?? undefined, page };
  } catch (error) {
    if (error instanceof SipgateKitError) throw error;
    throw await transportError(error, url.href, timeout.aborted, timeoutMs);
  }
}

function judgeRedirect(location: string, asked: URL, redirectUri: string): AuthorizationProbe {
  if (!URL.canParse(location, asked.href)) {
    throw new ProviderError('malformed_response', 'The login redirects to something that is no address.', {
      requestSent: true,
      hint: "Check the authorization endpoint's URL.",
    });
  }
  const target = new URL(location, asked);
  const answered = new URL(redirectUri);
  if (target.origin !== answered.origin || target.pathname !== answered.pathname) return { accepted: true };
  const parameters = target.search === '' ? new URLSearchParams(target.hash.slice(1)) : target.searchParams;
  const error = cleanProviderText(parameters.get('error'));
  if (error === undefined) return { accepted: true };
  const errorDescription = cleanProviderText(parameters.get('error_description'));
  const refusal = authorizationError({ error, ...(errorDescription !== undefined && { errorDescription }) });
  return { accepted: false, refusal, toldAt: 'redirect URI' };
}

/** Keycloak's sentences, each in a page of its own. */
function refusalOnPage(page: string, status: number): SipgateKitError {
  const details = { status, requestSent: true } as const;
  if (/Invalid parameter: redirect_uri/i.test(page)) {
    return new ProviderError(
      'invalid_redirect_uri',
      'The redirect URI is not registered at the OAuth client ("Invalid parameter: redirect_uri").',
      { ...details, hint: 'Register it at the client, letter by letter, or use one that is registered.' },
    );
  }
  if (/Client not found/i.test(page)) {
    return new ProviderError('unknown_client', 'The login does not know the OAuth client ("Client not found.").', {
      ...details,
      hint: 'Check the client id and the realm: a client is known in one realm only, the one behind the colon of its id.',
    });
  }
  if (/Client disabled/i.test(page)) {
    return new ProviderError('client_disabled', 'The OAuth client is disabled ("Client disabled.").', {
      ...details,
      hint: 'Enable the client in the sipgate console, or ask sipgate why it was disabled.',
    });
  }
  const sentence = /id="kc-error-message"[^>]*>\s*(?:<p[^>]*>)?([^<]*)/.exec(page)?.[1];
  const said = cleanProviderText(sentence) ?? `status ${status}`;
  return new ProviderError('authorization_failed', `The login answers with an error page (${said}).`, {
    ...details,
    hint: 'Compare the client id, the redirect URI and the scopes with what is registered.',
  });
}
