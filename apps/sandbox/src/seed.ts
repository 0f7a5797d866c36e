import type { SandboxUser } from './accounts.ts';
import type { SandboxClient } from './clients.ts';

const PROVIDER_UUID = '6a1f6c86-2f6b-4c6e-9d38-0b1a5e0c7d11';

/** Signs in with `alice` / `sandbox`. */
export const ALICE: SandboxUser = {
  username: 'alice',
  password: 'sandbox',
  sub: `f:${PROVIDER_UUID}:1048101`,
  firstname: 'Alice',
  lastname: 'Adler',
  email: 'alice@adler-optik.example',
  masterSipId: '2400101',
  userId: 'w0',
  personalAccessToken: { tokenId: 'token-ALICE1', token: '11111111-aaaa-4aaa-8aaa-a11ce0000001' },
};

/** Signs in with `bob` / `sandbox`; of another company than Alice, and `w0` there as she is in hers. */
export const BOB: SandboxUser = {
  username: 'bob',
  password: 'sandbox',
  sub: `f:${PROVIDER_UUID}:1048202`,
  firstname: 'Bob',
  lastname: 'Brandt',
  email: 'bob@brandt-logistik.example',
  masterSipId: '3500202',
  userId: 'w0',
  personalAccessToken: { tokenId: 'token-BOB001', token: '22222222-bbbb-4bbb-8bbb-b0b000000002' },
};

/** Signs in with `nina` / `sandbox`; her account is of the newer kind, and never was another: its calls are in channels. */
export const NINA: SandboxUser = {
  username: 'nina',
  password: 'sandbox',
  sub: `f:${PROVIDER_UUID}:1048303`,
  firstname: 'Nina',
  lastname: 'Nolte',
  email: 'nina@nolte-design.example',
  masterSipId: '4600303',
  userId: 'w0',
  personalAccessToken: { tokenId: 'token-NINA01', token: '44444444-dddd-4ddd-8ddd-00a000000003' },
};

/** `person-1` … `person-<count>`, colleagues of Alice; password `sandbox`. */
export function crowd(count: number): readonly SandboxUser[] {
  return Array.from({ length: count }, (_, index) => {
    const serial = index + 1;
    const digits = String(serial).padStart(6, '0');
    return {
      username: `person-${serial}`,
      password: 'sandbox',
      sub: `f:${PROVIDER_UUID}:${2_000_000 + serial}`,
      firstname: 'Person',
      lastname: String(serial),
      email: `person-${serial}@adler-optik.example`,
      masterSipId: ALICE.masterSipId,
      userId: `w${100 + serial}`,
      personalAccessToken: { tokenId: `token-${digits}`, token: `33333333-cccc-4ccc-8ccc-c00000${digits}` },
    };
  });
}

/** The ports development servers usually listen on. */
const DEVELOPMENT_ORIGINS = [3000, 4173, 4200, 5173, 8000, 8080].flatMap((port) => [
  `http://localhost:${port}`,
  `http://127.0.0.1:${port}`,
]);

/** Confidential, for a callback server: `/oauth` on any loopback port. */
export const CONFIDENTIAL_CLIENT: SandboxClient = {
  clientId: '2400101-0-0f4a0c10-5a9d-11ee-8c99-a11ce0c11e01:third-party',
  uuid: 'c0000000-0000-4000-8000-000000000001',
  realm: 'third-party',
  clientSecret: 'sandbox-secret-only-good-on-this-computer',
  name: 'Sandbox callback server',
  description: 'Seeded confidential client',
  redirectUris: ['http://localhost:8080/oauth', 'http://localhost/oauth', 'http://127.0.0.1/oauth'],
  webOrigins: DEVELOPMENT_ORIGINS,
  privacyUrl: 'http://localhost:8080/privacy',
  termsUrl: 'http://localhost:8080/terms',
  owner: ALICE.masterSipId,
  enabled: true,
  standardFlow: true,
};

/** Public, for browser and command line applications: no secret, any loopback address, PKCE by S256 required, devices. */
export const PUBLIC_CLIENT: SandboxClient = {
  clientId: '2400101-1-0f4a0c10-5a9d-11ee-8c99-a11ce0c11e02:third-party',
  uuid: 'c0000000-0000-4000-8000-000000000002',
  realm: 'third-party',
  name: 'Sandbox browser app',
  description: 'Seeded public client',
  redirectUris: ['http://localhost/*', 'http://127.0.0.1/*'],
  webOrigins: DEVELOPMENT_ORIGINS,
  privacyUrl: 'http://localhost:5173/privacy',
  termsUrl: 'http://localhost:5173/terms',
  owner: ALICE.masterSipId,
  enabled: true,
  standardFlow: true,
  deviceFlow: true,
  requiredPkceMethod: 'S256',
};

/** Confidential, in the realm `sipgate-apps`. */
export const APPS_CLIENT: SandboxClient = {
  clientId: '3500202-0-0f4a0c10-5a9d-11ee-8c99-b0b000c11e03:sipgate-apps',
  uuid: 'c0000000-0000-4000-8000-000000000003',
  realm: 'sipgate-apps',
  clientSecret: 'sandbox-apps-secret-only-good-on-this-computer',
  name: 'Sandbox sipgate app',
  description: 'Seeded confidential client of the other realm',
  redirectUris: ['http://localhost/oauth', 'http://127.0.0.1/oauth'],
  webOrigins: DEVELOPMENT_ORIGINS,
  privacyUrl: 'http://localhost:8080/privacy',
  termsUrl: 'http://localhost:8080/terms',
  owner: BOB.masterSipId,
  enabled: true,
  standardFlow: true,
};
