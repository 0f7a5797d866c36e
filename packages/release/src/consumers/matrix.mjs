/**
 * What the tarballs are tried with. The oldest Node is the oldest that `engines` lets in.
 *
 * @type {Readonly<Record<keyof Row, readonly string[]>>}
 */
export const AXES = {
  manager: ['npm', 'pnpm'],
  node: ['20.19.0', '22.23.3', '24.21.0'],
  typescript: ['5.4.5', '5.7.3', '5.9.3', '6.0.3'],
  resolution: ['nodenext', 'bundler'],
  bundler: ['esbuild', 'vite'],
};

/**
 * One way to use the kit: who installs it, which Node runs it, which compiler reads its declarations and how that resolves
 * modules, and what bundles it for a browser.
 * @typedef {{ manager: string, node: string, typescript: string, resolution: string, bundler: string }} Row
 */

/**
 * Not every combination but every pair of them: twelve rows for 96 combinations. Most mistakes need no more than two
 * things to meet.
 *
 * @type {readonly Row[]}
 */
export const ROWS = [
  row('npm', '20.19.0', '5.4.5', 'nodenext', 'esbuild'),
  row('pnpm', '22.23.3', '5.4.5', 'bundler', 'vite'),
  row('npm', '24.21.0', '5.4.5', 'bundler', 'esbuild'),
  row('pnpm', '20.19.0', '5.7.3', 'bundler', 'esbuild'),
  row('npm', '22.23.3', '5.7.3', 'nodenext', 'vite'),
  row('pnpm', '24.21.0', '5.7.3', 'nodenext', 'vite'),
  row('npm', '20.19.0', '5.9.3', 'bundler', 'vite'),
  row('pnpm', '22.23.3', '5.9.3', 'nodenext', 'esbuild'),
  row('npm', '24.21.0', '5.9.3', 'nodenext', 'vite'),
  row('pnpm', '20.19.0', '6.0.3', 'nodenext', 'vite'),
  row('npm', '22.23.3', '6.0.3', 'bundler', 'esbuild'),
  row('pnpm', '24.21.0', '6.0.3', 'bundler', 'esbuild'),
];

/**
 * @param {string} manager
 * @param {string} node
 * @param {string} typescript
 * @param {string} resolution
 * @param {string} bundler
 * @returns {Row}
 */
function row(manager, node, typescript, resolution, bundler) {
  return { manager, node, typescript, resolution, bundler };
}
