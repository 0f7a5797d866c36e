/** Loads the command tree from its sources, for whoever writes about it. Nothing has to be built before. */
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const here = fileURLToPath(new URL('.', import.meta.url));

/**
 * @param {ReadonlyMap<string, string>} [instead] what takes the place of sources that are about to be written, by path
 * @returns {Promise<{ commandPages(): ReadonlyMap<string, string>, commandTreeText(): string, exampleCommand(operation: { operationId: string }): string }>}
 */
export async function loadReference(instead = new Map()) {
  const bundle = await rolldown({
    cwd: here,
    input: 'src/reference/reference.ts',
    platform: 'node',
    resolve: { conditionNames: ['development', 'node', 'import', 'default'] },
    // Handlers do the work, and know nothing about their commands.
    external: /\.handler\.ts$/,
    plugins: [{ name: 'about to be written', load: (path) => instead.get(path) ?? null }],
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return import(`data:text/javascript;base64,${Buffer.from(output[0].code).toString('base64')}`);
}
