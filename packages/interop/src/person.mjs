/**
 * A person with a browser that runs no script: keeps cookies, fills in Keycloak's forms, stops at the redirect URI.
 * @module
 */

/**
 * @typedef {object} Page
 * @property {number} status
 * @property {string} html
 * @property {string} url
 *
 * @typedef {{ page: Page } | { callback: URL }} Step   a page, or the redirect that leaves the provider
 *
 * @typedef {object} Arrival
 * @property {URL} callback         the redirect URI with the provider's answer, not fetched
 * @property {('login' | 'consent')[]} pages   what was shown on the way
 * @property {string[]} consents    what the consent page listed
 */

/** @typedef {ReturnType<typeof createPerson>} Person */

/**
 * @typedef {{ username: string, password: string }} Account
 *
 * @param {Account | (() => Promise<Account>)} account asked for when the first sign-in page is there
 */
export function createPerson(account) {
  /** @type {Map<string, { origin: string, path: string, name: string, value: string }>} */
  const jar = new Map();

  /**
   * @param {string | URL} address
   * @param {RequestInit} [init]
   */
  async function request(address, init = {}) {
    const url = new URL(address);
    const cookie = [...jar.values()]
      .filter((c) => c.origin === url.origin && url.pathname.startsWith(c.path))
      .map((c) => `${c.name}=${c.value}`)
      .join('; ');
    const response = await fetch(url, {
      ...init,
      redirect: 'manual',
      headers: { ...init.headers, ...(cookie ? { cookie } : {}) },
    });
    for (const line of response.headers.getSetCookie()) keep(url.origin, line);
    return response;
  }

  /**
   * @param {string} origin
   * @param {string} line
   */
  function keep(origin, line) {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const name = pair.slice(0, pair.indexOf('='));
    const value = pair.slice(pair.indexOf('=') + 1);
    const attribute = (/** @type {string} */ key) =>
      attributes.find((a) => a.toLowerCase().startsWith(`${key}=`))?.slice(key.length + 1);
    const path = attribute('path') ?? '/';
    const id = `${origin} ${path} ${name}`;
    if (attribute('max-age') === '0' || value === '') jar.delete(id);
    else jar.set(id, { origin, path, name, value });
  }

  /**
   * Opens an address as far as the first page or the first redirect that leaves the provider.
   *
   * @param {string | URL} address
   * @param {RequestInit} [init]
   * @returns {Promise<Step>}
   */
  async function open(address, init = {}) {
    const origin = new URL(address).origin;
    let response = await request(address, init);
    let url = new URL(address);
    for (let hop = 0; hop < 10; hop += 1) {
      const location = response.headers.get('location');
      if (location === null) return { page: { status: response.status, html: await response.text(), url: url.href } };
      url = new URL(location, url);
      if (url.origin !== origin) return { callback: url };
      response = await request(url);
    }
    throw new Error(`${address} redirects without end`);
  }

  /**
   * @param {Page} page
   * @param {Record<string, string>} fields
   */
  function submit(page, fields) {
    const form = formOf(page);
    return open(new URL(form.action, page.url), {
      method: 'POST',
      body: new URLSearchParams({ ...form.hidden, ...fields }),
    });
  }

  /**
   * Fills in sign-in and consent pages until something else comes. The password is given once: a second sign-in page is an end.
   *
   * @param {Step} first
   * @param {{ consent?: 'yes' | 'no' }} [choices]
   */
  async function walk(first, { consent = 'yes' } = {}) {
    let step = first;
    /** @type {Arrival['pages']} */
    const pages = [];
    /** @type {string[]} */
    let consents = [];
    while ('page' in step) {
      const { page } = step;
      if (isLoginPage(page) && !pages.includes('login')) {
        pages.push('login');
        step = await submit(page, typeof account === 'function' ? await account() : account);
      } else if (isConsentPage(page)) {
        pages.push('consent');
        consents = consentsOf(page);
        step = await submit(page, consent === 'yes' ? { accept: 'Yes' } : { cancel: 'No' });
      } else {
        break;
      }
    }
    return { step, pages, consents };
  }

  /**
   * Walks the whole way from the authorization request to the redirect URI.
   *
   * @param {URL} authorizationUrl
   * @param {{ consent?: 'yes' | 'no' }} [choices]
   * @returns {Promise<Arrival>}
   */
  async function signIn(authorizationUrl, choices) {
    const { step, pages, consents } = await walk(await open(authorizationUrl), choices);
    if ('page' in step) throw new Error(`stopped at a page: ${step.page.status} ${messageOf(step.page)}`);
    return { callback: step.callback, pages, consents };
  }

  return { request, open, submit, walk, signIn, cookies: () => [...jar.values()].map((c) => c.name) };
}

/** @param {Page} page */
export const isLoginPage = (page) => page.html.includes('id="kc-form-login"');

/** @param {Page} page */
export const isConsentPage = (page) => page.html.includes('name="accept"');

/**
 * What a page says to its reader: the error or notice if there is one, else its heading.
 *
 * @param {Page} page
 */
export function messageOf({ html }) {
  const text =
    /id="kc-error-message"[^>]*>\s*<p[^>]*>([\s\S]*?)<\/p>/.exec(html)?.[1] ??
    /class="[^"]*kc-feedback-text[^"]*"[^>]*>([\s\S]*?)<\/span>/.exec(html)?.[1] ??
    /<span id="input-error[^"]*"[^>]*>([\s\S]*?)<\/span>/.exec(html)?.[1] ??
    /id="kc-info-message"[^>]*>([\s\S]*?)<\/p>/.exec(html)?.[1] ??
    /id="kc-page-title"[^>]*>([\s\S]*?)<\/h1>/.exec(html)?.[1] ??
    '';
  return decode(text.replace(/<[^>]*>/g, ' '));
}

/** @param {Page} page */
function consentsOf({ html }) {
  const list = /id="kc-oauth"[\s\S]*?<ul[^>]*>([\s\S]*?)<\/ul>/.exec(html)?.[1] ?? '';
  return [...list.matchAll(/<span[^>]*>([\s\S]*?)<\/span>/g)].map((match) => decode(match[1] ?? ''));
}

/** @param {Page} page */
function formOf({ html, url }) {
  const form = /<form[^>]*action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/.exec(html);
  if (!form) throw new Error(`no form at ${url}: ${messageOf({ status: 0, html, url })}`);
  /** @type {Record<string, string>} */
  const hidden = {};
  for (const [input] of (form[2] ?? '').matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const name = /name="([^"]*)"/.exec(input)?.[1];
    if (name) hidden[name] = decode(/value="([^"]*)"/.exec(input)?.[1] ?? '');
  }
  return { action: decode(form[1] ?? ''), hidden };
}

/** @param {string} text */
const decode = (text) =>
  text
    .replace(/&#x?[0-9a-f]+;/gi, (entity) =>
      String.fromCodePoint(
        entity[2] === 'x' ? Number.parseInt(entity.slice(3), 16) : Number.parseInt(entity.slice(2), 10),
      ),
    )
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
    .replace(/\s+/g, ' ')
    .trim();
