import { isLoopbackHost, SipgateKitError } from '@sipgate-kit/core';
import type { Environment } from '../cli.ts';

/** The proxy that a request goes through. */
export interface HttpProxy {
  /** With its credentials, if it wants any. */
  readonly url: URL;
  /** For people: without the credentials. */
  readonly name: string;
  /** The variable that names it: `HTTPS_PROXY`. */
  readonly variable: string;
}

/**
 * The proxy that the environment names for a URL: `https_proxy` or `http_proxy` by its scheme, https falling back to the
 * one for http, then `all_proxy`; small letters win over capitals. This machine itself is never reached through a proxy,
 * and neither is what `no_proxy` names.
 *
 * @throws SipgateKitError `invalid_configuration` for a proxy that cannot be used.
 */
export function proxyFor(url: URL, env: Environment): HttpProxy | undefined {
  if (isLoopbackHost(url.hostname) || isExcepted(url, read(env, 'no_proxy')?.value ?? '')) return undefined;
  const names = url.protocol === 'https:' ? ['https_proxy', 'http_proxy', 'all_proxy'] : ['http_proxy', 'all_proxy'];
  const found = names.map((name) => read(env, name)).find((one) => one !== undefined);
  if (found === undefined || found.value === '') return undefined;
  return proxyOf(found.value, found.variable);
}

function read(env: Environment, name: string): { readonly value: string; readonly variable: string } | undefined {
  for (const variable of [name, name.toUpperCase()]) {
    const value = env[variable];
    if (value !== undefined) return { value: value.trim(), variable };
  }
  return undefined;
}

/** As curl does: a name means the host and all below it, `*` means everything; a port narrows it. */
function isExcepted({ hostname, port, protocol }: URL, noProxy: string): boolean {
  const wanted = port === '' ? (protocol === 'https:' ? '443' : '80') : port;
  return noProxy
    .toLowerCase()
    .split(/[,\s]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = entry, onlyPort] = /^(.+?)(?::(\d+))?$/.exec(entry) ?? [];
      if (onlyPort !== undefined && onlyPort !== wanted) return false;
      const host = name.replace(/^\*?\./, '');
      return hostname === host || hostname.endsWith(`.${host}`);
    });
}

function proxyOf(value: string, variable: string): HttpProxy {
  const text = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
  if (!URL.canParse(text)) throw unfit(variable, 'is no URL');
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) {
    throw unfit(variable, `names a proxy of the kind ${url.protocol.slice(0, -1)}, and only http and https will do`);
  }
  return { url, name: `${url.protocol}//${url.host}`, variable };
}

/** The value may hold a password, so it is not shown. */
function unfit(variable: string, problem: string): SipgateKitError {
  return new SipgateKitError('invalid_configuration', `${variable} ${problem}.`, {
    hint: `Set it to a URL like http://proxy.example:3128, or name the hosts that need no proxy in NO_PROXY.`,
  });
}
