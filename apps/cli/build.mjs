/**
 * Bundles the command line with everything it needs: one small file at the start, the rest in parts that are loaded when
 * a command wants them. Then writes what the entry answers by itself, and the licences of what is inside.
 *
 * Rolldown rather than esbuild, which puts what any command uses of a package into the part that every start loads.
 * CommonJS rather than modules, which Node reads and links more slowly.
 */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { rolldown } from 'rolldown';
import { thirdPartyNotices } from './third-party-notices.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const { dependencies, peerDependencies } = createRequire(import.meta.url)('./package.json');
// Made beside and put in place at the end, so that nobody who runs the command meanwhile finds half of it.
const made = `${here}dist.${process.pid}`;
const replaced = `${made}.replaced`;

/**
 * Only help asks how wide a text is on a terminal, and that is not yargs' here. The classes of characters that
 * string-width needs for it cost 37 ms of every start: Node compiles its regular expressions when it reads them.
 *
 * @type {import('rolldown').Plugin}
 */
const yargsWithoutMeasuringText = {
  name: 'yargs-without-measuring-text',
  resolveId: (source, importer = '') =>
    source === 'string-width' && /[\\/]node_modules[\\/]yargs[\\/]/.test(importer) ? '\0text-length' : undefined,
  load: (id) => (id === '\0text-length' ? 'export default (text) => text.length;' : undefined),
};

try {
  const bundle = await rolldown({
    cwd: here,
    input: {
      main: 'src/start.ts',
      help: 'src/help.ts',
      'update-check': 'src/update/check-process.ts',
      keyring: 'src/keyring/keyring-process.ts',
    },
    platform: 'node',
    resolve: {
      conditionNames: ['development', 'node', 'import', 'default'],
      alias: {
        // yargs lays its help out with it; the help here is written from the command tree.
        cliui: false,
        // It would look for settings of its own in every package.json above.
        'escalade/sync': false,
        // minipass-fetch uses it, where it is, for something that nobody needs here.
        'iconv-lite': false,
        // Its other build asks for its own parts in a way that no bundler can follow.
        'jsonc-parser': 'jsonc-parser/lib/esm/main.js',
      },
    },
    plugins: [yargsWithoutMeasuringText],
    // yargs would look around itself for translations; it speaks English here.
    transform: { target: 'node20.19', define: { 'import.meta.resolve': 'undefined' } },
    external: [...Object.keys(dependencies), ...Object.keys(peerDependencies)],
  });
  const { output } = await bundle.write({
    dir: made,
    format: 'cjs',
    minify: true,
    entryFileNames: '[name].cjs',
    chunkFileNames: 'parts/[name]-[hash].cjs',
  });
  await bundle.close();

  const { helpText } = await import(pathToFileURL(`${made}/help.cjs`).href);
  writeFileSync(`${made}/help.txt`, helpText([]));
  // Not LICENSES: pnpm takes a file of such a name for ours, and leaves ours out.
  writeFileSync(`${made}/THIRD-PARTY-NOTICES.txt`, thirdPartyNotices(output, here));

  if (existsSync(`${here}dist`)) renameSync(`${here}dist`, replaced);
  renameSync(made, `${here}dist`);
} finally {
  for (const rest of [made, replaced]) rmSync(rest, { recursive: true, force: true });
}
