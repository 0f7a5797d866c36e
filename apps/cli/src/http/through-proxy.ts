import { ProxyError } from '@sipgate-kit/core';
import { fetch, ProxyAgent } from 'undici';
import type { HttpProxy } from './proxy-for.ts';
import { responseOf } from './response.ts';

const agents = new Map<string, ProxyAgent>();

/**
 * Sends a request through a proxy, by a tunnel to its host.
 *
 * @throws ProxyError when the proxy is what failed.
 */
export async function sendThroughProxy(request: Request, proxy: HttpProxy): Promise<Response> {
  const body = request.body === null ? undefined : await request.arrayBuffer();
  const dispatcher = agents.get(proxy.url.href) ?? new ProxyAgent(proxy.url.href);
  agents.set(proxy.url.href, dispatcher);
  try {
    const response = await fetch(request.url, {
      method: request.method,
      headers: [...request.headers],
      redirect: request.redirect,
      signal: request.signal,
      dispatcher,
      ...(body !== undefined && { body }),
    });
    return responseOf(response.status, response.headers, response.body);
  } catch (error) {
    throw faultOf(proxy, new URL(request.url), error) ?? error;
  }
}

const UNREACHABLE = /^(?:ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

/** What the proxy is to blame for: all connections are made to it, so whatever hinders one is about it. */
function faultOf({ name, variable }: HttpProxy, { host }: URL, error: unknown): ProxyError | undefined {
  const reasons = reasonsOf(error);
  const code = reasons
    .map((reason) => ('code' in reason ? reason.code : ''))
    .find((found) => UNREACHABLE.test(`${found}`));
  const proxy = `The proxy ${name} (${variable})`;
  const exception = `name ${host} in NO_PROXY if it can be reached without`;
  if (code !== undefined) {
    return new ProxyError(`${proxy} cannot be reached (${code}).`, { hint: `Correct ${variable}, or ${exception}.` });
  }
  const status = reasons.map(({ message }) => /^Proxy response \((\d+)\)/.exec(message)?.[1]).find(Boolean);
  if (status === '407') {
    return new ProxyError(`${proxy} wants a user name and a password, or others than it was given (407).`, {
      hint: `Put them into ${variable}, as in http://user:password@proxy.example:3128.`,
    });
  }
  if (status !== undefined) {
    return new ProxyError(`${proxy} does not connect to ${host} (${status}).`, {
      hint: `Ask who runs it to let ${host} through, or ${exception}.`,
    });
  }
  return undefined;
}

/** An error, its cause, and so on. */
function reasonsOf(error: unknown): readonly Error[] {
  return error instanceof Error ? [error, ...reasonsOf(error.cause)] : [];
}
