import { beforeEach, describe, expect, test } from 'vitest';
import { createStage, type Stage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await createStage();
});

test('a person signs in and sees the account', async () => {
  const browser = stage.browser();

  const done = await browser.signIn('alice');
  expect(done.status).toBe(303);
  const page = await (await browser.open(done.headers.get('location') ?? '')).text();

  expect(page).toContain('You are signed in');
  expect(page).toContain(stage.sandbox.users.alice.sub);
  expect(page).toContain('account:read');
});
