import { loopbackRedirect } from '@sipgate-kit/core';
import { openLoopbackServer } from '../../login/loopback-server.ts';
import type { Check } from '../check.ts';
import { pass, warn } from '../finding.ts';

/** The port of the redirect URI can be listened on. One that is taken or forbidden is thrown. */
export const port: Check = {
  id: 'port',
  title: 'Port',
  async run({ settings }) {
    const redirectUri = (await settings()).get('redirectUri') ?? '';
    const place = loopbackRedirect(redirectUri);
    if (place === undefined) {
      return warn(
        `${redirectUri} does not lead to this computer, so a browser cannot come back by itself.`,
        'Paste the address it ends on into `sipgate login`, or take a redirect URI that leads here: http://localhost:8080/oauth.',
      );
    }
    const server = await openLoopbackServer(place, (_request, response) => response.destroy());
    await server.close();
    const where = place.addresses.join(' and ');
    return pass(place.port === undefined ? `Any that is free, on ${where}.` : `${place.port} is free, on ${where}.`);
  },
};
