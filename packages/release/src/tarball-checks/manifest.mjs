/**
 * What a packed package.json has to say, and what it must not.
 *
 * @param {import('../pack.mjs').Packed} packed
 * @returns {string[]} what is wrong
 */
export function checkManifest({ manifest }) {
  return [...identity(manifest), ...origin(manifest), ...runtime(manifest), ...dependencies(manifest)];
}

/** Run by npm on the machine of whoever installs the package; a package of ours needs none. */
const INSTALL_SCRIPTS = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare'];

/** @param {Record<string, any>} manifest */
function identity(manifest) {
  const missing = ['name', 'version', 'description', 'license', 'files', 'exports'].filter(
    (field) => manifest[field] === undefined,
  );
  return missing.map((field) => `package.json has no ${field}`);
}

/** Where it came from: people look there, and npm compares the repository with the one that published it. @param {Record<string, any>} manifest */
function origin(manifest) {
  const problems = [];
  if (!/^git\+https:\/\/.+\.git$/.test(manifest.repository?.url ?? '')) problems.push('repository.url is missing');
  if (!manifest.repository?.directory) problems.push('repository.directory is missing');
  if (!manifest.bugs?.url?.startsWith('https://')) problems.push('bugs.url is missing');
  if (!manifest.homepage?.startsWith('https://')) problems.push('homepage is missing');
  if (manifest.publishConfig?.provenance !== true) problems.push('publishConfig.provenance is not true');
  if (manifest.publishConfig?.access !== 'public') problems.push('publishConfig.access is not "public"');
  if (manifest.publishConfig?.registry !== undefined) problems.push('publishConfig.registry fixes a registry');
  return problems;
}

/** @param {Record<string, any>} manifest */
function runtime(manifest) {
  const problems = [];
  if (manifest.type !== 'module') problems.push('type is not "module"');
  if (manifest.engines?.node !== '>=20.19') problems.push('engines.node is not ">=20.19"');
  if (typeof manifest.sideEffects !== 'boolean' && !Array.isArray(manifest.sideEffects)) {
    problems.push('sideEffects is not declared');
  }
  for (const script of INSTALL_SCRIPTS) {
    if (manifest.scripts?.[script] !== undefined) problems.push(`scripts.${script} would run at installation`);
  }
  return problems;
}

/** A range that only means something inside the workspace was not replaced. @param {Record<string, any>} manifest */
function dependencies(manifest) {
  return ['dependencies', 'peerDependencies', 'optionalDependencies', 'devDependencies'].flatMap((group) =>
    Object.entries(manifest[group] ?? {})
      .filter(([, range]) => /^(catalog|workspace|link|file|git|https?):/.test(String(range)))
      .map(([name, range]) => `${group}.${name} is ${range}`),
  );
}
