import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A package of the workspace that is published.
 * @typedef {{ name: string, folder: string, manifest: Record<string, any> }} PublishedPackage
 */

/**
 * Every package that is published, those that others depend on first.
 *
 * @param {string} workspace the top of a checkout
 * @returns {PublishedPackage[]}
 */
export function publishedPackages(workspace) {
  const found = ['packages', 'apps']
    .flatMap((parent) => foldersIn(join(workspace, parent)))
    .filter((folder) => existsSync(join(folder, 'package.json')))
    .map((folder) => ({ folder, manifest: JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) }))
    .filter(({ manifest }) => !manifest.private)
    .map(({ folder, manifest }) => ({ name: manifest.name, folder, manifest }));
  return dependenciesFirst(found);
}

/** @param {string} parent */
function foldersIn(parent) {
  if (!existsSync(parent)) return [];
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(parent, entry.name))
    .sort();
}

/** @param {PublishedPackage[]} packages */
function dependenciesFirst(packages) {
  /** @type {PublishedPackage[]} */
  const ordered = [];
  /** @param {PublishedPackage} wanted */
  const take = (wanted) => {
    if (ordered.includes(wanted)) return;
    for (const name of Object.keys(wanted.manifest.dependencies ?? {})) {
      const dependency = packages.find((candidate) => candidate.name === name);
      if (dependency) take(dependency);
    }
    ordered.push(wanted);
  };
  packages.forEach(take);
  return ordered;
}
