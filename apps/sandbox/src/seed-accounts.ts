import type { SandboxAccount } from './accounts.ts';
import { ALICE, BOB, NINA } from './seed.ts';

/** The accounts of the people who can sign in: a classic one, and two of the newer kind. */
export const SEEDED_ACCOUNTS: readonly SandboxAccount[] = [
  { ...ofCompany('Adler Optik GmbH', ALICE.masterSipId), featureScope: 'CLASSIC_PBX' },
  { ...ofCompany('Brandt Logistik GmbH', BOB.masterSipId), featureScope: 'NEO_PBX' },
  { ...ofCompany('Nolte Design GmbH', NINA.masterSipId), featureScope: 'NEO_PBX' },
];

function ofCompany(company: string, masterSipId: string) {
  return { masterSipId, domain: 'sipgate.de', company };
}
