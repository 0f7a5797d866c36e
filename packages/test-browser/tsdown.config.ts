import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { browser: 'src/browser.ts' },
  platform: 'node',
  dts: true,
  fixedExtension: false,
});
