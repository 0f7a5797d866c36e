import {
  ApiError,
  createSipgateClient,
  DEFAULT_API_URL,
  personalAccessToken,
  SipgateKitError,
} from '@sipgate-kit/core';
import type { Cli } from '../cli.ts';
import { type Person, personOf } from '../session/person.ts';
import type { Settings } from '../settings/settings.ts';
import { firstLines } from '../stdin-lines.ts';

/** A personal access token, as sipgate's web app shows it. */
interface GivenToken {
  readonly tokenId: string;
  readonly token: string;
}

/**
 * The personal access token that somebody types, or a script writes to stdin: the id on the first line, the token on the
 * second.
 *
 * @throws SipgateKitError `input_needed` when there are no two lines.
 */
export async function givenPersonalAccessToken(cli: Cli): Promise<GivenToken> {
  const { stdin } = cli.host;
  const instead = '--pat and two lines on stdin: the token id and the token';
  if (stdin.isTTY === true) {
    const tokenId = await cli.prompts.text({ message: 'Token id (token-…):', instead });
    return { tokenId: tokenId.trim(), token: (await cli.prompts.secret({ message: 'Token:', instead })).trim() };
  }
  const [tokenId, token] = await firstLines(stdin, 2, cli.signal);
  if (tokenId && token) return { tokenId, token };
  throw new SipgateKitError('input_needed', 'There is no personal access token on stdin.', {
    hint: 'Write two lines there, the token id and the token, as in: printf \'%s\\n\' "$TOKEN_ID" "$TOKEN" | sipgate login --pat. On a terminal you are asked.',
  });
}

/**
 * Asks sipgate whose token it is, before anybody relies on it.
 *
 * @throws SipgateKitError `unauthorized` when sipgate does not know it, `invalid_configuration` when it cannot be one.
 */
export async function ownerOf(given: GivenToken, settings: Settings, cli: Cli): Promise<Person> {
  const baseUrl = settings.get('apiUrl') ?? DEFAULT_API_URL;
  const auth = personalAccessToken(given, { fetch: await cli.fetch(), apiOrigins: [new URL(baseUrl).origin] });
  const { timeout } = cli.globals;
  const client = createSipgateClient({ auth, baseUrl, ...(timeout !== undefined && { timeoutMs: timeout * 1000 }) });
  try {
    return await personOf(client, cli.signal);
  } catch (error) {
    if (!(error instanceof ApiError) || error.code !== 'unauthorized') throw error;
    throw new SipgateKitError('unauthorized', `sipgate does not accept the personal access token ${given.tokenId}.`, {
      hint: 'Nothing was kept. Copy token id and token again; the token was shown once, when it was made: if it is lost, make another one.',
    });
  }
}
