import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { apiCaller } from './api-caller.ts';

let sandbox: Sandbox;
let api: ReturnType<typeof apiCaller>;
beforeEach(async () => {
  sandbox = await createSandbox();
  api = apiCaller(sandbox);
});

describe('account', () => {
  test('the code from the letter confirms it, any other does not', async () => {
    const user = sandbox.users.nina;
    expect(await api.call('getAccount', { user })).toMatchObject({ verified: false });

    expect(await api.refusal('verifyAccount', { user, body: { verificationCode: '000000' } })).toBe('404');
    await api.call('verifyAccount', { user, body: { verificationCode: '123456' } });

    expect(await api.call('getAccount', { user })).toMatchObject({ verified: true });
  });

  test('an address is written with other names than it is read with', async () => {
    const body = { countrycode: 'DE', postcode: '20095', city: 'Hamburg', street: 'Example Road', number: '7' };
    await api.call('modifyAddress', { path: { addressId: 1 }, body });

    expect(await api.call('getAddress', { path: { addressId: 1 } })).toMatchObject({
      streetAddress: 'Example Road 7',
      postalCode: '20095',
      locality: 'Hamburg',
    });
  });
});

describe('users', () => {
  const anton = { userId: 'w1' };

  test('settings stay', async () => {
    await api.call('setUserRole', { path: anton, body: { admin: true } });
    await api.call('setBusyOnBusySetting', { path: anton, body: { enabled: false } });
    await api.call('setDefaultDevice', { path: anton, body: { deviceId: 'e0' } });

    expect(await api.call('getUser', { path: anton })).toMatchObject({
      admin: true,
      busyOnBusy: false,
      defaultDevice: 'e0',
    });
    expect(await api.refusal('setDefaultDevice', { path: anton, body: { deviceId: 'e9' } })).toMatch(/^400 deviceId/);
  });

  test('who goes takes lines and devices along; nobody can delete themselves', async () => {
    await api.call('addQuickDialNumber', { body: { userId: 'w1', number: '42' } });
    await api.call('deleteUser', { path: anton });

    expect((await api.call('getAllUsers')).items).toHaveLength(1);
    expect(await api.refusal('getDevice', { path: { deviceId: 'e1' } })).toBe('404');
    expect(await api.refusal('getVoicemail', { path: { voicemailId: 'v1' } })).toBe('404');
    const { items } = await api.call('getNumbers');
    expect(items.map(({ id, endpointId }: Record<string, string>) => `${id} ${endpointId}`)).toEqual([
      '1001 p0',
      '1002 ',
      '1003 f0',
      '1004 ',
    ]);
    expect((await api.call('getGroupUsers', { path: { groupId: 'g0' } })).items).toHaveLength(1);
    expect(await api.refusal('deleteUser', { path: { userId: 'w0' } })).toBe('403');
  });
});

describe('numbers', () => {
  test('ring where they are told to', async () => {
    await api.call('changeNumberSettings', { path: { numberId: '1004' }, body: { endpointId: 'g0' } });

    expect((await api.call('getGroupNumbers', { path: { groupId: 'g0' } })).items).toEqual([
      { number: '+494066969004', type: ['LANDLINE'] },
    ]);
    const nowhere = { path: { numberId: '1004' }, body: { endpointId: 'p9' } };
    expect(await api.refusal('changeNumberSettings', nowhere)).toMatch(/^400 endpointId/);
  });

  test('a short number is free, taken, given to another, free again', async () => {
    const validate = () => api.ask('validateQuickDialNumber', { path: { quickDialNumber: '42' } });
    expect((await validate()).status).toBe(204);
    await api.call('addQuickDialNumber', { body: { userId: 'w0', number: '42' } });
    expect((await validate()).status).toBe(400);
    const [{ id: numberId }] = (await api.call('getNumbers', { query: '?offset=4' })).items;
    await api.call('changeQuickDialNumber', { path: { numberId }, body: { userId: 'w1', number: '42' } });
    expect((await api.call('getUserNumbers', { path: { userId: 'w1' } })).items).toHaveLength(2);
    await api.call('deleteQuickDialNumber', { path: { numberId } });
    expect((await validate()).status).toBe(204);
    expect(await api.refusal('deleteQuickDialNumber', { path: { numberId: '1001' } })).toBe('404');
  });
});

describe('devices', () => {
  const owner = { userId: 'w0' };

  test('are made, renamed, muted and deleted; ids do not come twice', async () => {
    const made = await api.call('createRegisterDevice', { path: owner, body: { alias: 'Lab' } });
    expect(made).toMatchObject({ id: 'e2', alias: 'Lab', credentials: { username: '2400101e2' } });
    const path = { deviceId: made.id };
    await api.call('changeDeviceAlias', { path, body: { value: 'Kitchen' } });
    await api.call('changeDeviceSettings', { path, body: { dnd: true, emergencyAddressId: 1 } });
    await api.call('changeDeviceCallerId', { path, body: { value: '+493023125002' } });
    expect(await api.call('getDevice', { path })).toMatchObject({ alias: 'Kitchen', dnd: true });
    expect(await api.call('getDeviceCallerId', { path })).toEqual({ value: '+493023125002' });

    await api.call('deleteDevice', { path });
    expect(await api.refusal('getDevice', { path })).toBe('404');
    expect((await api.call('createDevice', { path: owner, body: { type: 'REGISTER' } })).id).toBe('e3');
  });

  test('by kind', async () => {
    const ids = async (type: string) =>
      (await api.call('getDevices', { path: owner, query: `?type=${type}` })).items.map(({ id }: { id: string }) => id);
    expect(await ids('register,mobile')).toEqual(['e0', 'y0']);
    expect(await ids('external')).toEqual(['x0']);
    expect(await api.refusal('getDevices', { path: owner, query: '?type=fridge' })).toMatch(/^400 type/);
    const body = { number: '+4915228817386' };
    expect(await api.refusal('changeTargetNumberOfDevice', { path: { deviceId: 'e0' }, body })).toMatch(/EXTERNAL/);
  });

  test('deleted, they ring for nothing any more', async () => {
    await api.call('deleteDevice', { path: { deviceId: 'e0' } });

    const path = { userId: 'w0', phonelineId: 'p0' };
    expect((await api.call('getDevicesForPhoneline', { path })).items).toEqual([]);
  });
});

describe('phone lines', () => {
  const path = { userId: 'w0', phonelineId: 'p0' };

  test('are made with a voicemail, and go with it', async () => {
    const { id: phonelineId } = await api.call('createPhoneline', { path: { userId: 'w0' } });
    const made = { userId: 'w0', phonelineId };
    const { voicemails } = await api.call('getPhoneline', { path: made });
    expect(voicemails).toHaveLength(1);
    await api.call('deletePhoneline', { path: made });
    expect(await api.refusal('getVoicemail', { path: { voicemailId: voicemails[0].id } })).toBe('404');
    expect(await api.refusal('getPhoneline', { path: { userId: 'w0', phonelineId: 'p1' } })).toBe('404');
  });

  test('forward, also in parallel', async () => {
    const forwardings = [{ destination: '+493023125002', timeout: 20, active: true }];
    await api.call('setPhonelineForwardingSettings', { path, body: { forwardings } });
    expect((await api.call('getPhonelineForwardings', { path })).items).toMatchObject(forwardings);
    await api.call('setPhonelineForwardingSettings', { path, body: { forwardings: [] } });
    expect((await api.call('getPhonelineForwardings', { path })).items).toEqual([]);

    await api.call('addParallelForwarding', {
      path,
      body: { destination: '+4915228817386', alias: 'a', active: true },
    });
    const { items } = await api.call('getPhonelineParallelForwardings', { path });
    const parallelForwardingId = items.at(-1).id;
    await api.call('deleteParallelForwardingSettings', { path: { ...path, parallelForwardingId } });
    expect((await api.call('getPhonelineParallelForwardings', { path })).items).toHaveLength(1);
  });

  test('voicemails have greetings, one of which is heard', async () => {
    const voicemail = { ...path, voicemailId: 'v0' };
    const sound = { filename: 'closed.mp3', base64Content: 'SUQzBAAAAAAA' };
    const { items } = await api.call('addPhonelineVoicemailGreeting', { path: voicemail, body: sound });
    const [holiday, closed] = items.map(({ id }: { id: string }) => ({ ...voicemail, greetingId: id }));
    await api.call('changePhonelineVoicemailGreeting', { path: holiday, body: { active: true } });
    await api.call('changePhonelineVoicemailGreeting', { path: closed, body: { active: true } });

    expect(await api.call('getVoicemail', { path: voicemail })).toMatchObject({ activeGreetingAlias: 'closed.mp3' });
    await api.call('deletePhonelineVoicemailGreeting', { path: closed });
    expect(await api.call('getVoicemail', { path: voicemail })).not.toHaveProperty('activeGreetingAlias');
    expect(
      await api.refusal('addPhonelineVoicemailGreeting', { path: voicemail, body: { base64Content: '?' } }),
    ).toMatch(/^400 base64Content/);
  });

  test('ring devices, as groups do', async () => {
    await api.call('addDeviceToPhoneline', { path, body: { deviceId: 'y0' } });
    await api.call('removeDeviceFromGroup', { path: { groupId: 'g0', deviceId: 'e0' } });

    expect(await api.call('getDevice', { path: { deviceId: 'y0' } })).toMatchObject({
      activePhonelines: [{ id: 'p0' }],
    });
    expect(await api.call('getDevice', { path: { deviceId: 'e0' } })).toMatchObject({ activeGroups: [] });
    expect(await api.refusal('removeDeviceFromGroup', { path: { groupId: 'g0', deviceId: 'e0' } })).toBe('404');
  });

  test('a setting that is left out is off', async () => {
    await api.call('setPhonelineWebhookSettings', {
      path,
      body: { incomingActive: true, incomingUrl: 'https://crm.example.com/in', outgoingUrl: '' },
    });

    expect(await api.call('getPhonelineWebhookSettings', { path })).toMatchObject({
      incomingActive: true,
      outgoingActive: false,
      log: false,
    });
  });
});

describe('contacts', () => {
  const contacts = async (query = '') => (await api.call('getContacts', { query })).items;

  test('are made, found by number, replaced and deleted', async () => {
    const numbers = [{ number: '+49 30 23125199', type: ['work'] }];
    await api.call('createContact', { body: { name: 'Ina Imm', numbers, scope: 'SHARED' } });
    const [ina] = await contacts('?phonenumbers=%2B493023125199');
    expect(ina).toMatchObject({ name: 'Ina Imm', scope: 'SHARED' });

    const path = { contactId: ina.id };
    await api.call('updateContact', { path, body: { name: 'Ina Ort', scope: 'SHARED' } });
    expect(await contacts('?phonenumbers=%2B493023125199')).toEqual([]);
    await api.call('deleteContact', { path });
    expect(await api.refusal('deleteContact', { path })).toBe('404');
  });

  test('private ones are for their owner, colleagues cannot be changed', async () => {
    const before = await contacts();
    expect(before.map(({ scope }: { scope: string }) => scope)).toEqual(['SHARED', 'PRIVATE', 'INTERNAL']);
    const path = { contactId: before[2].id };
    expect(await api.refusal('deleteContact', { path })).toBe('403');

    await api.call('deleteAllContacts');
    expect((await contacts()).map(({ name }: { name: string }) => name)).toEqual(['Anton Amsel']);
  });

  test('come from CSV and go there', async () => {
    const csv = 'firstname,lastname,organizationName,number\n"Lee ""Bo""",Last,"A, B",+494066969120\n';
    await api.call('importContactsFromCsv', { body: { base64Content: Buffer.from(csv).toString('base64') } });

    const exported = await api.call('getContactsCsv', { query: '?scope=SHARED' });
    expect(exported).toContain('"Lee ""Bo""",Last,"A, B",+494066969120\n');
    const other = Buffer.from('name\nX\n').toString('base64');
    expect(await api.refusal('importContactsFromCsv', { body: { base64Content: other } })).toMatch(/name the columns/);
  });

  test('come and go as vCards', async () => {
    await api.call('putContactVcard', {
      body: { item: { FN: [{ value: 'Vera' }], TEL: [{ value: '+494066969121' }] } },
    });
    const [vera] = await contacts('?phonenumbers=%2B494066969121');
    const item = { FN: [{ value: 'Vera Card' }] };
    await api.call('putContactVcard', { body: { contactId: vera.id, item } });

    const { contacts: cards } = await api.call('getContactsVcard', { query: `?contactIds=${vera.id}` });
    expect(cards).toEqual([{ contactId: vera.id, item }]);
    expect(await api.refusal('putContactVcard', { body: { item: {} } })).toMatch(/^400 item\.FN/);
  });
});

describe('history', () => {
  const path = { entryId: '40040' };

  test('entries are marked, and what is left out is reset', async () => {
    await api.call('updateHistoryEntry', { path, body: { note: 'Call back', starred: true, read: true } });
    expect(await api.call('getHistoryById', { path })).toMatchObject({ note: 'Call back', starred: true, read: true });
    await api.call('updateHistoryEntries', { body: [{ id: '40040', archived: true }] });
    expect(await api.call('getHistoryById', { path })).toMatchObject({
      note: 'Call back',
      starred: false,
      archived: true,
    });
    const body = Array.from({ length: 150 }, () => ({ id: '40040' }));
    expect(await api.refusal('updateHistoryEntries', { body })).toMatch(/^400 /);
    expect(await api.refusal('updateHistoryEntries', { body: [{ id: '1' }] })).toMatch(/^400 \[0\]\.id/);
  });

  test('archive, read and note by themselves', async () => {
    await api.call('setHistoryEntryArchived', { path, body: { value: true } });
    await api.call('setHistoryEntryRead', { path, body: { value: true } });
    expect(JSON.parse(await api.call('setHistoryEntryNote', { path, body: { note: 'x' } }))).toMatchObject({
      archived: true,
      read: true,
      note: 'x',
    });
  });

  test('some are deleted, one is, and without ids all are', async () => {
    const count = async () => (await api.call('getHistory', { query: '?limit=0' })).totalCount;
    const before = await count();
    await api.call('deleteHistoryEntries', { query: '?id=40040&id=40039' });
    expect(await count()).toBe(before - 2);
    await api.call('deleteHistoryEntry', { path: { entryId: '40038' } });
    expect(await api.refusal('getHistoryById', { path: { entryId: '40038' } })).toBe('404');
    await api.call('deleteHistoryEntries');
    expect(await count()).toBe(0);
  });

  test('is exported with its filters', async () => {
    const csv: string = await api.call('getHistoryCSV', { query: '?types=FAX&limit=1000' });
    const { totalCount } = await api.call('getHistory', { query: '?types=FAX&limit=0' });
    expect(csv.trim().split('\n')).toHaveLength(totalCount + 1);
  });
});
