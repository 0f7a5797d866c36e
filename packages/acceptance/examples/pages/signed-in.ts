import type { ClientCredentials, Provider, SignIn } from '@sipgate-kit/core';

/** What pages take for granted: who is asked, by whom, and a sign-in that is finished. */
export declare const provider: Provider;
export declare const client: ClientCredentials;
export declare const signIn: SignIn;
