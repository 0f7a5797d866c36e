/**
 * One kept-alive HTTP/1.1 connection that sends GETs one after the other and reads of an answer what a browser needs for a
 * redirect. A full client would cost as much as the servers that are measured.
 * @module
 */
import { once } from 'node:events';
import { connect } from 'node:net';

/** @typedef {{ status: number, head: string }} Answer head: status line and header fields, as they came */

const END_OF_HEAD = '\r\n\r\n';
const LAST_CHUNK = '0\r\n\r\n';

/** @typedef {{ get: (path: string, cookies?: string) => Promise<Answer>, close: () => void }} HttpConnection */

/**
 * @param {{ host: string, port: number, as: string }} where `as` is the host that the server is known by
 * @returns {Promise<HttpConnection>}
 */
export async function openConnection({ host, port, as }) {
  let socket = await dial();
  /** @type {{ resolve: (answer: Answer) => void, reject: (error: Error) => void } | undefined} */
  let waiting;
  let received = '';

  async function dial() {
    const fresh = connect({ host, port, noDelay: true });
    await once(fresh, 'connect');
    fresh.setEncoding('latin1');
    fresh.on('data', (text) => {
      received += text;
      const answer = completeAnswer(received);
      if (answer === undefined) return;
      received = '';
      const { resolve } = waiting ?? { resolve: () => undefined };
      waiting = undefined;
      if (/^connection: close/im.test(answer.head)) fresh.destroy();
      resolve(answer);
    });
    fresh.on('error', () => fresh.destroy());
    fresh.on('close', () => {
      waiting?.reject(new Error('The server closed the connection instead of answering.'));
      waiting = undefined;
      received = '';
    });
    return fresh;
  }

  return {
    async get(path, cookies) {
      if (socket.destroyed) socket = await dial();
      const answer = new Promise((resolve, reject) => {
        waiting = { resolve, reject };
      });
      const cookie = cookies ? `cookie: ${cookies}\r\n` : '';
      socket.write(`GET ${path} HTTP/1.1\r\nhost: ${as}\r\naccept: text/html\r\n${cookie}\r\n`);
      return answer;
    },
    close: () => socket.destroy(),
  };
}

/** @param {string} received @returns {Answer | undefined} `undefined` while something is missing */
function completeAnswer(received) {
  const end = received.indexOf(END_OF_HEAD);
  if (end === -1) return undefined;
  const head = received.slice(0, end);
  const status = Number(head.slice(9, 12));
  const length = /^content-length: *(\d+)/im.exec(head)?.[1];
  const bodyBegins = end + END_OF_HEAD.length;
  const isComplete =
    length !== undefined
      ? received.length - bodyBegins >= Number(length)
      : /^transfer-encoding: *chunked/im.test(head)
        ? received.endsWith(LAST_CHUNK)
        : true;
  return isComplete ? { status, head } : undefined;
}
