/** Builds the site into apps/docs/dist/: borrowed pages, the reference of the packages, everything by VitePress, then its links. */
import { build, createServer } from 'vitepress';
import { borrowPages } from './borrow-pages.mjs';
import { checkLinks } from './check-links.mjs';
import { writePackageReference } from './package-reference.mjs';
import { docs } from './places.mjs';

/** @returns {Promise<number>} the exit code */
export async function buildSite() {
  await preparePages();
  await build(docs);
  const { pages, links, broken } = await checkLinks();
  for (const line of broken) console.error(line);
  if (broken.length > 0) {
    console.error(`\n${broken.length} of ${links} links lead nowhere. Next: repair them, or the headline they name.`);
    return 1;
  }
  console.log(`${pages} pages in apps/docs/dist, ${links} links, none of them broken.`);
  return 0;
}

/** Serves the site and follows changes, until it is stopped. @param {{ port?: number }} options */
export async function serveSite(options) {
  await preparePages();
  const server = await createServer(docs, { ...(options.port === undefined ? {} : { port: options.port }) });
  await server.listen();
  server.printUrls();
  server.bindCLIShortcuts({ print: true });
}

async function preparePages() {
  await borrowPages();
  await writePackageReference();
}
