import {
  ApiError,
  createSipgateClient,
  formatMoney,
  parseInstant,
  staticToken,
  unverifiedPayload,
} from '@sipgate-kit/core';
import fc from 'fast-check';
import { answering, hostileAnswer } from '../answers.ts';
import { hostileJson, hostileText } from '../hostile.ts';
import { holds, refusesWell } from '../promises.ts';
import { target } from '../target.ts';

const inBase64 = (text: string) => Buffer.from(text).toString('base64url');

export const texts = [
  target({
    name: 'JWT payload',
    promise: 'claims are given back as they are, and nothing else is taken for claims',
    input: fc.oneof(
      hostileJson('sub', 'name', 'iat').map((claims) => ({ claims })),
      hostileText('eyJhbGciOiJub25lIn0.', 'e30', '.').map((text) => ({ text })),
    ),
    check(input: { readonly claims?: unknown; readonly text?: string }) {
      if (input.text !== undefined) {
        const payload = unverifiedPayload(input.text);
        holds(payload === undefined || (typeof payload === 'object' && !Array.isArray(payload)), 'no object of claims');
        return;
      }
      const { claims } = input;
      const json = JSON.stringify(claims);
      const found = unverifiedPayload(`${inBase64('{"alg":"none"}')}.${inBase64(json)}.`);
      const isObject = typeof claims === 'object' && claims !== null && !Array.isArray(claims);
      holds(JSON.stringify(found) === (isObject ? json : undefined), `${json} became ${JSON.stringify(found)}`);
    },
  }),
  target({
    name: 'money',
    promise: 'an amount is shown with all its digits, or refused',
    input: fc.record({ amount: fc.maxSafeInteger(), locale: fc.constantFrom('de', 'en', 'fr') }),
    check({ amount, locale }) {
      const text = formatMoney({ amount, currency: 'EUR' }, locale);
      const digits = text.replaceAll(/\D/g, '').replace(/^0+/, '').replace(/0+$/, '');
      const expected = String(Math.abs(amount)).replace(/0+$/, '');
      holds(Math.abs(amount) > 1e15 || digits === expected, `${amount} is shown as ${text}`);
    },
  }),
  target({
    name: 'instant',
    promise: 'an instant is the same on every computer, or refused',
    input: fc.oneof(
      hostileText('2026-01-31', 'T08:00:00', 'Z', '+02:00', '+0200', '.5', '24:00:00', '2026-02-30T08:00:00Z'),
      fc
        .date({ min: new Date(0), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true })
        .map((date) => date.toISOString()),
    ),
    async check(text) {
      const date = await refusesWell(() => parseInstant(text));
      if (date === undefined) return;
      holds(!Number.isNaN(date.getTime()), 'no instant was given back');
      if (text.endsWith('Z')) {
        holds(date.toISOString().slice(0, 19) === text.slice(0, 19), `${text} became ${date.toISOString()}`);
      }
    },
  }),
  target({
    name: 'Retry-After',
    promise: 'what a server asks us to wait is a duration, not longer than a clock can count',
    input: hostileAnswer(hostileJson('message')).map((answer) => ({ ...answer, status: 503 })),
    async check(answer) {
      const auth = staticToken('token', { fetch: answering(answer) });
      const sipgate = createSipgateClient({ auth, retry: false });
      const error = await sipgate.GET('/account').catch((thrown: unknown) => thrown);
      holds(error instanceof ApiError, `not an error of the API: ${String(error)}`);
      const { retryAfterMs } = error;
      holds(
        retryAfterMs === undefined || (retryAfterMs >= 0 && Number.isSafeInteger(retryAfterMs)),
        `${answer.headers['retry-after']} became ${retryAfterMs} ms`,
      );
    },
  }),
];
