import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A checkout with one published package, `@small/demo`, in which tests may change what they like. */
export interface SmallWorkspace {
  readonly folder: string;
  write(path: string, content: string): Promise<void>;
}

export async function smallWorkspace(version: string): Promise<SmallWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'sipgate-kit-release-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const write = async (path: string, content: string) => {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  };
  const manifest = {
    name: '@small/demo',
    version,
    type: 'module',
    bin: { demo: './bin/demo.mjs' },
    publishConfig: { exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } } },
  };
  await write('packages/demo/package.json', JSON.stringify(manifest));
  await write('packages/secret/package.json', JSON.stringify({ name: '@small/private', private: true }));
  await write('packages/demo/dist/index.d.ts', DECLARATIONS);
  await write('packages/demo/dist/part-abcdefgh.d.ts', HIDDEN);
  return { folder, write };
}

const HIDDEN = `/** Not exported by name, and yet what users write. */
interface Hidden {
  readonly name: string;
}
export { Hidden as t };
`;

export const DECLARATIONS = `import { t as Hidden } from './part-abcdefgh.js';
type Code = 'gone' | 'late';
interface Options extends Hidden {
  /** Milliseconds. */
  readonly timeoutMs?: number;
}
declare class Client {
  call(path: string): Promise<void>;
}
/** Makes a client. */
declare function createClient(options: Options): Client;
export { type Client, type Code, type Options, createClient };
`;
