/**
 * A sandbox for each test of Vitest.
 *
 * @example
 * import { expect, test } from '@sipgate-kit/sandbox/vitest';
 *
 * test('asks for nothing the API does not have', async ({ sandbox }) => {
 *   await readAccount({ apiUrl: sandbox.apiUrl, fetch: sandbox.fetch });
 *   expect(sandbox).toHaveNoContractViolations();
 * });
 * @module
 */
import { test as base, expect } from 'vitest';
import { createSandbox, type Sandbox, type SandboxOptions } from './sandbox.ts';

/** What a test is given. */
export interface SandboxFixtures {
  /** A sandbox of its own, closed when the test is over. */
  readonly sandbox: Sandbox;
  /** What that is made with; default nothing, so that it listens on no port. Replace it by `test.extend`. */
  readonly sandboxOptions: SandboxOptions;
}

/**
 * Vitest's `test` with a fresh {@link Sandbox} for every test that asks for one.
 *
 * @example
 * // On a port, for programs that are started by the test.
 * const test = sandboxTest.extend({ sandboxOptions: { port: 0 } });
 */
export const test = base.extend<SandboxFixtures>({
  sandboxOptions: {},
  sandbox: async ({ sandboxOptions }, use) => {
    const sandbox = await createSandbox(sandboxOptions);
    await use(sandbox);
    await sandbox.close();
  },
});

expect.extend({
  toHaveNoContractViolations(sandbox: Sandbox) {
    const found = sandbox.violations();
    const lines = found.map(({ method, path, violation }) => `  ${method} ${path}: ${violation}`);
    return {
      pass: found.length === 0,
      message: () =>
        found.length === 0
          ? 'Every request fitted the description of the REST API.'
          : ['Requests did not fit the description of the REST API:', ...lines].join('\n'),
    };
  },
});

declare module 'vitest' {
  interface Matchers<T> {
    /** Of a sandbox: every request to the REST API fitted its description, whether it was refused or not. */
    toHaveNoContractViolations(): void;
  }
}

export { expect };
