import { SipgateKitError } from '@sipgate-kit/core';

/** Where our pages are, below the origin of the redirect URI. */
export interface Paths {
  readonly home: string;
  readonly login: string;
  readonly logout: string;
  readonly me: string;
  readonly healthz: string;
  readonly readyz: string;
  readonly icon: string;
  /** The connections API and what is below it. */
  readonly connections: string;
  readonly admin: string;
  /** What the proxy to the REST API begins with. */
  readonly api: string;
  /** The redirect URI's own path, wherever the pages are. */
  readonly callback: string;
}

/**
 * @param basePath what all our paths but the callback begin with, as in `/sipgate`; empty for none
 * @throws SipgateKitError `invalid_configuration` when the base path is none, or the callback would shadow a page.
 */
export function pathsBelow(basePath: string, redirectUri: string): Paths {
  if (basePath !== '' && !/^(?:\/[\w.-]+)+$/.test(basePath)) {
    throw invalid(`The base path "${basePath}" does not begin with a slash, or ends in one.`);
  }
  const paths: Paths = {
    home: basePath || '/',
    login: `${basePath}/login`,
    logout: `${basePath}/logout`,
    me: `${basePath}/me`,
    healthz: `${basePath}/healthz`,
    readyz: `${basePath}/readyz`,
    icon: `${basePath}/sign-in.svg`,
    connections: `${basePath}/connections`,
    admin: `${basePath}/admin`,
    api: `${basePath}/api`,
    callback: new URL(redirectUri).pathname,
  };
  const { callback, ...pages } = paths;
  const below = [paths.connections, paths.admin, paths.api].some((path) => callback.startsWith(`${path}/`));
  if (below || Object.values(pages).includes(callback)) {
    throw invalid(`The redirect URI ends in the path ${callback}, where the server has a page of its own.`);
  }
  return paths;
}

function invalid(message: string): SipgateKitError {
  return new SipgateKitError('invalid_configuration', message, {
    hint: 'Use a path of its own for the callback, as in /oauth, and a base path as in /sipgate.',
  });
}
