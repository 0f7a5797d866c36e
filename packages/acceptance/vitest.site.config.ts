import { defineConfig } from 'vitest/config';

/** The built documentation in a real browser: a part of the check `docs`, which builds it before. */
export default defineConfig({
  resolve: { conditions: ['development'] },
  ssr: { resolve: { conditions: ['development'] } },
  test: { testTimeout: 60_000, hookTimeout: 60_000, include: ['site/**/*.test.ts'] },
});
