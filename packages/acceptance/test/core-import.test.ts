import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** What a program of its own loads that imports core and then does this, as the specifiers stand in the built files. */
async function loadedBy(then: string): Promise<readonly string[]> {
  const hook = `
    import { writeSync } from 'node:fs';
    export async function resolve(specifier, context, next) {
      writeSync(1, specifier + '\\n');
      return next(specifier, context);
    }`;
  const program = `
    import { register } from 'node:module';
    register('data:text/javascript,' + encodeURIComponent(${JSON.stringify(hook)}));
    const core = await import('@sipgate-kit/core');
    ${then}`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], { cwd: HERE });
  return stdout.split('\n').filter(Boolean);
}

const CLIENT = `const sipgate = core.createSipgateClient({ auth: { fetch: async () => Response.json({}) } });`;

test('importing core loads neither zod, the OAuth library nor the operation index; a call loads the index', async () => {
  const loaded = await loadedBy('');
  expect(loaded).toEqual(expect.arrayContaining(['@sipgate-kit/core', 'openapi-fetch']));
  expect(loaded.filter((one) => /zod|oauth4webapi|token-requests|operation-/.test(one))).toEqual([]);
  const called = await loadedBy(`${CLIENT} await sipgate.GET('/account');`);
  expect(called.filter((one) => /zod|oauth4webapi|operation-/.test(one))).toEqual([
    expect.stringMatching(/^\.\/operation-index/),
  ]);
});
