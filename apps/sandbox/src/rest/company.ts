import type { SandboxAccount } from '../accounts.ts';
import type { Caller } from './authentication.ts';
import { integerIn } from './query.ts';
import { RestError } from './rest-error.ts';

/** `GET /account`. */
export function account({ company }: SandboxAccount) {
  return { company, mainProductType: 'TEAM', logoUrl: '', verified: true, historyLifeTime: 'UNLIMITED' };
}

/** `GET /balance`: 10,000 are one euro. */
export function balance({ balance: amount }: SandboxAccount) {
  return { amount, currency: 'EUR' };
}

/** `GET /authorization/userinfo`: who is calling. `sub` is the id within the company, the same `w0` in every company. */
export function userinfo({ user, account: { domain, masterSipId, people } }: Caller) {
  return {
    sub: user.userId,
    domain,
    masterSipId,
    locale: 'de_DE',
    userId: user.sub.split(':').at(-1),
    isTestAccount: true,
    isAdmin: people.find(({ id }) => id === user.userId)?.admin ?? false,
    product: 'team',
    flags: [],
  };
}

/** `GET /users`. */
export function users({ people }: SandboxAccount) {
  return { items: people };
}

/** `GET /users/{userId}`; throws 404. */
export function user({ people }: SandboxAccount, userId: string | undefined) {
  const found = people.find(({ id }) => id === userId);
  if (found === undefined) throw new RestError(404);
  return found;
}

/** `GET /numbers`: all of them, unless asked for a page. */
export function numbers({ numbers: items }: SandboxAccount, query: URLSearchParams) {
  const range = { min: 0, max: 2_147_483_647 };
  const offset = integerIn(query, 'offset', range) ?? 0;
  const limit = integerIn(query, 'limit', range);
  return { items: items.slice(offset, limit === undefined ? undefined : offset + limit) };
}
