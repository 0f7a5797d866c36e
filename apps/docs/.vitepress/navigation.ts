import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DefaultTheme } from 'vitepress';
import { addressOf, docs, resolveLink } from '../site/places.mjs';

/**
 * The sidebar, from the one list of pages there is: the tables of apps/docs/README.md. A headline there is a group here, the first
 * link of a row a page; the pages of a folder stand below the page that introduces them.
 *
 * @throws if a page stands in no table
 */
export function sidebar(): DefaultTheme.SidebarItem[] {
  const groups = readGroups();
  const listed = new Set(groups.flatMap(({ items = [] }) => items.flatMap(addressesOf)));
  const missing = pagesIn('').filter((page) => !listed.has(addressOf(page)) && !UNLISTED.has(page));
  if (missing.length > 0) {
    throw new Error(
      `No way leads to ${missing.join(', ')}.\nNext: give each a row in a table of apps/docs/README.md; the navigation is made of it.`,
    );
  }
  return groups;
}

/** The start page and the list itself. */
const UNLISTED = new Set(['README.md', 'index.md']);

/** Folders without pages. */
const OTHER_FOLDERS = new Set(['.vitepress', 'images', 'node_modules', 'public', 'site', 'dist', 'pictures']);

function readGroups(): DefaultTheme.SidebarItem[] {
  const groups: DefaultTheme.SidebarItem[] = [];
  for (const line of readFileSync(join(docs, 'README.md'), 'utf8').split('\n')) {
    const headline = /^## (.+)$/.exec(line)?.[1];
    if (headline !== undefined) groups.push({ text: headline, items: [] });
    const [, title, link] = /^\| \[([^\]]+)\]\(([^)]+)\) \|/.exec(line) ?? [];
    if (title !== undefined && link !== undefined) groups.at(-1)?.items?.push(itemOf(title, link));
  }
  return groups;
}

function itemOf(title: string, link: string): DefaultTheme.SidebarItem {
  const address = resolveLink('apps/docs/README.md', link);
  const below = pagesBelow(address);
  if (below.length === 0) return { text: title, link: address };
  const items = below.map((page) => ({ text: titleOf(page), link: addressOf(page) }));
  return { text: title, link: address, collapsed: true, items };
}

/** The pages of the folder that the page with this address introduces. */
function pagesBelow(address: string): string[] {
  const folder = address.replace(/^\//, '').replace(/\/$/, '');
  if (address.startsWith('http') || folder === '') return [];
  const own = new Set([`${folder}/README.md`, `${folder}/index.md`]);
  return pagesIn(folder).filter((page) => !own.has(page));
}

function addressesOf(item: DefaultTheme.SidebarItem): string[] {
  return [item.link ?? '', ...(item.items ?? []).flatMap(addressesOf)];
}

/** All pages in a folder of the documentation and those below it, by name. */
function pagesIn(folder: string): string[] {
  const path = join(docs, folder);
  return readdirOrNone(path).flatMap((entry) => {
    const inDocs = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return OTHER_FOLDERS.has(entry.name) ? [] : pagesIn(inDocs);
    return entry.name.endsWith('.md') ? [inDocs] : [];
  });
}

function readdirOrNone(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true }).sort((a, b) => a.name.localeCompare(b.name, 'en'));
  } catch {
    return [];
  }
}

/** What stands in the first headline, without marks; a code as it is for a page that is about one. */
function titleOf(page: string): string {
  const text = readFileSync(join(docs, page), 'utf8');
  if (page.startsWith('errors/')) return page.replace(/^errors\/|\.md$/g, '');
  const headline = /^# (.+)$/m.exec(text)?.[1] ?? page;
  return headline.replaceAll(/[`\\]/g, '').replace(/^The API: |^@sipgate-kit\//, '');
}
