import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { type Destination, PublishRefused, publishTarballs } from '../src/publish-tarballs.mjs';
import { releaseNotes } from '../src/release-notes.mjs';
import { smallTarball } from './small-tarball.ts';

let tarballs: string;

beforeEach(async () => {
  tarballs = await mkdtemp(join(tmpdir(), 'sipgate-kit-tarballs-'));
  onTestFinished(() => rm(tarballs, { recursive: true }));
});

async function publish(to: Destination, manifest: Record<string, unknown> = {}) {
  const { bytes } = await smallTarball(manifest);
  await writeFile(join(tarballs, 'demo.tgz'), bytes);
  return publishTarballs({ tarballs, to, env: { PATH: '/nowhere' }, say: () => undefined });
}

test('nobody publishes to the public registry but the workflow that has an identity', async () => {
  await expect(publish({ trusted: true })).rejects.toThrow('Only the release workflow may publish.');
});

test.each(['https://registry.example.com/', 'http://10.0.0.7:4873/', 'http://localhost.example.com/'])(
  'another registry than one on this machine is refused: %s',
  async (registry) => {
    await expect(publish({ registry })).rejects.toThrow('is not this machine');
  },
);

test.each<[string, Record<string, unknown>, RegExp]>([
  ['private', { private: true }, /is private/],
  ['without a version', { version: '0.0.0' }, /has no version yet/],
  ['with a registry of its own', { publishConfig: { registry: 'https://registry.example.com/' } }, /fixes a registry/],
])('a package that is %s is refused', async (_what, manifest, message) => {
  await expect(publish({ registry: 'http://127.0.0.1:9/' }, manifest)).rejects.toThrow(message);
});

test('an empty folder is no release', () => {
  const options = { tarballs, to: { registry: 'http://127.0.0.1:9/' }, env: {}, say: () => undefined };
  expect(() => publishTarballs(options)).toThrow(PublishRefused);
});

test('release notes are what the changelog says of that version', () => {
  const changelog = '# demo\n\n## 0.2.0\n\n### Minor Changes\n\n- Takes a time-out.\n\n## 0.1.0\n\n- First.\n';
  expect(releaseNotes(changelog, '0.2.0')).toBe('### Minor Changes\n\n- Takes a time-out.');
  expect(releaseNotes(changelog, '0.1.0')).toBe('- First.');
  expect(releaseNotes(changelog, '0.3.0')).toBe('');
});
