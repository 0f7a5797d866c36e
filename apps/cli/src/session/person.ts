import { ApiError, type SipgateClient } from '@sipgate-kit/core';

/** Somebody of an account. `null` = their credentials do not tell. */
export interface Person {
  /** Id within the account, as in `w0`. */
  readonly id: string;
  readonly masterSipId: string;
  readonly domain: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly company: string | null;
}

/**
 * Who calls the REST API. Any credentials tell who it is; name, address and company need scopes of their own.
 *
 * @throws ApiError when not even that can be had.
 */
export async function personOf(client: SipgateClient, signal: AbortSignal): Promise<Person> {
  const { data } = await client.GET('/authorization/userinfo', { signal });
  const { sub: id, masterSipId, domain } = data;
  const [user, account] = await Promise.all([
    unlessRefused(client.GET('/users/{userId}', { params: { path: { userId: id } }, signal })),
    unlessRefused(client.GET('/account', { signal })),
  ]);
  const name = `${user?.data.firstname ?? ''} ${user?.data.lastname ?? ''}`.trim();
  return {
    id,
    masterSipId,
    domain,
    name: name || null,
    email: user?.data.email || null,
    company: account?.data.company || null,
  };
}

async function unlessRefused<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call;
  } catch (error) {
    if (error instanceof ApiError && error.code !== 'request_aborted') return undefined;
    throw error;
  }
}

/** `Alice Adler (alice@adler-optik.example) of Adler Optik GmbH`; with less to go by, `user w0 of account 2400101`. */
export function personText({ id, masterSipId, name, email, company }: Person): string {
  const who = name === null ? `user ${id}` : email === null ? name : `${name} (${email})`;
  return `${who} of ${company ?? `account ${masterSipId}`}`;
}
