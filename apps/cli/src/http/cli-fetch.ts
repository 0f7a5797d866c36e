import type { Clock, Fetch } from '@sipgate-kit/core';
import type { Environment } from '../cli.ts';
import type { Output } from '../output/output.ts';
import { VERSION } from '../version.ts';
import { type HttpProxy, proxyFor } from './proxy-for.ts';

/** Somebody who sees no spinner is told after this long what is waited for. */
const PATIENCE_MS = 2_000;

interface CliFetchDependencies {
  readonly env: Environment;
  readonly output: Output;
  readonly now: Clock;
}

/**
 * The `fetch` for every request of the program: through the proxy that the environment names, else directly. Says whom
 * it waits for, and with `--debug` how each request ended; of a query only the names, of headers and bodies nothing.
 */
export function cliFetch({ env, output, now }: CliFetchDependencies): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    if (!request.headers.has('user-agent')) request.headers.set('user-agent', `sipgate-kit-cli/${VERSION}`);
    const url = new URL(request.url);
    const proxy = proxyFor(url, env);
    const what = `${request.method} ${url.host}${url.pathname}${queryNames(url)}${proxy ? ` through ${proxy.name}` : ''}`;
    const waiting = startWaiting(url.host, output);
    const sentAt = now();
    try {
      const response = await send(request, proxy);
      output.debug(`http: ${what} was answered with ${response.status} in ${now() - sentAt} ms`);
      return response;
    } catch (error) {
      output.debug(`http: ${what} failed after ${now() - sentAt} ms`);
      throw request.signal.aborted ? request.signal.reason : error;
    } finally {
      waiting.end();
    }
  };
}

/** What carries requests is loaded only when there is one. */
async function send(request: Request, proxy: HttpProxy | undefined): Promise<Response> {
  if (proxy === undefined) return (await import('./direct.ts')).sendDirectly(request);
  return (await import('./through-proxy.ts')).sendThroughProxy(request, proxy);
}

/** `?limit=…&offset=…` */
function queryNames({ searchParams }: URL): string {
  const names = [...new Set(searchParams.keys())];
  return names.length === 0 ? '' : `?${names.map((name) => `${name}=…`).join('&')}`;
}

/** A spinner where a person sees it; elsewhere one line, if it takes long. */
function startWaiting(host: string, output: Output): { end(): void } {
  const text = `Waiting for ${host} …`;
  if (output.noteView.animated) {
    const progress = output.progress(text);
    return { end: () => progress.done() };
  }
  const timer = setTimeout(() => output.json || output.note(text), PATIENCE_MS);
  timer.unref();
  return { end: () => clearTimeout(timer) };
}
