/** Loads the command tree from its sources, for whoever writes about it. Nothing has to be built before. */
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const here = fileURLToPath(new URL('.', import.meta.url));

/** @returns {Promise<{ commandPages(): ReadonlyMap<string, string>, commandTreeText(): string }>} */
export async function loadReference() {
  const bundle = await rolldown({
    cwd: here,
    input: 'src/reference/reference.ts',
    platform: 'node',
    resolve: { conditionNames: ['development', 'node', 'import', 'default'] },
    // Handlers do the work, and know nothing about their commands.
    external: /\.handler\.ts$/,
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}
