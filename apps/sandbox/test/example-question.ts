import type { OperationId } from '@sipgate-kit/core/operations';
import type { Sandbox } from '../src/index.ts';
import { apiCaller, type DocumentedOperation, documented, exampleOf, type Question } from './api-caller.ts';

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

/** A question made from the document's examples; what it needs and a new sandbox does not have is made first. */
export async function exampleQuestion(sandbox: Sandbox, operation: DocumentedOperation): Promise<Question> {
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
