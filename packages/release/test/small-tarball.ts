import { createTarGzip } from 'nanotar';
import type { Packed } from '../src/pack.mjs';

/** A package that is as it should be, and what a test changes about it; `undefined` takes away. */
export async function smallTarball(
  manifest: Record<string, unknown> = {},
  files: Record<string, string | undefined> = {},
): Promise<Packed> {
  const whole = { ...MANIFEST, ...manifest };
  const all = { ...FILES, 'package.json': JSON.stringify(whole), ...files };
  const entries = Object.entries(all).flatMap(([name, data]) => (data === undefined ? [] : [{ name, data }]));
  const bytes = await createTarGzip(entries.map(({ name, data }) => ({ name: `package/${name}`, data })));
  return {
    name: '@small/demo',
    folder: '/nowhere',
    tarball: '/nowhere/demo.tgz',
    bytes: Buffer.from(bytes),
    files: new Map(entries.map(({ name, data }) => [name, Buffer.from(data)])),
    manifest: JSON.parse(JSON.stringify(whole)),
  };
}

const MANIFEST = {
  name: '@small/demo',
  version: '1.0.0',
  description: 'A package for tests.',
  license: 'MIT',
  homepage: 'https://example.com/docs',
  bugs: { url: 'https://example.com/issues' },
  repository: { type: 'git', url: 'git+https://example.com/demo.git', directory: 'packages/demo' },
  type: 'module',
  sideEffects: false,
  engines: { node: '>=20.19' },
  files: ['dist'],
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' }, './package.json': './package.json' },
  publishConfig: { access: 'public', provenance: true },
};

const FILES: Record<string, string> = {
  LICENSE: 'MIT',
  'README.md': '# demo',
  'dist/index.js': 'export const answer = 42;\n',
  'dist/index.d.ts': 'export declare const answer: 42;\n',
};
