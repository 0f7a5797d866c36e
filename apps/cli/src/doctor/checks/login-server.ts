import { ProviderError, SipgateKitError } from '@sipgate-kit/core';
import { providerOf } from '../../session/connection-tokens.ts';
import type { Check } from '../check.ts';
import { fail, pass, Unmet } from '../finding.ts';

/** Name, way, proxy, TLS and answer of the login server. */
export const loginServer: Check = {
  id: 'login-server',
  title: 'Login server',
  async run({ settings, tryDiscovery }) {
    const { host } = new URL(providerOf(await settings()).issuer);
    try {
      await tryDiscovery();
    } catch (error) {
      if (error instanceof Unmet || !(error instanceof SipgateKitError)) throw error;
      const down = error instanceof ProviderError && /^provider_un/.test(error.code);
      if (down) return fail(`${host}: ${error.message}`, error.hint);
    }
    return pass(`${host} answers.`);
  },
};
