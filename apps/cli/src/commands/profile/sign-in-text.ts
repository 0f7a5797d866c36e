import type { signInKindOf } from '../../session/sign-in-record.ts';

/** How a profile is signed in, for people. */
export function signInText(kind: Awaited<ReturnType<typeof signInKindOf>>): string {
  if (kind === undefined) return 'not signed in';
  return kind === 'connection' ? 'signed in' : kind;
}
