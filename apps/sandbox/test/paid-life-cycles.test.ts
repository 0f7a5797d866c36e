import { beforeEach, describe, expect, test } from 'vitest';
import { createSandbox, type Sandbox } from '../src/index.ts';
import { apiCaller } from './api-caller.ts';

let sandbox: Sandbox;
let api: ReturnType<typeof apiCaller>;
beforeEach(async () => {
  sandbox = await createSandbox();
  api = apiCaller(sandbox);
});

const balance = async () => (await api.call('getBalance')).amount;
const newest = async () => (await api.call('getHistory', { query: '?limit=1' })).items[0];

/** As little as that, in 1/10,000 EUR. */
function setBalance(amount: number): void {
  const snapshot = sandbox.snapshot();
  const [alice] = snapshot.companies;
  if (alice !== undefined) alice.balance = amount;
  sandbox.restore(snapshot);
}

describe('text messages', () => {
  const body = { smsId: 's0', recipient: '+4915228895456', message: 'I am on my way.' };

  test('cost, by their length, and stand in the history', async () => {
    const before = await balance();
    await api.call('sendWebSms', { body });
    expect(before - (await balance())).toBe(790);
    expect(await newest()).toMatchObject({
      type: 'SMS',
      direction: 'OUTGOING',
      source: '+4915228817386',
      target: '+4915228895456',
      smsContent: 'I am on my way.',
    });
    await api.call('sendWebSms', { body: { ...body, message: 'x'.repeat(161) } });
    expect(before - (await balance())).toBe(3 * 790);
  });

  test('402 when there is not enough, and nothing is sent', async () => {
    setBalance(789);
    const { totalCount } = await api.call('getHistory');
    expect(await api.refusal('sendWebSms', { body })).toBe('402');
    expect([await balance(), (await api.call('getHistory')).totalCount]).toEqual([789, totalCount]);
  });

  test('the instant is the sandbox’s', async () => {
    sandbox.clock.set(Date.parse('2031-05-01T12:00:00Z'));
    await api.call('sendWebSms', { body });
    expect((await newest()).created).toMatch(/^2031-05-01T12:00/);
  });

  test('later', async () => {
    const sendAt = Math.floor(sandbox.clock.now() / 1000) + 3600;
    await api.call('sendWebSms', { body: { ...body, sendAt } });
    expect(await newest()).toMatchObject({ scheduled: new Date(sendAt * 1000).toISOString() });
    expect(await api.refusal('sendWebSms', { body: { ...body, sendAt: 1 } })).toMatch(/^400 sendAt/);
  });

  test('403 for an extension that is not there, 400 for no number', async () => {
    expect(await api.refusal('sendWebSms', { body: { ...body, smsId: 's9' } })).toBe('403');
    expect(await api.refusal('sendWebSms', { body: { ...body, recipient: 'Bob' } })).toMatch(/^400 recipient/);
  });

  test('a caller id is added, verified and chosen', async () => {
    const path = { userId: 'w0', smsId: 's0' };
    await api.call('addSmsCallerId', { path, body: { phonenumber: '+4915228895456' } });
    const { id: callerId } = (await api.call('getSmsCallerIds', { path })).items[1];
    const its = { ...path, callerId };
    expect(await api.refusal('editSmsCallerId', { path: its, body: { defaultNumber: true } })).toMatch(/verified/);
    expect(await api.refusal('verifySmsCallerId', { path: its, body: { verificationCode: '1' } })).toMatch(/^400/);
    await api.call('verifySmsCallerId', { path: its, body: { verificationCode: '123456' } });
    await api.call('editSmsCallerId', { path: its, body: { defaultNumber: true } });
    expect((await api.call('getSmsExtensions', { path })).items[0].callerId).toBe('+4915228895456');
    await api.call('deleteSmsCallerId', { path: its });
    expect((await api.call('getSmsCallerIds', { path })).items).toHaveLength(1);
  });
});

describe('faxes', () => {
  const pdf = Buffer.from('%PDF-1.4\n<< /Type /Page >>\n<< /Type /Page >>\n<< /Type /Pages >>').toString('base64');
  const body = { faxlineId: 'f0', recipient: '+494066969002', filename: 'offer.pdf', base64Content: pdf };

  test('cost by the page, and get on as time goes by', async () => {
    const before = await balance();
    const { sessionId: entryId } = await api.call('sendFax', { body });
    const status = async () => (await api.call('getHistoryById', { path: { entryId } })).faxStatusType;
    expect(await status()).toBe('PENDING');
    sandbox.clock.advance(3_000);
    expect(await status()).toBe('SENDING');
    sandbox.clock.advance(3_000);
    expect(await status()).toBe('SENT');
    await api.call('resendFax', { body: { faxId: entryId } });
    expect(await newest()).toMatchObject({ type: 'FAX', target: '+494066969002', pageCount: 2 });
    expect(before - (await balance())).toBe(4 * 190);
  });

  test('400 for what is no PDF, 402 without money, 403 for another’s line', async () => {
    const text = Buffer.from('Hello').toString('base64');
    expect(await api.refusal('sendFax', { body: { ...body, base64Content: text } })).toMatch(/^400 .*PDF/);
    expect(await api.refusal('sendFax', { body: { ...body, faxlineId: 'f9' } })).toBe('403');
    setBalance(0);
    expect(await api.refusal('sendFax', { body })).toBe('402');
  });
});

describe('calls of classic accounts', () => {
  const body = { caller: 'e0', callee: '+494066969001', callerId: '+493023125001' };

  test('ring, are established, held, muted, hung up, and stand in the history', async () => {
    const { sessionId: callId } = await api.call('newCall', { body });
    const path = { callId };
    expect((await api.call('getCalls')).data).toEqual([]);
    expect(await api.refusal('setCallHold', { path, body: { value: true } })).toBe('409');
    expect(await api.refusal('setCallMuted', { path, body: { value: true } })).toBe('404');

    sandbox.clock.advance(2_000);
    await api.call('setCallHold', { path, body: { value: true } });
    await api.call('setCallMuted', { path, body: { value: true } });
    expect((await api.call('getCalls')).data).toMatchObject([{ callId, hold: true, muted: true }]);

    sandbox.clock.advance(30_000);
    await api.call('hangupCall', { path });
    expect((await api.call('getCalls')).data).toEqual([]);
    expect(await api.refusal('hangupCall', { path })).toBe('404');
    expect(await newest()).toMatchObject({ type: 'CALL', callId, duration: 30, connectionIds: ['p0'] });
  });

  test('an attended transfer brings a third in, a blind one ends the call', async () => {
    const { sessionId: callId } = await api.call('newCall', { body });
    sandbox.clock.advance(2_000);
    const transfer = (attended: boolean) =>
      api.call('transferCall', { path: { callId }, body: { attended, phoneNumber: '+498999998001' } });
    await transfer(true);
    expect((await api.call('getCalls')).data[0].participants).toHaveLength(3);
    await transfer(false);
    expect((await api.call('getCalls')).data).toEqual([]);
  });

  test('402 without money, 403 for an unknown device, 400 for a number of somebody else', async () => {
    expect(await api.refusal('newCall', { body: { ...body, caller: 'e9' } })).toBe('403');
    expect(await api.refusal('newCall', { body: { ...body, callerId: '+494066969001' } })).toMatch(/^400 callerId/);
    setBalance(0);
    expect(await api.refusal('newCall', { body })).toBe('402');
  });
});

describe('accounts of the newer kind', () => {
  const channelId = '5b0f7a52-6f0e-4c5e-8a57-0d3a4f1c9e21';

  test('calls are in a channel, not in the history', async () => {
    const user = sandbox.users.nina;
    const { callSid } = await api.call('createCall', {
      user,
      body: { deviceId: 'e0', targetNumber: '494066969001', channelId },
    });
    const state = async () =>
      (await api.call('getChannelEvents', { user, path: { channelId }, query: '?limit=1' })).events[0].call;
    expect(await state()).toMatchObject({ callSid, state: 'RINGING', to: '+494066969001' });
    sandbox.clock.advance(2_000);
    expect(await state()).toMatchObject({ state: 'ESTABLISHED' });
    await api.call('hangupCall', { user, path: { callId: callSid } });
    expect(await state()).toMatchObject({ state: 'FINISHED', terminatedReason: 'TERMINATED' });
    expect((await api.call('getHistory', { user, query: '?types=CALL' })).totalCount).toBe(0);
  });

  test('events come page by page, each once, and the last page says no position', async () => {
    const user = sandbox.users.nina;
    const seen: string[] = [];
    let position: string | undefined;
    do {
      const query = `?limit=5${position === undefined ? '' : `&position=${position}`}`;
      const page = await api.call('getChannelEvents', { user, path: { channelId }, query });
      seen.push(...page.events.map(({ eventId }: { eventId: string }) => eventId));
      position = page.position;
    } while (position !== undefined);
    expect(seen).toHaveLength(12);
    expect(new Set(seen).size).toBe(12);
    const unknown = { user, path: { channelId }, query: '?position=x' };
    expect(await api.refusal('getChannelEvents', unknown)).toMatch(/^400 position/);
  });

  test('SIM cards call nobody, webhooks have to be https', async () => {
    const user = sandbox.users.nina;
    const call = { user, body: { deviceId: 'y0', targetNumber: '+494066969001' } };
    expect(await api.refusal('createCall', call)).toBe('400 Invalid invitable device');
    const http = { incomingUrl: 'http://crm.example.com/', outgoingUrl: '' };
    expect(await api.refusal('setWebhookSettings', { user, body: http })).toMatch(/^400 incomingUrl/);
    await api.call('setWebhookSettings', { body: http });
    expect(await api.call('getWebhookSettings')).toMatchObject(http);
  });
});

describe('the rest that stays', () => {
  test('blacklist: 409 for what is there, 404 for what is not, with a list of errors', async () => {
    const body = { phoneNumber: '494066969001' };
    expect(await api.refusal('addIncomingBlacklistEntry', { body })).toBe('409 The number is on the list already');
    const path = { phoneNumber: '+494066969001' };
    await api.call('removeIncomingBlacklistEntry', { path });
    expect((await api.call('getIncomingBlacklist')).items).toEqual([]);
    expect(await api.refusal('removeIncomingBlacklistEntry', { path })).toBe('404 The number is not on the list');
  });

  test('notifications of every kind are shown where they belong, and go', async () => {
    const path = { userId: 'w0' };
    const [email, number] = ['alice@example.com', '+4915228817386'];
    const missed = { endpointId: 'p0', direction: 'INCOMING', cause: 'MISSED' };
    const incoming = { faxlineId: 'f0', direction: 'INCOMING' };
    await api.call('createEmailNotificationForCall', { path, body: { ...missed, email } });
    await api.call('createSmsNotificationForCall', { path, body: { ...missed, number } });
    await api.call('addFaxReportEmailNotification', { path, body: { faxlineId: 'f0', email } });
    await api.call('addFaxSmsNotification', { path, body: { ...incoming, number } });
    await api.call('addSmsEmailNotification', { path, body: { endpointId: 's0', email } });
    await api.call('addVoicemailEmailNotification', { path, body: { voicemailId: 'v0', email } });
    await api.call('addVoicemailSmsNotification', { path, body: { voicemailId: 'v0', number } });

    const settings = await api.call('getNotifications', { path });
    expect(settings).toMatchObject({
      call: [{ endpointId: 'p0', emails: [{ email, cause: 'MISSED' }], sms: [{ number }] }],
      fax: [{ endpointId: 'f0', emails: [{ id: '3001' }], reports: [{ email }], sms: [{ number }] }],
      sms: [{ endpointId: 's0', emails: [{ email, direction: 'INCOMING' }] }],
      voicemail: [{ endpointId: 'v0', emails: [{ email }], sms: [{ number }] }],
    });
    await api.call('deleteNotification', { path: { ...path, notificationId: '3001' } });
    expect((await api.call('getNotifications', { path })).fax[0].emails).toEqual([]);
  });

  test('autorecording: one announcement, a switch for each extension', async () => {
    await api.call('addAutorecordingGreeting', { body: { filename: 'new.mp3', base64Content: 'SUQzBAAAAAAA' } });
    const { id: greetingId, alias } = await api.call('getAutorecordingGreeting');
    expect(alias).toBe('new.mp3');
    await api.call('deleteAutorecordingGreeting', { path: { greetingId } });
    expect(await api.call('getAutorecordingGreeting')).toMatchObject({ id: '', active: false });
    await api.call('setAutorecordingSetting', { path: { extension: 'p0' }, body: { active: true } });
    expect(await api.call('getAutorecordingSetting', { path: { extension: 'p0' } })).toEqual({ active: true });
    expect(await api.call('getAutorecordingSetting', { path: { extension: 'p1' } })).toEqual({ active: false });
  });

  test('call restrictions, fax lines and portings', async () => {
    const restriction = { userId: 'w1', restriction: 'charged' };
    await api.call('setCallRestriction', { path: restriction, body: { enabled: true } });
    expect(await api.call('getCallRestrictions', { query: '?userIds=w1' })).toMatchObject({
      userId: 'w1',
      charged: true,
    });
    expect(await api.call('getCallRestrictions')).toMatchObject({ userId: 'w0', charged: false });

    const { id: faxlineId } = await api.call('createFaxline', { path: { userId: 'w0' } });
    const path = { userId: 'w0', faxlineId };
    await api.call('changeFaxlineAlias', { path, body: { alias: 'Second' } });
    await api.call('changeTagline', { path, body: { value: 'Adler' } });
    const { items } = await api.call('getUserFaxlines', { path: { userId: 'w0' } });
    expect(items.at(-1)).toMatchObject({ id: faxlineId, alias: 'Second', tagline: 'Adler' });
    await api.call('deleteFaxline', { path });
    expect(await api.refusal('changeTagline', { path, body: { value: 'x' } })).toBe('404');

    expect((await api.call('revokePorting', { path: { portingId: 5001 } })).items).toEqual([]);
    expect(await api.refusal('getPorting', { path: { portingId: 5001 } })).toBe('404');
  });
});

describe('state', () => {
  test('everything a company has goes with a snapshot, and comes back', async () => {
    const snapshot = structuredClone(sandbox.snapshot());
    await api.call('deleteHistoryEntries');
    await api.call('deleteAllContacts');
    await api.call('deletePhoneline', { path: { userId: 'w0', phonelineId: 'p0' } });
    const sms = { smsId: 's0', recipient: '+4915228895456', message: 'Hello' };
    await api.call('sendWebSms', { body: sms });
    expect(sandbox.snapshot().companies).not.toEqual(snapshot.companies);

    sandbox.restore(snapshot);

    expect(sandbox.snapshot().companies).toEqual(snapshot.companies);
    expect(await balance()).toBe(123_400);
    await api.call('sendWebSms', { body: sms });
    expect(snapshot.companies[0]?.balance).toBe(123_400);
  });

  test('two companies share nothing', async () => {
    const user = sandbox.users.bob;
    const before = await api.call('getHistory', { user });
    await api.call('deleteHistoryEntries');
    expect(await api.call('getHistory', { user })).toEqual(before);
  });

  test('a snapshot from before there were companies leaves them as they are', async () => {
    const { companies: _, ...older } = sandbox.snapshot();
    await api.call('deleteHistoryEntries');
    const response = await sandbox.fetch(`${sandbox.url}/__sandbox/state`, {
      method: 'PUT',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(older),
    });
    expect(response.status).toBe(200);
    expect((await api.call('getHistory')).totalCount).toBe(0);
  });

  test('the same requests give the same ids in every sandbox', async () => {
    const ids = async () => {
      const own = apiCaller(await createSandbox());
      const { id } = await own.call('createDevice', { path: { userId: 'w0' }, body: { type: 'MOBILE' } });
      const { sessionId } = await own.call('newCall', { body: { caller: 'e0', callee: '+494066969001' } });
      await own.call('createContact', { body: { name: 'A', scope: 'SHARED' } });
      const { items } = await own.call('getContacts');
      return [id, sessionId, items.at(-1).id, (await own.call('getHistory', { query: '?limit=1' })).items[0].id];
    };
    expect(await ids()).toEqual(await ids());
  });
});
