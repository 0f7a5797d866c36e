import type { Environment } from '../cli.ts';

/** Credentials that a script sets: they win over every sign-in. */
export type EnvironmentCredentials =
  | { readonly kind: 'personal access token'; readonly tokenId: string; readonly token: string }
  | { readonly kind: 'access token'; readonly token: string };

/** `SIPGATE_TOKEN_ID` and `SIPGATE_TOKEN` are a personal access token; `SIPGATE_TOKEN` alone is an access token. */
export function environmentCredentials(env: Environment): EnvironmentCredentials | undefined {
  const tokenId = env['SIPGATE_TOKEN_ID'];
  const token = env['SIPGATE_TOKEN'];
  if (token === undefined || token === '') return undefined;
  return tokenId === undefined || tokenId === ''
    ? { kind: 'access token', token }
    : { kind: 'personal access token', tokenId, token };
}
