/** Whether every link of the built site leads somewhere: pages, files, anchors; of others, whether they can be addresses. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'node-html-parser';
import { docs } from './places.mjs';

const site = join(docs, 'dist');

/** @returns {Promise<{ pages: number, links: number, broken: string[] }>} */
export async function checkLinks() {
  const files = (await readdir(site, { recursive: true })).filter((file) => file.endsWith('.html'));
  const pages = new Map(
    await Promise.all(
      files.map(async (file) => {
        const page = parse(await readFile(join(site, file), 'utf8'));
        const anchors = new Set(page.querySelectorAll('[id]').map((element) => element.id));
        const links = page.querySelectorAll('main a[href], .VPContent a[href], nav a[href], aside a[href]');
        const hrefs = new Set(links.map((link) => link.getAttribute('href') ?? ''));
        const address = `/${file
          .replaceAll('\\', '/')
          .replace(/(^|\/)index\.html$/, '$1')
          .replace(/\.html$/, '')}`;
        return /** @type {const} */ ([address, { anchors, hrefs }]);
      }),
    ),
  );
  const broken = [];
  let links = 0;
  for (const [address, { hrefs }] of pages) {
    for (const href of hrefs) {
      links++;
      const wrong = whatIsWrong(href, address, pages);
      if (wrong !== undefined) broken.push(`${address}: ${href} ${wrong}`);
    }
  }
  return { pages: pages.size, links, broken: broken.sort() };
}

/**
 * @param {string} href
 * @param {string} from
 * @param {ReadonlyMap<string, { anchors: ReadonlySet<string> }>} pages
 * @returns {string | undefined}
 */
function whatIsWrong(href, from, pages) {
  if (/^[a-z][a-z+.-]*:/i.test(href)) return isAddress(href) ? undefined : 'cannot be an address';
  const url = new URL(href, `http://site${from}`);
  const path = decodeURIComponent(url.pathname);
  const page = pages.get(path) ?? pages.get(path.replace(/\.html$/, ''));
  if (page === undefined) return existsSync(join(site, path)) && path !== '/' ? undefined : 'leads to no page';
  const anchor = decodeURIComponent(url.hash.slice(1));
  return anchor === '' || page.anchors.has(anchor) ? undefined : `leads to no place of ${path}`;
}

/** @param {string} href */
function isAddress(href) {
  if (!URL.canParse(href)) return false;
  const { protocol, hostname, username } = new URL(href);
  if (protocol === 'mailto:') return true;
  return (
    (protocol === 'https:' || isLocal(hostname)) && username === '' && (hostname.includes('.') || isLocal(hostname))
  );
}

/** @param {string} hostname */
function isLocal(hostname) {
  return hostname === 'localhost' || hostname === '127.0.0.1' || hostname === '[::1]';
}
