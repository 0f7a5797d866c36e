import type { Company } from './company.ts';

/** The companies of a sandbox, by the masterSipId of their account. */
export interface CompanyStore {
  /** Throws for an account of another sandbox. */
  of(masterSipId: string): Company;
  list(): readonly Company[];
  /** Puts companies in place of those with their masterSipId; the others stay as they are. */
  replace(companies: readonly Company[]): void;
}

export function createCompanyStore(seed: readonly Company[]): CompanyStore {
  const companies = new Map(seed.map((company) => [company.masterSipId, company]));
  return {
    of(masterSipId) {
      const company = companies.get(masterSipId);
      if (company === undefined) throw new Error(`No company ${masterSipId} in this sandbox.`);
      return company;
    },
    list: () => [...companies.values()],
    replace(replacements) {
      for (const company of replacements) {
        if (companies.has(company.masterSipId)) companies.set(company.masterSipId, company);
      }
    },
  };
}
