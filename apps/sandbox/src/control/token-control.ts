import { createRoute, z } from '@hono/zod-openapi';
import { REALMS } from '../clients.ts';
import type { SessionTrace } from '../login/lineage.ts';
import { CONTROL_PATH } from './control-path.ts';
import { answer, controlRoom, problems } from './room.ts';

const instant = (description: string) =>
  z.int().openapi({ description: `${description} Milliseconds since the epoch, by the sandbox's clock.` });

const tokenSchema = z
  .object({
    kind: z.enum(['access', 'refresh', 'id']),
    fingerprint: z.string().openapi({ description: '8 hex digits of its SHA-256.', example: '5f0c9a52' }),
    parent: z.string().optional().openapi({
      description: 'Fingerprint of the refresh token whose use brought this one; absent after a sign-in.',
    }),
    scopes: z.array(z.string()).readonly(),
    issuedAt: instant('When it was given out.'),
    expiresAt: instant('When it ends; absent: never.').optional(),
    status: z.enum(['usable', 'used', 'expired', 'revoked', 'dead']).openapi({
      description: 'used: exchanged for a newer one. dead: its session is over.',
    }),
  })
  .openapi('TokenTrace');

const sessionSchema = z
  .object({
    realm: z.enum(REALMS),
    sessionId: z.string().openapi({ description: '`session_state` of the answers.' }),
    username: z.string(),
    clientId: z.string(),
    startedAt: instant('When the client came in.'),
    alive: z.boolean().openapi({ description: 'Whether its newest tokens are good.' }),
    endedAt: instant('When the client was out.').optional(),
    endReason: z.string().optional().openapi({ example: 'refresh token used twice' }),
    tokens: z.array(tokenSchema).readonly(),
  })
  .openapi('SessionTrace');

const listSessions = createRoute({
  method: 'get',
  path: `${CONTROL_PATH}/tokens`,
  operationId: 'listTokens',
  tags: ['Tokens'],
  summary: 'See which token came from which',
  description: 'Session by session, oldest first. Fingerprints only, never a token.',
  responses: {
    200: answer(z.object({ sessions: z.array(sessionSchema).readonly() }), 'Sessions and tokens.'),
    ...problems(),
  },
});

export function tokenControl(tokens: () => readonly SessionTrace[]) {
  return controlRoom().openapi(listSessions, (c) => c.json({ sessions: tokens() }, 200));
}
