import type { SipgateClient } from '@sipgate-kit/core';

/** What the page shows. */
export interface Account {
  readonly company: string;
  readonly product: string;
  readonly numbers: readonly { readonly number: string; readonly rings: string }[];
}

/** Two calls of the REST API. Their scopes are in `settings.ts`: name there what you call here. */
export async function readAccount(sipgate: SipgateClient): Promise<Account> {
  const [account, numbers] = await Promise.all([sipgate.call('getAccount'), sipgate.call('getNumbers')]);
  return {
    company: account.data.company || 'Your account',
    product: account.data.mainProductType,
    numbers: numbers.data.items.map(({ localized, endpointAlias }) => ({
      number: localized,
      rings: endpointAlias || 'nobody',
    })),
  };
}
