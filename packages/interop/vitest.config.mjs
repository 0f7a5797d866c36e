import { defineConfig } from 'vitest/config';

/** What can be told without a Keycloak; the rest is `npm run interop`. */
export default defineConfig({
  test: {
    include: ['test/**/*.test.mjs'],
    testTimeout: 60_000,
    reporters: ['default', ['json', { outputFile: 'coverage/test-results.json' }]],
  },
});
