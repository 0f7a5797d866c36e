import { operations } from '@sipgate-kit/core/operations';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { apiCaller, type DocumentedOperation, documented } from './api-caller.ts';
import { exampleQuestion } from './example-question.ts';
import { relyingParty } from './relying-party.ts';

/** For sipgate's own software: the scope `all` does not do. */
function isInternal(operation: DocumentedOperation): boolean {
  return scopesIn(operation).length > 0 && scopesIn(operation).every((scope) => scope === 'internal');
}

function scopesIn({ security }: DocumentedOperation): readonly string[] {
  return security.flatMap((requirement) => Object.values(requirement).flat());
}

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await createSandbox();
});

async function tokenOf(username: string, scope: string): Promise<string> {
  return (await relyingParty(sandbox).tokens({ username, scope })).access_token;
}

const all = Object.values(documented).map((operation) => [operation.operationId, operation] as const);

test('the index and the document have the same operations', () => {
  expect(all.map(([operationId]) => operationId).sort()).toEqual(Object.keys(operations).sort());
  expect(all.length).toBe(185);
});

describe.each(all)('%s', (operationId, operation) => {
  const user = operation.featureScope === 'NEO_PBX' ? 'nina' : 'alice';

  test('answers the document’s example as the document says', async () => {
    const { ask } = apiCaller(sandbox);
    const question = await exampleQuestion(sandbox, operation);
    const accessToken = await tokenOf(user, 'all');

    const { status } = await ask(operationId, { ...question, accessToken });

    if (!isInternal(operation)) expect(status).toBeLessThan(300);
    else {
      expect(status).toBe(403);
      const inside = await tokenOf(user, 'internal');
      expect((await ask(operationId, { ...question, accessToken: inside })).status).toBeLessThan(300);
    }
  });

  test.runIf(scopesIn(operation).length > 0)('is refused without the scope, and without a token', async () => {
    const { ask } = apiCaller(sandbox);
    const question = await exampleQuestion(sandbox, operation);
    const other = scopesIn(operation).includes('account:read') ? 'balance:read' : 'account:read';

    expect(await ask(operationId, { ...question, accessToken: await tokenOf(user, other) })).toEqual({
      status: 403,
      data: undefined,
    });
    expect(await ask(operationId, { ...question, accessToken: 'none' })).toEqual({ status: 401, data: undefined });
  });

  test.runIf(operation.featureScope !== undefined)('is refused on accounts of the other kind', async () => {
    const { refusal } = apiCaller(sandbox);
    const question = await exampleQuestion(sandbox, operation);
    const other = operation.featureScope === 'NEO_PBX' ? sandbox.users.alice : sandbox.users.nina;

    expect(await refusal(operationId, { ...question, user: other })).toBe(
      other === sandbox.users.nina ? '403 This endpoint requires a sipgate Classic PBX Account' : '403',
    );
  });

  test.runIf(scopesIn(operation).length > 0 && operation.path.includes('{'))('404 for what is not there', async () => {
    const { ask } = apiCaller(sandbox);
    const { path = {}, ...question } = await exampleQuestion(sandbox, operation);
    const names = operation.parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
    for (const name of names) {
      const absent = typeof path[name] === 'number' ? 9_999_999 : 'absent';
      const asked = { ...question, path: { ...path, [name]: absent } };
      const person = operation.featureScope === 'NEO_PBX' ? sandbox.users.nina : sandbox.users.alice;
      const { status } = await ask(operationId, { ...asked, user: person });
      expect(`${name} ${status}`).toBe(`${name} ${operationId === 'validateQuickDialNumber' ? 400 : 404}`);
    }
  });
});
