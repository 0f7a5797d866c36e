import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { SipgateKitError } from '@sipgate-kit/core';
import { KeyRing } from '@sipgate-kit/vault/sealing';
import { expect, test } from 'vitest';
import { createCallbackServer, openServerSpill, recoverAnswers } from '../src/index.ts';
import { newDirectory } from './process.ts';
import { createStage, type Stage } from './stage.ts';

/** A server whose vault takes nothing any more, with an answer of sipgate's in hand, which is then stopped. */
async function stopWithAnswerInHand(stage: Stage, dataDirectory: string) {
  const spill = await openServerSpill({ dataDirectory, sealingKeys: KeyRing.generate() });
  let asked: () => void = () => undefined;
  const inHand = new Promise<void>((resolve) => {
    asked = resolve;
  });
  const unwilling: Stage['vault'] = {
    ...stage.vault,
    connections: {
      ...stage.vault.connections,
      replace() {
        asked();
        throw new SipgateKitError('store_unavailable', 'The vault does not answer.', {
          hint: 'Wait.',
          retryable: true,
        });
      },
    },
  };
  const server = createCallbackServer({
    configuration: stage.configuration,
    vault: unwilling,
    fetch: stage.sandbox.fetch,
    now: stage.sandbox.clock.now,
    spill: spill.write,
  });
  const { connections } = await stage.vault.connections.list({ limit: 1 });
  const id = connections[0]?.id ?? '';
  stage.sandbox.clock.advance(301_000);
  const waiting = server.manager
    .forConnection(id)
    .getAccessToken()
    .catch(() => 'not in time');
  await inHand;
  await server.close();
  await waiting;
  return { spill, id };
}

test('[R6] an answer in hand outlives a process that ends while the vault is down', async () => {
  const [stage, directory] = [await createStage(), await newDirectory()];
  const alice = stage.browser();
  await alice.signIn('alice');
  const { spill, id } = await stopWithAnswerInHand(stage, directory);
  const path = join(directory, 'answers.spill');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(await readFile(path, 'utf8')).not.toMatch(/eyJhbGciOiJSUzI1NiI|access_?token/i);
  const lines: unknown[] = [];
  const write = (fields: object, message: string) => void lines.push({ ...fields, message });
  const logger = { debug: write, info: write, warn: write, error: write };
  const { configuration, vault } = stage;
  await recoverAnswers(spill, { configuration, vault, logger, fetch: stage.sandbox.fetch });
  expect(lines).toEqual([{ audit: 'recovery', taken: 1, superseded: 0, message: 'answers recovered' }]);
  expect(await vault.connections.read(id)).toMatchObject({ generation: 2, status: 'active' });
  const requests = stage.tokenRequests().length;
  expect((await alice.open('/me')).status).toBe(200);
  expect(stage.tokenRequests()).toHaveLength(requests);
  await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
});

test('[R8] an answer that a newer sign-in has overtaken is neither stored nor revoked', async () => {
  const [stage, directory] = [await createStage(), await newDirectory()];
  await stage.browser().signIn('alice');
  const { spill, id } = await stopWithAnswerInHand(stage, directory);
  stage.sandbox.clock.advance(2_000);
  await stage.browser().signIn('alice');
  const before = await stage.vault.connections.read(id);
  const { configuration, vault } = stage;
  await recoverAnswers(spill, { configuration, vault, fetch: stage.sandbox.fetch });
  expect((await vault.connections.read(id))?.generation).toBe(before?.generation);
  expect(revocations(stage)).toHaveLength(0);
});

test('[R9] an answer for somebody who has signed out meanwhile is revoked, not stored', async () => {
  const [stage, directory] = [await createStage(), await newDirectory()];
  await stage.browser().signIn('alice');
  const { spill, id } = await stopWithAnswerInHand(stage, directory);
  await stage.vault.connections.remove(id);
  const { configuration, vault } = stage;
  await recoverAnswers(spill, { configuration, vault, fetch: stage.sandbox.fetch });
  expect(await vault.connections.read(id)).toBeUndefined();
  expect(revocations(stage)).toHaveLength(1);
});

const revocations = ({ sandbox }: Stage) => sandbox.requests().filter(({ path }) => path.endsWith('/revoke'));
