import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { equalInConstantTime, type LoopbackRedirect, readCallback, redirectUriAt } from '@sipgate-kit/core';
import { type CallbackPage, PAGE_HEADERS, pageHtml } from './callback-page.ts';
import { openLoopbackServer } from './loopback-server.ts';

/** A callback that came back, from the browser or by hand. */
export interface ReceivedCallback {
  readonly parameters: URLSearchParams;
  /** Tells the person how it ended, where they look; resolves when the page is on its way. */
  answer(page: CallbackPage): Promise<void>;
}

/** Waits where the provider sends the browser. */
export interface CallbackListener {
  /** The redirect URI with the port that is listened on. */
  readonly redirectUri: string;
  /** The callback of the sign-in with this state, the first one. Everything else is turned away, and ends nothing. */
  callbackOf(state: string): Promise<ReceivedCallback>;
  /** Frees the port. */
  close(): Promise<void>;
}

interface Expected {
  readonly state: string;
  readonly receive: (callback: ReceivedCallback) => void;
  taken: boolean;
}

/**
 * Listens on a loopback redirect URI. Only a GET of its path, under its own host (DNS rebinding), with the state of the
 * sign-in under way, is a callback.
 *
 * @throws SipgateKitError `port_in_use`, `port_forbidden`, `invalid_configuration`.
 */
export async function openCallbackListener(redirectUri: string, place: LoopbackRedirect): Promise<CallbackListener> {
  let expected: Expected | undefined;
  let ownHost = '';

  const handle: RequestListener = (request, response) => {
    const url = urlOf(request, ownHost);
    if (request.headers.host?.toLowerCase() !== ownHost || url === undefined) return turnAway(response, WRONG_HOST);
    if (url.pathname !== place.path) return turnAway(response, NOTHING_HERE);
    if (request.method !== 'GET') return turnAway(response, NOT_SO);
    if (expected === undefined || !belongsTo(expected.state, url.searchParams)) return turnAway(response, NOT_OURS);
    if (expected.taken) return turnAway(response, SECOND);
    expected.taken = true;
    expected.receive({ parameters: url.searchParams, answer: (page) => send(response, page) });
  };

  const server = await openLoopbackServer(place, handle);
  const address = place.port === undefined ? redirectUriAt(redirectUri, server.port) : redirectUri;
  ownHost = new URL(address).host;
  return {
    redirectUri: address,
    callbackOf: (state) =>
      new Promise((resolve) => {
        expected = { state, receive: resolve, taken: false };
      }),
    close: server.close,
  };
}

function urlOf({ url = '' }: IncomingMessage, host: string): URL | undefined {
  return url.startsWith('/') && URL.canParse(`http://${host}${url}`) ? new URL(`http://${host}${url}`) : undefined;
}

/** Whether it is the callback of this sign-in; one that repeats parameters is nobody's. */
function belongsTo(state: string, parameters: URLSearchParams): boolean {
  try {
    return equalInConstantTime(readCallback(parameters).state, state);
  } catch {
    return false;
  }
}

function turnAway(response: ServerResponse, page: CallbackPage): void {
  void send(response, page);
}

/** Sends a page and ends the connection; resolves when all of it has been handed to the system, or nobody wants it. */
function send(response: ServerResponse, page: CallbackPage): Promise<void> {
  return new Promise((resolve) => {
    response.once('close', resolve);
    const html = Buffer.from(pageHtml(page));
    const allow = page.status === 405 ? { allow: 'GET' } : {};
    response.writeHead(page.status, { ...PAGE_HEADERS, ...allow, 'content-length': html.length });
    response.end(html, resolve);
  });
}

const WRONG_HOST: CallbackPage = {
  status: 400,
  title: 'Not under this name',
  text: 'This address belongs to a program that waits for a sign-in, under another name.',
};
const NOTHING_HERE: CallbackPage = {
  status: 404,
  title: 'Nothing here',
  text: 'A program waits here for the end of a sign-in, at another path.',
};
const NOT_SO: CallbackPage = { status: 405, title: 'Not in this way', text: 'Callbacks are opened by a browser.' };
const NOT_OURS: CallbackPage = {
  status: 400,
  title: 'Not the sign-in that is waited for',
  text: 'This address belongs to another sign-in, or is not complete. The one under way goes on: open the address that the terminal shows.',
};
const SECOND: CallbackPage = {
  status: 409,
  title: 'Already received',
  text: 'This sign-in has come back before, and works once. The terminal says how it ended.',
};
