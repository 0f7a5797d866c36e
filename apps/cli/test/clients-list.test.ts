import { expect, test } from 'vitest';
import { stage } from './stage.ts';

const { aliceDesk } = stage();

test('[L8] a list that is not read by a person is one record per line, without borders', async () => {
  const { code, stdout } = await aliceDesk().run(['clients', 'list']);
  expect(code).toBe(0);
  const lines = stdout.trimEnd().split('\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]?.split('\t')[0]).toBe('Sandbox callback server');
});

test('clients list --json hides the secrets, and shows them when asked', async () => {
  const desk = aliceDesk();
  const hidden = await desk.run(['clients', 'list', '--json']);
  expect(hidden.stdout).not.toContain('secret-only-good');
  const shown = JSON.parse((await desk.run(['clients', 'list', '--json', '--reveal-secret'])).stdout);
  expect(shown[0].clientSecret).toBe('sandbox-secret-only-good-on-this-computer');
});
