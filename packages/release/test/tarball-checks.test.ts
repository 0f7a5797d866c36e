import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Packed } from '../src/pack.mjs';
import { tarballChecks } from '../src/tarball-checks/all.mjs';
import { smallTarball } from './small-tarball.ts';

/** What every check says of a tarball, each problem after the name of the check. */
async function problemsOf(packed: Packed): Promise<string[]> {
  const lists = await mkdtemp(join(tmpdir(), 'sipgate-kit-lists-'));
  onTestFinished(() => rm(lists, { recursive: true }));
  const options = { workspace: '/work/place/checkout', lists };
  for (const { check } of tarballChecks({ ...options, updateLists: true })) await check(await smallTarball());
  const found = [];
  for (const { name, check } of tarballChecks(options)) {
    for (const problem of await check(packed)) found.push(`${name}: ${problem}`);
  }
  return found;
}

test('a package that is as it should be passes every check', async () => {
  expect(await problemsOf(await smallTarball())).toEqual([]);
});

describe('package.json', () => {
  test.each<[string, Record<string, unknown>, RegExp]>([
    ['no repository', { repository: undefined }, /repository.url is missing/],
    ['no bugs', { bugs: undefined }, /bugs.url is missing/],
    ['no homepage', { homepage: undefined }, /homepage is missing/],
    ['no provenance', { publishConfig: { access: 'public' } }, /provenance is not true/],
    [
      'a registry of its own',
      { publishConfig: { access: 'public', provenance: true, registry: 'x' } },
      /fixes a registry/,
    ],
    ['no engines', { engines: undefined }, /engines.node is not/],
    ['no sideEffects', { sideEffects: undefined }, /sideEffects is not declared/],
    ['no licence', { license: undefined }, /has no license/],
    ['a script at installation', { scripts: { postinstall: 'node x.js' } }, /scripts.postinstall would run/],
    ['a range of the catalog', { dependencies: { zod: 'catalog:' } }, /dependencies.zod is catalog:/],
    [
      'a range of the workspace',
      { peerDependencies: { core: 'workspace:^' } },
      /peerDependencies.core is workspace:\^/,
    ],
  ])('%s', async (_what, manifest, message) => {
    expect(await problemsOf(await smallTarball(manifest))).toContainEqual(expect.stringMatching(message));
  });
});

describe('entry points', () => {
  const entry = (value: unknown) => ({ exports: { '.': value } });
  test.each<[string, Record<string, unknown>, RegExp]>([
    [
      'the sources',
      entry({ development: './src/index.ts', types: './dist/index.d.ts', default: './dist/index.js' }),
      /leads to the sources/,
    ],
    ['no declarations', entry({ default: './dist/index.js' }), /types is missing/],
    [
      'a file that is not there',
      entry({ types: './dist/index.d.ts', default: './dist/other.js' }),
      /other.js, which is not in/,
    ],
    ['CommonJS', entry({ types: './dist/index.d.ts', default: './dist/index.cjs' }), /default is .\/dist\/index.cjs/],
    ['a command that is not there', { bin: { demo: './bin/demo.mjs' } }, /bin.demo leads to/],
  ])('%s', async (_what, manifest, message) => {
    expect(await problemsOf(await smallTarball(manifest))).toContainEqual(expect.stringMatching(message));
  });

  test('code that is no ES module', async () => {
    const packed = await smallTarball({}, { 'dist/index.js': 'module.exports = { answer: 42 };' });
    expect(await problemsOf(packed)).toContainEqual(expect.stringMatching(/index.js is CommonJS/));
  });

  test('a command without its first line', async () => {
    const packed = await smallTarball({ bin: { demo: './bin/demo.mjs' } }, { 'bin/demo.mjs': 'console.log(1);' });
    expect(await problemsOf(packed)).toContainEqual(expect.stringMatching(/does not begin with #!/));
  });
});

describe('contents', () => {
  test.each([
    ['a source', 'src/index.ts', /src\/index.ts is a source/],
    ['a source beside the code', 'dist/index.ts', /dist\/index.ts is a source/],
    ['a source map', 'dist/index.js.map', /is a source map/],
    ['a test', 'dist/index.test.js', /is a test/],
    ['an environment file', '.env', /is an environment file/],
    ['a file of the workshop', '.npmrc', /of the workshop/],
    ['a key', 'vault.key', /is a key/],
  ])('%s', async (_what, path, message) => {
    const problems = await problemsOf(await smallTarball({}, { [path]: 'x' }));
    expect(problems).toContainEqual(expect.stringMatching(message));
    expect(problems).toContainEqual(`list of files: ${path} is new`);
  });

  test.each(['LICENSE', 'README.md'])('no %s', async (path) => {
    const problems = await problemsOf(await smallTarball({}, { [path]: undefined }));
    expect(problems).toContain(`contents: ${path} is not in the tarball`);
    expect(problems).toContain(`list of files: ${path} is gone`);
  });

  test('an example of an environment file is for users', async () => {
    expect((await problemsOf(await smallTarball({}, { '.env.example': 'A=1' }))).join()).not.toContain('contents:');
  });
});

describe('secrets, which are never shown', () => {
  const secret = 'A'.repeat(36);
  test.each([
    ['a private key', `-----BEGIN PRIVATE KEY-----\n${secret}`, /has a private key/],
    ['a token of npm', `npm_${secret}`, /has a token of npm/],
    ['a token of GitHub', `ghp_${secret}`, /has a token of GitHub/],
    ['a signed token', `eyJ${secret}.eyJ${secret}.${secret}`, /has a signed token/],
    ['a password in a URL', 'postgres://me:hunter22@db.internal/x', /has a password in a URL/],
    ['the folder it was built in', 'at /work/place/checkout/packages/demo', /names the folder it was built in/],
  ])('%s', async (_what, text, message) => {
    const problems = await problemsOf(await smallTarball({}, { 'dist/index.js': `export const x = '${text}';` }));
    expect(problems).toEqual([expect.stringMatching(message)]);
    expect(problems.join()).not.toMatch(/AAAA|hunter22/);
  });
});

test('publint looks at the tarball', async () => {
  const packed = await smallTarball({ main: './dist/gone.js' });
  expect(await problemsOf(packed)).toContainEqual(expect.stringMatching(/^publint: FILE_DOES_NOT_EXIST/));
});

test('are-the-types-wrong looks at the declarations', async () => {
  const packed = await smallTarball({}, { 'dist/index.d.ts': "export * from './gone.js';\n" });
  expect(await problemsOf(packed)).toContainEqual(expect.stringMatching(/^types: InternalResolutionError/));
});
