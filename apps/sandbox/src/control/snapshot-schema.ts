import { z } from '@hono/zod-openapi';
import { emptyTables } from '../companies/company.ts';

const entries = z.array(z.tuple([z.string(), z.unknown()]));

const clientSchema = z.object({
  clientId: z.string(),
  uuid: z.string(),
  realm: z.enum(['third-party', 'sipgate-apps']),
  clientSecret: z.string().optional(),
  name: z.string(),
  description: z.string(),
  redirectUris: z.array(z.string()),
  webOrigins: z.array(z.string()),
  privacyUrl: z.string(),
  termsUrl: z.string(),
  owner: z.string(),
  enabled: z.boolean(),
  standardFlow: z.boolean(),
  deviceFlow: z.boolean().optional(),
  requiredPkceMethod: z.enum(['S256', 'plain']).optional(),
});

const realmSchema = z.strictObject({
  models: z.array(z.tuple([z.string(), entries])),
  userSessions: entries,
  clientSessions: entries,
  codes: entries,
  deviceCodes: entries.default([]),
  consents: entries,
  tokens: entries,
  disabledAccounts: entries.default([]),
});

const table = z.array(z.looseObject({ id: z.string() }));

/** What a company has; all tables are there, what is in their rows is believed. */
const companySchema = z.strictObject({
  masterSipId: z.string(),
  balance: z.number().int().min(0).max(2_147_483_647),
  verified: z.boolean(),
  webhooks: z.looseObject({ log: z.boolean() }),
  serials: z.record(z.string(), z.number().int()),
  tables: z.strictObject(Object.fromEntries(Object.keys(emptyTables()).map((name) => [name, table]))),
});

/** The shape a restored snapshot has to have; what is inside the entries is believed. */
export const snapshotSchema = z
  .strictObject({
    version: z.literal(1),
    keys: z.strictObject({ privateJwk: z.looseObject({ kty: z.literal('RSA') }), refreshTokenSecret: z.string() }),
    clients: z.array(clientSchema),
    /** Companies that are not in it stay as they are. */
    companies: z.array(companySchema).default([]),
    /** Accounts that are not in it stay what they are. */
    accounts: z
      .array(z.strictObject({ masterSipId: z.string(), featureScope: z.enum(['CLASSIC_PBX', 'NEO_PBX']) }))
      .default([]),
    realms: z.strictObject({ 'third-party': realmSchema, 'sipgate-apps': realmSchema }),
  })
  .openapi('Snapshot');

/** Everything a sandbox knows but its clock, faults and request log. Plain JSON, full of secrets of this sandbox. */
export type Snapshot = z.infer<typeof snapshotSchema>;
