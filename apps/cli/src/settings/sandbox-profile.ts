import type { ProfileValues } from './settings-files.ts';

/** A profile that is always there, for the local sandbox on its usual port. */
export const SANDBOX_PROFILE = 'sandbox';

export const SANDBOX_ORIGIN = 'http://127.0.0.1:8090';

/** The sandbox's public client takes any loopback address and needs no secret. */
export const sandboxProfile: ProfileValues = {
  clientId: '2400101-1-0f4a0c10-5a9d-11ee-8c99-a11ce0c11e02:third-party',
  issuer: `${SANDBOX_ORIGIN}/auth/realms/third-party`,
  apiUrl: `${SANDBOX_ORIGIN}/v2`,
  redirectUri: 'http://127.0.0.1/oauth',
};
