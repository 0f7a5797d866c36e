import type { Fetch } from '@sipgate-kit/core';
import { rowsOf } from './rows.ts';
import type { Message } from './step.ts';

/** One request and its answer, fit to be shown. */
export interface Exchange {
  readonly request: Message;
  readonly answer: Message;
}

/** Keeps what goes over the wire. */
export interface Recorder {
  readonly fetch: Fetch;
  /** The newest one. */
  last(): Exchange;
}

/** Headers that teach something. */
const HEADERS = ['authorization', 'content-type'];

/** A `fetch` that keeps what is sent and answered, with everything secret taken out on the spot. */
export function createRecorder(send: Fetch): Recorder {
  let newest: Exchange | undefined;
  return {
    async fetch(input, init) {
      const request = new Request(input, init);
      const sent = request.clone();
      const response = await send(request);
      newest = { request: await requestMessage(sent), answer: await answerMessage(response.clone()) };
      return response;
    },
    last() {
      if (newest === undefined) throw new Error('Nothing was sent yet.');
      return newest;
    },
  };
}

async function requestMessage(request: Request): Promise<Message> {
  const url = new URL(request.url);
  const headers = HEADERS.flatMap((name) => {
    const value = request.headers.get(name);
    return value === null ? [] : [[name, value] as const];
  });
  const form = new URLSearchParams(await request.text());
  return {
    line: `${request.method} ${url.origin}${url.pathname}`,
    rows: await rowsOf([...url.searchParams, ...headers, ...form]),
  };
}

async function answerMessage(response: Response): Promise<Message> {
  const text = await response.text();
  const fields = fieldsOf(text);
  return { line: `${response.status}${text === '' ? ', nothing in it' : ''}`, rows: await rowsOf(fields) };
}

function fieldsOf(text: string): readonly (readonly [string, unknown])[] {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? Object.entries(value) : [];
  } catch {
    return [];
  }
}
