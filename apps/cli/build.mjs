/**
 * Bundles the command line with everything it needs: one small file at the start, the rest in parts that are loaded when
 * a command wants them. Then writes what the entry answers by itself, and the licences of what is inside.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = fileURLToPath(new URL('.', import.meta.url));
rmSync(`${here}dist`, { recursive: true, force: true });

await build({
  absWorkingDir: here,
  entryPoints: { main: 'src/start.ts', help: 'src/help.ts' },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  conditions: ['development'],
  chunkNames: 'parts/[name]-[hash]',
  legalComments: 'none',
  logLevel: 'warning',
  // Some libraries inside are CommonJS and ask for Node's modules by `require`.
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
});

const { helpText } = await import(new URL('./dist/help.js', import.meta.url).href);
writeFileSync(`${here}dist/help.txt`, helpText([]));
