import { instantText } from '../../output/instant.ts';
import { openConnections } from '../../session/connection-tokens.ts';
import { loginCommand } from '../../session/login-command.ts';
import type { Check } from '../check.ts';
import type { DoctorContext } from '../doctor-context.ts';
import { type Finding, fail, pass, Unmet, warn } from '../finding.ts';

/** A refresh token that ends this soon should be used before. */
const SOON_MS = 3 * 24 * 3_600_000;

/** Who is signed in, and until when. */
export const signIn: Check = {
  id: 'sign-in',
  title: 'Sign-in',
  async run(context) {
    const { profile } = await context.settings();
    const next = loginCommand(profile.value);
    const credentials = await context.credentials().catch((error: unknown) => {
      if (error instanceof Unmet && error.message === 'nobody is signed in') return undefined;
      throw error;
    });
    if (credentials === undefined) {
      return warn(`Nobody is signed in with the profile "${profile.value}".`, `Next: ${next}`);
    }
    if (credentials.kind !== 'connection') return pass(`By ${credentials.kind}, from the ${credentials.origin}.`);
    // It may refresh; what is known afterwards is what counts.
    await context.tryPerson().catch(() => undefined);
    return connectionFinding(context, credentials.connectionId, next);
  },
};

async function connectionFinding({ cli }: DoctorContext, connectionId: string, next: string): Promise<Finding> {
  const connection = await (await openConnections(cli)).read(connectionId);
  if (connection === undefined) return fail('The tokens of the sign-in are gone.', `Next: ${next}`);
  const { status, tokenSet } = connection;
  const { refreshTokenExpiresAt: end } = tokenSet;
  if (status === 'needs_login') {
    return fail(
      'It has ended: sipgate refuses the refresh token ("Invalid refresh token", or expired).',
      `Sign in again: ${next}`,
    );
  }
  if (tokenSet.refreshToken === undefined)
    return warn('It cannot be refreshed.', `Sign in again when it ends: ${next}`);
  const now = cli.host.now();
  if (end !== undefined && end <= now) return fail('The refresh token has expired.', `Sign in again: ${next}`);
  const until = end === undefined ? 'nobody knows when' : instantText(end, { ...cli.output.view, terminal: true });
  if (end !== undefined && end - now < SOON_MS)
    return warn(`Ends at ${until} unless it is used before.`, 'Next: sipgate auth refresh');
  if (status === 'paused')
    return warn('Refreshing is paused by its owner.', 'Resume the connection where it was paused.');
  return pass(`By OAuth; without being used it ends at ${until}.`);
}
