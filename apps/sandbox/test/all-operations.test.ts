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

const all = Object.values(documented);
const withScope = all.filter((operation) => scopesIn(operation).length > 0);
const named = (some: readonly DocumentedOperation[]) =>
  some.map((operation) => [operation.operationId, operation] as const);

/** Who has the operation: accounts of one kind do not have those of the other. */
const personFor = ({ featureScope }: DocumentedOperation) => (featureScope === 'NEO_PBX' ? 'nina' : 'alice');

test('the index and the document have the same operations', () => {
  expect(all.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(operations).sort());
  expect([all.length, withScope.length]).toEqual([185, 178]);
});

describe('the document’s example is answered as the document says', () => {
  test.each(named(all))('%s', async (operationId, operation) => {
    const { ask } = apiCaller(sandbox);
    const question = await exampleQuestion(sandbox, operation);
    const accessToken = await tokenOf(personFor(operation), 'all');

    const { status } = await ask(operationId, { ...question, accessToken });

    if (!isInternal(operation)) return expect(status).toBeLessThan(300);
    expect(status).toBe(403);
    const inside = await tokenOf(personFor(operation), 'internal');
    expect((await ask(operationId, { ...question, accessToken: inside })).status).toBeLessThan(300);
  });
});

describe('refused without the scope, and without a token', () => {
  test.each(named(withScope))('%s', async (operationId, operation) => {
    const { ask } = apiCaller(sandbox);
    const question = await exampleQuestion(sandbox, operation);
    const other = scopesIn(operation).includes('account:read') ? 'balance:read' : 'account:read';
    const accessToken = await tokenOf(personFor(operation), other);

    expect(await ask(operationId, { ...question, accessToken })).toEqual({ status: 403, data: undefined });
    expect(await ask(operationId, { ...question, accessToken: 'none' })).toEqual({ status: 401, data: undefined });
  });
});

describe('refused on accounts of the other kind', () => {
  const kinds = all.filter(({ featureScope }) => featureScope !== undefined);
  test.each(named(kinds))('%s', async (operationId, operation) => {
    const { refusal } = apiCaller(sandbox);
    const question = await exampleQuestion(sandbox, operation);
    const [user, expected] =
      operation.featureScope === 'NEO_PBX'
        ? [sandbox.users.alice, '403']
        : [sandbox.users.nina, '403 This endpoint requires a sipgate Classic PBX Account'];

    expect(await refusal(operationId, { ...question, user })).toBe(expected);
  });
});

describe('404 for what is not there', () => {
  // It says with 400 that a number cannot be had.
  const withId = withScope.filter(
    ({ path, operationId }) => path.includes('{') && operationId !== 'validateQuickDialNumber',
  );
  test.each(named(withId))('%s', async (operationId, operation) => {
    const { ask } = apiCaller(sandbox);
    const { path = {}, ...question } = await exampleQuestion(sandbox, operation);
    const user = sandbox.users[personFor(operation)];
    for (const { name } of operation.parameters.filter((parameter) => parameter.in === 'path')) {
      const absent = typeof path[name] === 'number' ? 9_999_999 : 'absent';
      const { status } = await ask(operationId, { ...question, user, path: { ...path, [name]: absent } });
      expect(`${name} ${status}`).toBe(`${name} 404`);
    }
  });
});
