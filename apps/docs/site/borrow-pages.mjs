/** Copies the pages that lie beside what they are about (READMEs of packages, for the most part) into the site. */
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { borrowedPages, docs, resolveLink, root } from './places.mjs';

/** Pictures in our repository, as READMEs on npm have to name them. */
const OUR_PICTURES = 'https://raw.githubusercontent.com/sipgate-kit/sipgate-kit/main/apps/docs/images/';

/** @returns {Promise<string[]>} the pages, from the folder of the documentation */
export async function borrowPages() {
  for (const [source, page] of borrowedPages) {
    const target = join(docs, page);
    await mkdir(dirname(target), { recursive: true });
    const text = await readFile(join(root, source), 'utf8');
    const frontmatter = `---\neditLink: false\nsource: ${source}\n---\n\n`;
    await writeFile(target, frontmatter + (await relocated(text, source, dirname(target))));
  }
  return [...borrowedPages.values()];
}

/**
 * The text with links and pictures that work from the new place.
 *
 * @param {string} text
 * @param {string} source
 * @param {string} folder where the page will lie
 */
async function relocated(text, source, folder) {
  const images = join(docs, 'images');
  const up = folder === join(docs, 'packages') ? '../images' : '../../images';
  const withPictures = text
    .replaceAll(OUR_PICTURES, `${up}/`)
    .replaceAll(/(?<=(?:!\[[^\]]*\]\(|<img src="))(?:\.\.\/)+(?:apps\/)?docs\/images\//g, `${up}/`);
  /** @type {string[]} */
  const copied = [];
  const page = withPictures
    .replaceAll(/<img src="([^"]+)"[^>]*?alt="([^"]*)"[^>]*>/g, '![$2]($1)')
    .replaceAll(
      /(!?)\[((?:[^\][]|\[[^\]]*\])*)\]\((?!https?:|mailto:|\/|#)([^)\s]+)\)/g,
      (whole, bang, words, link) => {
        if (bang === '') return `[${words}](${resolveLink(source, link)})`;
        if (link.startsWith(up)) return whole;
        const file = resolve(root, dirname(source), link);
        copied.push(file);
        return `![${words}](./${basename(file)})`;
      },
    );
  for (const file of copied) {
    if (!file.startsWith(images)) await copyFile(file, join(folder, basename(file)));
  }
  return page;
}
