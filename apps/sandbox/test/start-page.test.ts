import { expect, test } from 'vitest';
import { createSandbox } from '../src/index.ts';

test('the start page links what runs on the sandbox, and says nothing of it where nothing does', async () => {
  const neighbours = [{ name: 'My product <here>', url: 'http://localhost:8070' }];
  const sandbox = await createSandbox({ neighbours: () => neighbours });
  const page = await (await sandbox.fetch(`${sandbox.url}/`)).text();
  expect(page).toContain('<a href="http://localhost:8070">My product &lt;here&gt;</a>');

  const alone = await createSandbox();
  expect(await (await alone.fetch(`${alone.url}/`)).text()).not.toContain('What runs on it');
});
