import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: { conditions: ['development'] },
  ssr: { resolve: { conditions: ['development'] } },
  test: {
    include: ['src/**/*.test.{ts,tsx}', 'test/**/*.test.{ts,tsx}'],
    globalSetup: ['test/global-setup.ts'],
    // Every write waits for the disk, and some tests start processes: a busy machine takes its time.
    testTimeout: 30_000,
    reporters: ['default', ['json', { outputFile: 'coverage/test-results.json' }]],
  },
});
