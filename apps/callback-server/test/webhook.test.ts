import { once } from 'node:events';
import { createServer } from 'node:net';
import type { Wait } from '@sipgate-kit/core';
import { Webhook as Reference } from 'standardwebhooks';
import { describe, expect, test } from 'vitest';
import { parseWebhookSecrets } from '../src/index.ts';
import { needsLoginEvent } from '../src/webhook/needs-login-event.ts';
import { createWebhook, type WebhookOptions } from '../src/webhook/webhook.ts';
import { createReceiver, hangUp, type Received, silence, status } from './receiver.ts';

const SECRET = `whsec_${Buffer.alloc(32, 'canary-1').toString('base64')}`;
const OTHER = `whsec_${Buffer.alloc(24, 'canary-2').toString('base64')}`;
const event = needsLoginEvent({
  reason: 'needs-login',
  connectionId: '5f0c9a52-3b1e-4c5d-9a57-0f0f6d1e8a11',
  generation: 3,
  at: Date.parse('2026-05-04T09:30:00Z'),
  detail: 'refused: Session not active',
});

/** A webhook whose pauses are over at once, and what it said about its messages. */
function webhookTo(url: string, more: Partial<WebhookOptions> = {}) {
  const pauses: number[] = [];
  const lines: Record<string, unknown>[] = [];
  let onOutcome = () => undefined as unknown;
  const write = (fields: object) => {
    lines.push({ ...fields });
    onOutcome();
  };
  const webhook = createWebhook({
    target: { url, secrets: parseWebhookSecrets(SECRET) },
    fetch: globalThis.fetch,
    wait: async (ms) => void pauses.push(ms),
    now: Date.now,
    random: () => 0.5,
    log: { debug: write, info: write, warn: write, error: write },
    count: () => undefined,
    isOutdated: async () => false,
    ...more,
  });
  const outcomes = () => lines.map(({ outcome }) => outcome);
  return {
    webhook,
    pauses,
    lines,
    outcomes,
    /** Until the message has come to one of these ends. */
    async until(...ends: string[]) {
      while (!outcomes().some((outcome) => ends.includes(String(outcome)))) {
        await new Promise<void>((resolve) => {
          onOutcome = resolve as () => undefined;
        });
      }
    },
  };
}

/** Pauses that last until they are ended from outside. */
const forever: Wait = (_ms, signal) =>
  new Promise((_resolve, reject) => {
    if (signal?.aborted) reject(signal.reason);
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
  });

const verified = ({ body, headers }: Received, secret = SECRET) =>
  new Reference(secret).verify(body, headers as Record<string, string>);

describe('a message', () => {
  test('[S39] is small, signed as the convention wants it, and carries no token', async () => {
    const receiver = await createReceiver();
    const { webhook, until } = webhookTo(receiver.url);
    webhook.send(event);
    await until('delivered');
    const [message] = receiver.received;
    expect(message).toMatchObject({ method: 'POST', path: '/hook', headers: { 'content-type': 'application/json' } });
    expect(verified(message as Received)).toEqual({
      id: message?.headers['webhook-id'],
      type: 'connection.needs_login',
      connectionId: '5f0c9a52-3b1e-4c5d-9a57-0f0f6d1e8a11',
      reason: 'refused: Session not active',
      at: '2026-05-04T09:30:00.000Z',
    });
    expect(() => verified({ ...(message as Received), body: `${message?.body} ` })).toThrow();
    expect(() => verified(message as Received, OTHER)).toThrow();
  });

  test('is signed by every secret, so that a secret can be changed without a gap', async () => {
    const receiver = await createReceiver();
    const secrets = parseWebhookSecrets(`${OTHER}, ${SECRET}`);
    const { webhook, until } = webhookTo(receiver.url, { target: { url: receiver.url, secrets } });
    webhook.send(event);
    await until('delivered');
    for (const secret of [SECRET, OTHER]) expect(verified(receiver.received[0] as Received, secret)).toBeTruthy();
  });

  test('has an id that two instances would choose alike, and no other connection or generation', () => {
    const about = { reason: 'needs-login', connectionId: 'a', generation: 1, at: 0 } as const;
    const idOf = (more: object) => needsLoginEvent({ ...about, ...more }).id;
    expect(idOf({ at: 5_000, detail: 'elsewhere' })).toBe(idOf({}));
    expect(new Set([idOf({}), idOf({ generation: 2 }), idOf({ connectionId: 'b' })]).size).toBe(3);
    expect(idOf({})).toMatch(/^msg_[\w-]+$/);
  });
});

describe('a message that is not taken', () => {
  test('is sent again after growing pauses, signed anew, until it is taken', async () => {
    const receiver = await createReceiver(status(503), hangUp, status(302, { location: '/elsewhere' }), status(200));
    let now = Date.now();
    const { webhook, pauses, lines, until } = webhookTo(receiver.url, { now: () => (now += 7_000) });
    webhook.send(event);
    await until('delivered');
    expect(pauses).toEqual([5_000, 30_000, 120_000]);
    expect(lines.map(({ outcome, reason }) => [outcome, reason])).toEqual([
      ['failed', 'HTTP 503'],
      ['failed', expect.stringMatching(/^(UND_ERR_SOCKET|ECONNRESET)$/)],
      ['failed', 'HTTP 302'],
      ['delivered', undefined],
    ]);
    expect(receiver.received.map(({ path }) => path)).toEqual(Array(4).fill('/hook'));
    const headers = receiver.received.map((message) => message.headers);
    expect(new Set(headers.map((each) => each['webhook-id'])).size).toBe(1);
    expect(new Set(headers.map((each) => each['webhook-timestamp'])).size).toBe(4);
    for (const message of receiver.received) expect(verified(message)).toBeTruthy();
  });

  test('is given up after six tries', async () => {
    const receiver = await createReceiver(status(500));
    const { webhook, pauses, outcomes, until } = webhookTo(receiver.url);
    webhook.send(event);
    await until('given-up');
    expect(receiver.received).toHaveLength(6);
    expect(pauses).toEqual([5_000, 30_000, 120_000, 600_000, 1_800_000]);
    expect(outcomes()).toEqual([...Array(5).fill('failed'), 'given-up']);
  });

  test('is given up at once by a receiver that wants no more of it', async () => {
    const receiver = await createReceiver(status(410));
    const { webhook, lines, until } = webhookTo(receiver.url);
    webhook.send(event);
    await until('given-up');
    expect(lines).toMatchObject([{ outcome: 'given-up', reason: 'HTTP 410', tries: 1 }]);
  });

  test('is not sent again once the person has signed in', async () => {
    const receiver = await createReceiver(status(500));
    const { webhook, until } = webhookTo(receiver.url, { isOutdated: async (id) => id === event.connectionId });
    webhook.send(event);
    await until('outdated');
    expect(receiver.received).toHaveLength(1);
  });

  test('names the failure without the address, which may hold a secret', async () => {
    const closed = createServer().listen(0, '127.0.0.1');
    await once(closed, 'listening');
    const { port } = closed.address() as { port: number };
    closed.close();
    await once(closed, 'close');
    const { webhook, lines, until } = webhookTo(`http://127.0.0.1:${port}/canary?key=canary`);
    webhook.send(event);
    await until('given-up');
    expect(lines.at(-1)).toMatchObject({ reason: 'ECONNREFUSED', connectionId: event.connectionId });
    expect(JSON.stringify(lines)).not.toContain('canary');
  });
});

describe('[R13] a webhook that is closed', () => {
  test('gives up what waits for another try', async () => {
    const receiver = await createReceiver(status(503));
    const { webhook, outcomes, until } = webhookTo(receiver.url, { wait: forever });
    webhook.send(event);
    await until('failed');
    await webhook.close();
    expect(outcomes()).toEqual(['failed', 'given-up']);
    expect(receiver.received).toHaveLength(1);
  });

  test('waits for what is on its way, but not for a receiver that says nothing', async () => {
    const receiver = await createReceiver(silence);
    const patience: number[] = [];
    const { webhook, lines } = webhookTo(receiver.url, {
      wait: async (ms, signal) => {
        if (signal?.aborted) throw signal.reason;
        patience.push(ms);
      },
    });
    webhook.send(event);
    await receiver.messages(1);
    await webhook.close();
    expect(patience).toEqual([3_000]);
    expect(lines).toMatchObject([
      { outcome: 'failed', reason: 'AbortError' },
      { outcome: 'given-up', reason: 'this process stops' },
    ]);
  });

  test('delivers what is on its way', async () => {
    let answer = () => undefined as unknown;
    const receiver = await createReceiver((response) => {
      answer = () => response.writeHead(204).end();
    });
    const { webhook, outcomes } = webhookTo(receiver.url, { wait: forever });
    webhook.send(event);
    await receiver.messages(1);
    const closing = webhook.close();
    answer();
    await closing;
    expect(outcomes()).toEqual(['delivered']);
  });
});

describe('a crowd of messages', () => {
  test('reaches a receiver four at a time', async () => {
    let open = 0;
    let most = 0;
    const receiver = await createReceiver((response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        response.writeHead(204).end();
      });
    });
    const { webhook, outcomes } = webhookTo(receiver.url, { wait: forever });
    for (let generation = 1; generation <= 50; generation++) webhook.send({ ...event, id: `msg_${generation}` });
    await receiver.messages(50);
    await webhook.close();
    expect(outcomes()).toEqual(Array(50).fill('delivered'));
    expect(most).toBeLessThanOrEqual(4);
  });

  test('does not fill the memory while the receiver is down', async () => {
    const { webhook, outcomes, lines } = webhookTo('http://127.0.0.1:9/', {
      fetch: () => new Promise(() => undefined),
    });
    for (let count = 0; count < 10_001; count++) webhook.send(event);
    expect(outcomes()).toEqual(['given-up']);
    expect(lines[0]).toMatchObject({ reason: 'too many wait already', tries: 0 });
  });
});

describe('the secrets of a webhook', () => {
  const wrong: Record<string, string> = {
    'entry 1': 'whsec_canary',
    'entry 2': `${SECRET},whsec_${Buffer.alloc(65).toString('base64')}`,
    'base64 of 24 to 64 bytes': 'whsec_canary-canary-canary-canary-canary-canary',
    'no secret': ' , ',
  };
  for (const [why, text] of Object.entries(wrong)) {
    test(`are refused: ${why}`, () => {
      expect(() => parseWebhookSecrets(text)).toThrow(
        expect.objectContaining({ code: 'invalid_configuration', message: expect.stringContaining(why) }),
      );
      expect(() => parseWebhookSecrets(text)).toThrow(
        expect.not.objectContaining({ message: expect.stringContaining('canary') }),
      );
    });
  }

  test('[S22] print nothing, and may come without their prefix', () => {
    const [secret, ...more] = parseWebhookSecrets(SECRET.replace('whsec_', ''));
    expect(`${secret}${JSON.stringify(secret)}`).toBe('[secret]"[secret]"');
    expect(more).toEqual([]);
  });
});
