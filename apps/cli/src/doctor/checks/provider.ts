import type { Check } from '../check.ts';
import { fail, pass, Unmet, warn } from '../finding.ts';

/** What the login says it can do. An answer that describes no login is thrown. */
export const provider: Check = {
  id: 'provider',
  title: 'Login features',
  async run({ login, tryDiscovery }) {
    const found = await tryDiscovery().catch(async (error: unknown) => {
      // Whether it can be reached at all is another check's matter.
      await login().catch((unmet: unknown) => {
        if (unmet instanceof Unmet && /reached|settings/.test(unmet.message)) throw unmet;
      });
      throw error;
    });
    const { codeChallengeMethods, issParameterSupported, deviceAuthorizationEndpoint } = found;
    const features = [
      issParameterSupported ? 'names itself in callbacks' : 'does not name itself in callbacks',
      deviceAuthorizationEndpoint === undefined
        ? 'no sign-in for devices'
        : 'sign-in for devices (sipgate login --device)',
    ].join(', ');
    if (codeChallengeMethods === undefined) {
      return warn(`It does not say whether it knows PKCE; ${features}.`, 'Nothing to do: PKCE is used all the same.');
    }
    if (!codeChallengeMethods.includes('S256')) {
      return fail(
        'It does not know PKCE with S256, without which stolen codes can be used.',
        'Check the issuer: sipgate config get issuer',
      );
    }
    return pass(`PKCE with S256, ${features}.`);
  },
};
