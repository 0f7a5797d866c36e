import { expect, test } from 'vitest';
import { programPart } from '../src/program-part.ts';

test('a part that cannot be loaded is an error that may pass, with its cause and what to do', async () => {
  const cause = new TypeError('Failed to fetch dynamically imported module');
  await expect(programPart('provider_unreachable', () => Promise.reject(cause))()).rejects.toMatchObject({
    code: 'provider_unreachable',
    retryable: true,
    hint: expect.stringContaining('reload the page'),
    cause,
  });
});

test('a part that could not be loaded once is asked for again', async () => {
  let tries = 0;
  const load = async () => {
    tries += 1;
    if (tries === 1) throw new TypeError('Failed to fetch');
    return 'there';
  };
  const part = programPart('api_unavailable', load);
  await expect(part()).rejects.toMatchObject({ code: 'api_unavailable' });
  expect(await part()).toBe('there');
});

test('a part that is there is not asked for again', async () => {
  let tries = 0;
  const part = programPart('api_unavailable', async () => {
    tries += 1;
    return 'there';
  });
  await part();
  expect([await part(), tries]).toEqual(['there', 1]);
});
