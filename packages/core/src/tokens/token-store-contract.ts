import type { TokenStoreContractCase } from './contract/case.ts';
import { dueCases } from './contract/due.ts';
import { keepingCases } from './contract/keeping.ts';
import { leasingCases } from './contract/leasing.ts';
import { replacingCases } from './contract/replacing.ts';
import { sendingCases } from './contract/sending.ts';

export type { TokenStoreContractCase, TokenStoreContractContext } from './contract/case.ts';

/**
 * Every promise of the `TokenStore` contract, as cases that any test runner can loop over: a store of your own is right
 * when it passes them all. Each case wants a fresh store, a second handle on the same storage where there can be one,
 * and the store's clock in the test's hand.
 *
 * @example
 * for (const { title, run } of tokenStoreContract) {
 *   test(title, async () => {
 *     let now = 1_700_000_000_000;
 *     const clock = { now: () => now, advance: (ms: number) => { now += ms; } };
 *     await run({ store: createMemoryTokenStore({ now: clock.now }), clock });
 *   });
 * }
 */
export const tokenStoreContract: readonly TokenStoreContractCase[] = [
  ...keepingCases,
  ...leasingCases,
  ...sendingCases,
  ...replacingCases,
  ...dueCases,
];
