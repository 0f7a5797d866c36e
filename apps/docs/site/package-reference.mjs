/** The reference of what the published packages export, from their sources and docstrings, as pages of the site. */
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Application, ReflectionKind } from 'typedoc';
import { docs, packageFolders, REPOSITORY, root } from './places.mjs';
import { slugOf } from './slug.mjs';

/** Writes `packages/<name>/reference/` for every package that exports something. */
export async function writePackageReference() {
  for (const [name, folder] of Object.entries(packageFolders)) {
    const out = join(docs, 'packages', name, 'reference');
    await rm(out, { recursive: true, force: true });
    const entryPoints = await sourcesOf(folder);
    if (entryPoints.size > 0) await writeReference({ name, folder, entryPoints, out });
  }
}

/**
 * What a package exports: each source, as its package.json names it for development, with what people import.
 *
 * @param {string} folder
 * @returns {Promise<Map<string, string>>}
 */
async function sourcesOf(folder) {
  /** @type {{ name: string, exports: Record<string, string | { development: string }> }} */
  const { name, exports } = JSON.parse(await readFile(join(root, folder, 'package.json'), 'utf8'));
  return new Map(
    Object.entries(exports).flatMap(([path, target]) =>
      typeof target === 'string' ? [] : [[join(root, folder, target.development), name + path.slice(1)]],
    ),
  );
}

/** @param {{ name: string, folder: string, entryPoints: Map<string, string>, out: string }} what */
async function writeReference({ name, folder, entryPoints, out }) {
  const application = await Application.bootstrapWithPlugins({
    name: `@sipgate-kit/${name}: reference`,
    plugin: ['typedoc-plugin-markdown'],
    tsconfig: join(root, folder, 'tsconfig.json'),
    entryPoints: [...entryPoints.keys()],
    outputs: [{ name: 'markdown', path: out }],
    readme: 'none',
    logLevel: 'Warn',
    // What is generated from the API's description has the reference of the REST API.
    externalPattern: ['**/generated/**', '**/node_modules/**'],
    excludeExternals: true,
    excludeInternal: true,
    excludePrivate: true,
    skipErrorChecking: true,
    githubPages: false,
    disableGit: true,
    basePath: root,
    displayBasePath: root,
    sourceLinkTemplate: `${REPOSITORY}/blob/main/{path}#L{line}`,
    gitRevision: 'main',
    .../** @type {object} */ ({
      router: 'module',
      entryFileName: 'index',
      hidePageHeader: true,
      hideBreadcrumbs: true,
      parametersFormat: 'table',
      interfacePropertiesFormat: 'table',
      typeDeclarationFormat: 'table',
      enumMembersFormat: 'table',
      useCodeBlocks: true,
      sanitizeComments: true,
    }),
  });
  const project = await application.convert();
  if (project === undefined) throw new Error(`The sources of ${folder} could not be read.`);
  for (const module of project.getChildrenByKind(ReflectionKind.Module)) {
    module.name = entryPoints.get(module.sources?.[0]?.fullFileName ?? '') ?? module.name;
  }
  await application.generateOutputs(project);
  await correctAnchors(out);
  if (application.logger.hasErrors()) throw new Error(`The reference of ${folder} could not be written.`);
}

/**
 * typedoc-plugin-markdown 4.14 counts a headline as taken that it does not write, and then links to a second one:
 * `#vaultpause-1`. Where a page has the first only, its links lead there.
 *
 * @param {string} folder
 */
async function correctAnchors(folder) {
  for (const file of await readdir(folder, { recursive: true })) {
    if (!file.endsWith('.md')) continue;
    const text = await readFile(join(folder, file), 'utf8');
    const headlines = [...text.matchAll(/^#+ (.+)$/gm)].map(([, headline = '']) => slugOf(headline));
    const corrected = text.replaceAll(/\]\(#([\w-]+)-(\d+)\)/g, (link, name, number) => {
      const there = headlines.filter((headline) => headline === name).length;
      return there > 0 && Number(number) >= there ? `](#${name})` : link;
    });
    if (corrected !== text) await writeFile(join(folder, file), corrected);
  }
}
