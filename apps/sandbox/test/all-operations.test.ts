import { type OperationId, operations } from '@sipgate-kit/core/operations';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { apiCaller, type DocumentedOperation, documented, exampleOf, type Question } from './api-caller.ts';
import { relyingParty } from './relying-party.ts';

/** Where the document's examples name what a new sandbox does not have. */
const DIFFERENT: Partial<Record<OperationId, Partial<Question>>> = {
  deleteUser: { path: { userId: 'w1' } },
  activateSim: { path: { deviceId: 'y0' } },
  deactivateSim: { path: { deviceId: 'y0' } },
  orderSim: { path: { deviceId: 'y0' } },
  changeCallerDisplayOfDevice: { path: { deviceId: 'x0' } },
  changeTargetNumberOfDevice: { path: { deviceId: 'x0' } },
  getGroupFaxlineCallerId: { path: { faxlineId: 'f1' } },
  getGroupFaxlineNumbers: { path: { faxlineId: 'f1' } },
  getContactsVcard: { query: '?limit=2' },
  changeFaxlineCallerId: { body: { value: '+496990009003' } },
  addIncomingBlacklistEntry: { body: { phoneNumber: '+494066969007', isBlock: true } },
  getChannelEvents: { query: '?limit=5' },
  resendFax: { body: { faxId: '40035', faxlineId: 'f0' } },
  playRecording: { body: { deviceId: 'e0', datadId: '40038' } },
  createCall: { body: { deviceId: 'e0', targetNumber: '+494066969001' } },
  updateHistoryEntries: { body: [{ id: '40040', read: true, archived: true, starred: false }] },
};
for (const { operationId, path } of Object.values(documented)) {
  const existing = {
    ...(path.includes('{entryId}') && { entryId: '40040' }),
    ...(path.includes('{greetingId}') && path.includes('{voicemailId}') && { greetingId: '2002' }),
    ...(path.includes('{contactId}') && { contactId: '0c2f5d0e-7d5c-4a0b-9d3e-000000000001' }),
  };
  if (Object.keys(existing).length > 0) {
    DIFFERENT[operationId] = { ...DIFFERENT[operationId], path: { ...existing, ...DIFFERENT[operationId]?.path } };
  }
}

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

/** A question made from the document's examples, on a new sandbox with what it needs. */
async function questionFor(operation: DocumentedOperation): Promise<Question> {
  const { operationId, parameters, body } = operation;
  const different = DIFFERENT[operationId] ?? {};
  const given = parameters.map((parameter) => [parameter.name, parameter.example] as const);
  const inPath = Object.fromEntries(given.filter(([name]) => operation.path.includes(`{${name}}`)));
  const path: Record<string, string | number> = { ...inPath, ...different.path } as never;
  if (operation.path.includes('{clientId}')) path['clientId'] = sandbox.client.clientId;
  if (operation.path.includes('{callId}')) {
    const { call } = apiCaller(sandbox);
    path['callId'] = (await call('newCall', { body: { caller: 'e0', callee: '+494066969001' } })).sessionId;
    sandbox.clock.advance(2_000);
  }
  if (operationId === 'deleteQuickDialNumber' || operationId === 'changeQuickDialNumber') {
    const { call } = apiCaller(sandbox);
    await call('addQuickDialNumber', { body: { userId: 'w0', number: '77' } });
    path['numberId'] = (await call('getNumbers')).items.at(-1).id;
  }
  const query = new URLSearchParams();
  for (const [name, example] of given) {
    if (operation.path.includes(`{${name}}`) || example === undefined) continue;
    for (const value of [example].flat()) query.append(name, String(value));
  }
  return {
    path,
    query: different.query ?? (query.size > 0 ? `?${query}` : ''),
    ...(body === undefined ? {} : { body: different.body ?? exampleOf(body) }),
  };
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
    const question = await questionFor(operation);
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
    const question = await questionFor(operation);
    const other = scopesIn(operation).includes('account:read') ? 'balance:read' : 'account:read';

    expect(await ask(operationId, { ...question, accessToken: await tokenOf(user, other) })).toEqual({
      status: 403,
      data: undefined,
    });
    expect(await ask(operationId, { ...question, accessToken: 'none' })).toEqual({ status: 401, data: undefined });
  });

  test.runIf(operation.featureScope !== undefined)('is refused on accounts of the other kind', async () => {
    const { refusal } = apiCaller(sandbox);
    const question = await questionFor(operation);
    const other = operation.featureScope === 'NEO_PBX' ? sandbox.users.alice : sandbox.users.nina;

    expect(await refusal(operationId, { ...question, user: other })).toBe(
      other === sandbox.users.nina ? '403 This endpoint requires a sipgate Classic PBX Account' : '403',
    );
  });

  test.runIf(scopesIn(operation).length > 0 && operation.path.includes('{'))('404 for what is not there', async () => {
    const { ask } = apiCaller(sandbox);
    const { path = {}, ...question } = await questionFor(operation);
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
