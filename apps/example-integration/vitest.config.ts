import { defineConfig } from 'vitest/config';

export default defineConfig({
  // The console runs from its sources, as in `npm run dev`.
  resolve: { conditions: ['development'] },
  ssr: { resolve: { conditions: ['development'] } },
  test: {
    // Style sheets as they are, instead of empty ones.
    css: true,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    include: ['test/**/*.test.ts'],
    reporters: ['default', ['json', { outputFile: 'coverage/test-results.json' }]],
  },
});
