/** Why {@link createSignIn} could not get to a callback. */
export type SignInProblem = 'wrong_password' | 'error_page' | 'too_many_steps' | 'unexpected_answer';

/** A sign-in that ended on a page instead of at the client. */
export class SandboxSignInError extends Error {
  override readonly name = 'SandboxSignInError';
  readonly problem: SignInProblem;
  /** HTTP status of the page. */
  readonly status: number;

  constructor(problem: SignInProblem, message: string, status: number) {
    super(message);
    this.problem = problem;
    this.status = status;
  }
}

/** Cookies of one browser, by name and path. Give the same one to two sign-ins to have them share a session. */
export type CookieJar = Map<string, { readonly value: string; readonly path: string }>;

export interface SignInRequest {
  readonly authorizationUrl: URL | string;
  readonly username: string;
  readonly password: string;
  /** What the person answers when asked for consent. Default `yes`. */
  readonly consent?: 'yes' | 'no';
  /** Default: a browser without any cookies. */
  readonly browser?: CookieJar;
}

/** More pages than this a sign-in does not have. */
const MOST_STEPS = 12;

/**
 * Makes the function that plays a person with a browser: opens the authorization URL, fills in the login page, answers
 * the consent page, and returns the callback URL without opening it.
 */
export function createSignIn(origin: string, fetch: typeof globalThis.fetch): (request: SignInRequest) => Promise<URL> {
  return async ({ authorizationUrl, ...person }) => {
    const end = await browse(new Request(authorizationUrl, { redirect: 'manual' }), origin, fetch, person);
    if (end instanceof URL) return end;
    if (end.status !== 200) throw new SandboxSignInError('error_page', errorOf(end.page), end.status);
    throw new SandboxSignInError('unexpected_answer', 'Neither a login nor a consent page.', end.status);
  };
}

/** A device's code, and the person who confirms it. */
export interface ConfirmDeviceRequest extends Omit<SignInRequest, 'authorizationUrl'> {
  readonly userCode: string;
}

/** Makes the function that plays a person who confirms a device, from the page for its code to the last one. */
export function createConfirmDevice(
  verificationUri: string,
  fetch: typeof globalThis.fetch,
): (request: ConfirmDeviceRequest) => Promise<void> {
  return async ({ userCode, ...person }) => {
    const { origin } = new URL(verificationUri);
    const typed = post(new URL(verificationUri), { device_user_code: userCode });
    const end = await browse(typed, origin, fetch, person);
    if (end instanceof URL) throw new SandboxSignInError('unexpected_answer', `Sent on to ${end.origin}.`, 302);
    const done = end.status === 200 && end.page.includes('id="kc-info-message"');
    if (!done) throw new SandboxSignInError('error_page', errorOf(end.page), end.status);
  };
}

type Person = Omit<SignInRequest, 'authorizationUrl'>;

/** Follows redirects and fills in pages until one leads to another origin, or asks for nothing more. */
async function browse(
  first: Request,
  origin: string,
  fetch: typeof globalThis.fetch,
  { username, password, consent = 'yes', browser = new Map() }: Person,
): Promise<URL | { readonly page: string; readonly status: number }> {
  let step = first;
  let passwordGiven = false;
  for (let steps = 0; steps < MOST_STEPS; steps += 1) {
    const url = new URL(step.url);
    if (url.origin !== origin) return url;
    step.headers.set('cookie', cookieHeader(browser, url.pathname));
    const response = await fetch(step);
    keepCookies(browser, response);
    const location = response.headers.get('location');
    if (location !== null) {
      const next = new URL(location, url);
      if (next.origin !== origin) return next;
      step = new Request(next, { redirect: 'manual' });
      continue;
    }
    const page = await response.text();
    const { status } = response;
    if (status === 200 && page.includes('name="password"')) {
      if (passwordGiven) throw new SandboxSignInError('wrong_password', errorOf(page), status);
      passwordGiven = true;
      step = post(url, { username, password });
    } else if (status === 200 && page.includes('name="accept"')) {
      step = post(url, consent === 'yes' ? { accept: 'Yes' } : { cancel: 'No' });
    } else {
      return { page, status };
    }
  }
  throw new SandboxSignInError('too_many_steps', 'The sign-in goes in circles.', 200);
}

function post(url: URL, fields: Record<string, string>): Request {
  return new Request(url, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' });
}

function cookieHeader(jar: CookieJar, path: string): string {
  return [...jar]
    .filter(([, cookie]) => path.startsWith(cookie.path))
    .map(([key, { value }]) => `${key.slice(key.indexOf(' ') + 1)}=${value}`)
    .join('; ');
}

function keepCookies(jar: CookieJar, response: Response): void {
  for (const line of response.headers.getSetCookie()) {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const [name = '', value = ''] = pair.split(/=(.*)/s);
    const path = attributes.find((attribute) => /^path=/i.test(attribute))?.slice(5) ?? '/';
    const key = `${path} ${name}`;
    if (attributes.some((attribute) => /^expires=Thu, 01 Jan 1970 00:00:00/i.test(attribute))) jar.delete(key);
    else jar.set(key, { value, path });
  }
}

function errorOf(page: string): string {
  const text = /id="(?:kc-error-message|input-error)"[^>]*>(?:\s*<p>)?([^<]*)/.exec(page)?.[1] ?? '';
  return text
    .replace(/&#39;/g, "'")
    .replace(/&quot;/g, '"')
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&amp;/g, '&')
    .trim();
}
