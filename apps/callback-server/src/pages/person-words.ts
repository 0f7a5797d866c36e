import type { ErrorCode } from '@sipgate-kit/core';

/** What a page says to the person who has caused the error, perhaps without knowing it. */
export interface PersonWords {
  readonly title: string;
  readonly what: string;
  readonly causes: readonly string[];
  readonly next: readonly string[];
}

/**
 * The errors that people bring about by themselves. The catalogue's words for them speak to developers; programs still
 * get those.
 */
export const personWords: Partial<Record<ErrorCode, PersonWords>> = {
  access_denied: {
    title: 'You were not signed in',
    what: 'You cancelled at sipgate, or did not agree to what this application asks for. Nothing has changed.',
    causes: [],
    next: [
      'Sign in again if that was a mistake. You can look at what is asked for before you agree.',
      'If you did agree: an administrator of your account may not allow it. Ask them.',
    ],
  },
  transaction_expired: {
    title: 'That took too long',
    what: 'More than ten minutes passed since you began to sign in, so this attempt has ended for safety.',
    causes: [],
    next: ['Sign in again; sipgate may not even ask for your password.'],
  },
  transaction_used: {
    title: 'This sign-in is already finished',
    what: 'You came back to a page that has done its work: each sign-in can be finished once.',
    causes: [],
    next: ['Go to the start page: you may be signed in already.', 'If not, sign in again.'],
  },
  state_mismatch: {
    title: 'This sign-in was not begun in this browser',
    what: 'You came back from sipgate without having left from here, so we cannot be sure that it was you who began.',
    causes: [
      'You opened an old link, from the history or a bookmark, or went back to an old page.',
      'You began in another browser, or under another address of this site.',
      'Your browser blocks or has cleared its cookies.',
    ],
    next: ['Sign in again, in this browser and in this tab.', 'If it happens again, allow cookies for this site.'],
  },
};
