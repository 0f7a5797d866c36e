import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { index: 'src/index.ts', bin: 'src/bin.ts', vitest: 'src/vitest.ts' },
  platform: 'node',
  dts: true,
  fixedExtension: false,
  // What the console's pages load is read from beside the bundle.
  copy: [{ from: 'src/console/browser', to: 'dist' }],
});
