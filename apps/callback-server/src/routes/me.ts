import { Hono } from 'hono';
import { type AccountAnswer, endsSession, type Overview, overviewOf } from '../account.ts';
import type { Paths } from '../paths.ts';
import type { Env } from '../request-log.ts';
import type { ServerContext } from '../server-context.ts';
import { stepUpPath } from '../step-up.ts';

/** `GET /me`: who is signed in, as JSON. Never a token. */
export function meRoute(server: ServerContext) {
  const { paths, presences, vault } = server;
  return new Hono<Env>().get(paths.me, async (c) => {
    const signedOut = () => c.json({ signedIn: false, login: paths.login }, 401);
    const presence = await presences.of(c.req.raw);
    if (presence.status !== 'signed-in') return signedOut();
    let overview: Overview;
    try {
      overview = await overviewOf(server, presence.connection.id);
    } catch (error) {
      if (!endsSession(error)) throw error;
      return signedOut();
    }
    const connection = await vault.connections.read(presence.connection.id);
    if (connection === undefined) return signedOut();
    const { key, status, tokenSet } = connection;
    return c.json({
      signedIn: true,
      subject: key.subject,
      issuer: key.issuer,
      scopes: tokenSet.scopes,
      person: overview.person ?? null,
      ...described(overview.answer, paths),
      connection: {
        status,
        accessTokenExpiresAt: inIso(tokenSet.accessTokenExpiresAt),
        refreshTokenExpiresAt: inIso(tokenSet.refreshTokenExpiresAt),
        refreshedAt: inIso(tokenSet.issuedAt),
      },
    });
  });
}

function described(answer: AccountAnswer, paths: Paths) {
  if ('account' in answer) return { account: answer.account };
  if ('missingScope' in answer)
    return {
      account: null,
      accountError: {
        code: 'insufficient_scope',
        needs: answer.missingScope,
        login: stepUpPath(paths, answer.missingScope),
      },
    };
  const { code, message, hint } = answer.error;
  return { account: null, accountError: { code, message, hint } };
}

/** An instant as text, `null` when it is unknown. */
const inIso = (instant: number | undefined) => (instant === undefined ? null : new Date(instant).toISOString());
