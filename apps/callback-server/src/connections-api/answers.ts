import { z } from '@hono/zod-openapi';
import type { Connection, ConnectionState } from '@sipgate-kit/core';

const instant = (description: string) => z.iso.datetime().openapi({ description, example: '2026-05-04T09:30:00.000Z' });

/** A connection as it is listed: nothing in it is secret. */
export const connectionSummary = z
  .object({
    id: z.string().openapi({ example: '5f0c9a52-3b1e-4c5d-9a57-0f0f6d1e8a11' }),
    issuer: z.string().openapi({ description: 'Who says who the person is.' }),
    subject: z.string().openapi({ description: 'The person, by the ID token. Unique together with the issuer.' }),
    clientId: z.string(),
    status: z.enum(['active', 'needs_login', 'paused']).openapi({
      description: 'needs_login: only the person can help. paused: the operator has to act first; tokens are kept.',
    }),
    reason: z.string().optional().openapi({ description: 'Why the status is what it is.' }),
    createdAt: instant('The first sign-in.'),
    updatedAt: instant('The last sign-in, refresh or change of status.'),
    signInUrl: z.url().openapi({ description: 'Where to send the person to sign in again.' }),
  })
  .openapi('Connection');

/** A connection with what its token set says, but for the tokens. */
export const connectionDetails = connectionSummary
  .extend({
    scopes: z.array(z.string()).openapi({ description: 'What the person has granted.', example: ['account:read'] }),
    refreshedAt: instant('When the present tokens were issued.'),
    accessTokenExpiresAt: instant(
      'The end of the present access token; a new one is fetched when it is needed.',
    ).optional(),
    refreshTokenExpiresAt: instant('The end of the refresh token, unless it is used before.').optional(),
  })
  .openapi('ConnectionDetails');

/** A part of the list. */
export const connectionPage = z
  .object({
    connections: z.array(connectionSummary),
    next: z
      .string()
      .optional()
      .openapi({ description: 'The value of `after` for the next page; absent on the last one.' }),
    asOf: instant(
      'When the list was read: the value of `since` for your next poll. Absent when there is no connection.',
    ).optional(),
  })
  .openapi('ConnectionPage');

/** A fresh access token. */
export const accessToken = z
  .object({
    accessToken: z
      .string()
      .openapi({ description: 'For the REST API. Keep it in memory, and ask again once it has expired.' }),
    tokenType: z.literal('Bearer'),
    expiresAt: instant("The token's end, by the clock of the provider.").optional(),
    expiresIn: z.int().optional().openapi({ description: 'Seconds from now.', example: 270 }),
    scopes: z.array(z.string()),
  })
  .openapi('AccessToken');

/** What became of a removal. */
export const removal = z
  .object({
    removed: z.literal(true),
    revoked: z.boolean().openapi({ description: 'Whether sipgate has confirmed that the tokens no longer work.' }),
    code: z.string().optional().openapi({ description: 'Why it has not.', example: 'provider_unreachable' }),
    reason: z.string().optional(),
  })
  .openapi('Removal');

/** An error (RFC 9457). */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string().openapi({ description: 'Stable; the documentation has a page for each.' }),
    hint: z.string().openapi({ description: 'The next step.' }),
    requestId: z.string().openapi({ description: 'Names the request in the log.' }),
  })
  .openapi('Problem');

export const inIso = (at: number): string => new Date(at).toISOString();

export function summaryOf(state: ConnectionState, signInUrl: string): z.infer<typeof connectionSummary> {
  const { id, key, status, reason, createdAt, updatedAt } = state;
  return {
    id,
    ...key,
    status,
    ...(reason !== undefined && { reason }),
    createdAt: inIso(createdAt),
    updatedAt: inIso(updatedAt),
    signInUrl,
  };
}

export function detailsOf(connection: Connection, signInUrl: string): z.infer<typeof connectionDetails> {
  const { scopes, issuedAt, accessTokenExpiresAt, refreshTokenExpiresAt } = connection.tokenSet;
  return {
    ...summaryOf(connection, signInUrl),
    scopes: [...scopes],
    refreshedAt: inIso(issuedAt),
    ...(accessTokenExpiresAt !== undefined && { accessTokenExpiresAt: inIso(accessTokenExpiresAt) }),
    ...(refreshTokenExpiresAt !== undefined && { refreshTokenExpiresAt: inIso(refreshTokenExpiresAt) }),
  };
}
