import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { problemAffectsResolutionKind, problemKindInfo } from '@arethetypeswrong/core/problems';

/** Who is served: ES modules of Node, and bundlers. Not `require`, nor the resolution of old that knew no `exports`. */
const SERVED = /** @type {const} */ (['node16-esm', 'bundler']);

/**
 * Whether declarations fit the code, by are-the-types-wrong with its profile for packages of ES modules alone.
 *
 * @param {import('../pack.mjs').Packed} packed
 * @returns {Promise<string[]>} what is wrong
 */
export async function checkTypes({ bytes, manifest }) {
  const entries = Object.keys(manifest.exports ?? {}).filter((path) => path !== './package.json');
  if (entries.length === 0) return [];
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)), { entrypoints: entries });
  if (!analysis.types) return ['the tarball has no declarations'];
  return analysis.problems
    .filter((problem) => SERVED.some((kind) => problemAffectsResolutionKind(problem, kind, analysis)))
    .map((problem) => {
      const where = 'entrypoint' in problem ? ` at "${problem.entrypoint}"` : '';
      return `${problem.kind}: ${problemKindInfo[problem.kind].title}${where}`;
    });
}
