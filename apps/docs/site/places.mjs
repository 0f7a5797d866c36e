/** Where the pages of the site come from, and which address each of them has. */
import { existsSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

/** The folder of the documentation. */
export const docs = join(import.meta.dirname, '..');
/** The top of the checkout. */
export const root = join(docs, '..', '..');
/** Where people read the sources. */
export const REPOSITORY = 'https://github.com/sipgate-kit/sipgate-kit';

/** The published packages, by the name of their page, and the folder each of them lives in. */
export const packageFolders = {
  core: 'packages/core',
  vault: 'packages/vault',
  'callback-server': 'apps/callback-server',
  cli: 'apps/cli',
  sandbox: 'apps/sandbox',
};

/**
 * Pages that lie beside what they are about, and stand on the site as well: source, from the top of the checkout, and
 * the page it becomes, from the folder of the documentation. The pages are built and not committed.
 */
export const borrowedPages = new Map([
  ...Object.entries(packageFolders).map(
    ([name, folder]) => /** @type {const} */ ([`${folder}/README.md`, `packages/${name}/index.md`]),
  ),
  ['apps/example-integration/README.md', 'packages/example-integration.md'],
  ['packages/bench/README.md', 'packages/bench.md'],
  ['openapi/README.md', 'packages/openapi.md'],
  ['CONTRIBUTING.md', 'packages/contributing.md'],
  ['.github/SECURITY.md', 'packages/reporting.md'],
]);

/**
 * The address of a page, without a file extension: `/errors/` for errors/README.md, `/refresh` for refresh.md.
 *
 * @param {string} page from the folder of the documentation
 */
export function addressOf(page) {
  if (page === 'README.md') return '/contents';
  return `/${page.replace(/(^|\/)(README|index)\.md$/, '$1').replace(/\.md$/, '')}`;
}

/**
 * Where a link of a Markdown file leads on the site: to a page of it, or to the file on GitHub.
 *
 * @param {string} source the file with the link, from the top of the checkout
 * @param {string} link relative, with or without an anchor
 * @returns {string}
 * @throws if there is no such file
 */
export function resolveLink(source, link) {
  const [path = '', anchor] = link.split('#');
  const target = path === '' ? join(root, source) : resolve(root, dirname(source), decodeURIComponent(path));
  const hash = anchor === undefined ? '' : `#${anchor}`;
  const page = siteAddress(target);
  if (page !== undefined) return page + hash;
  if (!existsSync(target)) throw new Error(`${source} links to ${link}, and there is no such file.`);
  const kind = statSync(target).isDirectory() ? 'tree' : 'blob';
  return `${REPOSITORY}/${kind}/main/${relative(root, target).replaceAll('\\', '/')}${hash}`;
}

/** @param {string} target absolute @returns {string | undefined} */
function siteAddress(target) {
  const inRoot = relative(root, target).replaceAll('\\', '/');
  const borrowed = borrowedPages.get(inRoot) ?? borrowedPages.get(`${inRoot}/README.md`);
  if (borrowed !== undefined) return addressOf(borrowed);
  const inDocs = relative(docs, target).replaceAll('\\', '/');
  if (inDocs.startsWith('..')) return undefined;
  if (inDocs.endsWith('.md') && existsSync(target)) return addressOf(inDocs);
  return existsSync(join(target, 'README.md')) ? addressOf(`${inDocs}/README.md`) : undefined;
}
