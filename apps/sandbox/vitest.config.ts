import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['development'] },
  ssr: { resolve: { conditions: ['development'] } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}', 'examples/**/*.test.ts'],
    // The files share what they load: oidc-provider alone takes a quarter of a second.
    isolate: false,
    // Generous: the machine may be busy with other packages' tests.
    testTimeout: 30_000,
    reporters: ['default', ['json', { outputFile: 'coverage/test-results.json' }]],
  },
});
