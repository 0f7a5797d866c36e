/**
 * How much a browser loads of a library, minified and compressed: what a page needs at once, bundled.
 * @module
 */
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';

const ENTRY = '\0entry';

/**
 * @param {string} source what a page takes from the library
 * @param {string} folder whose dependency the library is
 * @returns {Promise<{ atOnce: number, inAll: number }>} bytes, by gzip; `inAll` with the parts that are loaded when they are
 * needed
 */
export async function bundledBytes(source, folder) {
  const bundle = await rolldown({
    cwd: folder,
    input: ENTRY,
    platform: 'browser',
    resolve: { conditionNames: ['import', 'browser', 'default'] },
    logLevel: 'silent',
    plugins: [
      {
        name: 'entry',
        resolveId(id, importer) {
          if (id === ENTRY) return id;
          return importer === ENTRY ? this.resolve(id, join(folder, 'page.js'), { skipSelf: true }) : undefined;
        },
        load: (id) => (id === ENTRY ? source : undefined),
      },
    ],
  });
  try {
    const { output } = await bundle.generate({ format: 'esm', minify: true });
    const parts = output.flatMap((part) => (part.type === 'chunk' ? [part] : []));
    const entry = parts.find(({ isEntry }) => isEntry);
    const atOnce = parts.filter((part) => part === entry || entry?.imports.includes(part.fileName));
    const bytes = (/** @type {typeof parts} */ some) =>
      some.reduce((total, { code }) => total + gzipSync(code, { level: 9 }).length, 0);
    return { atOnce: bytes(atOnce), inAll: bytes(parts) };
  } finally {
    await bundle.close();
  }
}
