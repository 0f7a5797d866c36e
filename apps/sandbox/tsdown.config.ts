import { readFile } from 'node:fs/promises';
import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: { index: 'src/index.ts', bin: 'src/bin.ts', vitest: 'src/vitest.ts' },
  platform: 'node',
  dts: true,
  fixedExtension: false,
  // What the console's pages load is read from beside the bundle.
  copy: [{ from: 'src/console/browser', to: 'dist' }],
  plugins: [
    {
      // As Vite does it when the sources run: the text of a style sheet, for `import … from '….css?inline'`.
      name: 'inline-style-sheets',
      load: {
        filter: { id: /\.css\?inline$/ },
        async handler(id) {
          const text = await readFile(id.replace(/\?inline$/, ''), 'utf8');
          return { code: `export default ${JSON.stringify(text)};`, moduleType: 'js' };
        },
      },
    },
  ],
});
