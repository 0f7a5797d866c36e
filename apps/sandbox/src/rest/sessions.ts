import type { Company } from '../companies/company.ts';
import { nextSerial } from '../companies/company.ts';
import { bytesIn } from './base64.ts';
import type { AnswersTo, Call } from './call.ts';
import { startCall } from './calls.ts';
import { charge, PRICES, smsParts } from './money.ts';
import { writeOutgoing } from './new-history-entry.ts';
import { ownNumberIn, phoneNumberIn } from './phone-number.ts';
import { permitted, referenced } from './references.ts';
import { invalidParameter } from './rest-error.ts';
import { senderOf } from './sms.ts';

export const sessionAnswers: AnswersTo<
  'sendWebSms' | 'sendFax' | 'resendFax' | 'newCall' | 'newIvrRecording' | 'playRecording' | 'newVoicemailRecording'
> = {
  sendWebSms: (call) => {
    const { company, now, body } = call;
    const target = phoneNumberIn('recipient', body.recipient);
    if (body.message === '') throw invalidParameter('message: It must not be empty.');
    const scheduled = body.sendAt === undefined ? undefined : laterInstant(body.sendAt, now);
    const { id } = permitted(company, 'smsExtensions', body.smsId);
    charge(company, PRICES.sms * smsParts(body.message));
    writeOutgoing(call, {
      type: 'SMS',
      source: senderOf(company, id),
      target,
      connectionIds: [id],
      smsContent: body.message,
      ...(scheduled !== undefined && { scheduled }),
    });
  },

  // The answer comes before the fax was sent: its fate stands in the history.
  sendFax: (call) => {
    const { body } = call;
    const target = phoneNumberIn('recipient', body.recipient);
    const pdf = bytesIn('base64Content', body.base64Content);
    if (!pdf.subarray(0, 5).equals(Buffer.from('%PDF-'))) throw invalidParameter('base64Content: Send a PDF.');
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 1;
    return { sessionId: fax(call, body.faxlineId, target, pages).id };
  },
  resendFax: (call) => {
    const { faxId, faxlineId } = call.body;
    const entry = referenced(call.company, 'history', 'faxId', faxId);
    if (entry.type !== 'FAX') throw invalidParameter('faxId: Name a fax of the history.');
    const other = entry.incoming ? entry.source : entry.target;
    fax(call, faxlineId ?? entry.connectionIds?.[0] ?? '', other, entry.pageCount ?? 1);
  },

  // The caller is a device or, if a device is named beside it, a number.
  newCall: (call) => {
    const { company, body } = call;
    const target = phoneNumberIn('callee', body.callee);
    const isNumber = body.deviceId !== undefined && /^\+?\d+$/.test(body.caller);
    const source = isNumber ? phoneNumberIn('caller', body.caller) : undefined;
    const device = permitted(company, 'devices', source === undefined ? body.caller : body.deviceId);
    const shownNumber = body.callerId || device.callerId || company.tables.numbers[0]?.number;
    const own = ownNumberIn(company, 'callerId', shownNumber);
    charge(company, PRICES.call);
    const entry = writeOutgoing(call, {
      type: 'CALL',
      source: own,
      target,
      connectionIds: [lineOf(company, device.id)],
      callStatus: 'SUCCESS',
      duration: 0,
      recordings: [],
    });
    const { id: sessionId } = startCall(call, { ownNumber: own, otherNumber: target, entryId: entry.id });
    entry.callId = sessionId;
    return { sessionId };
  },

  // These call a device of one's own, which costs nothing.
  newIvrRecording: (call) => deviceSession(call),
  playRecording: (call) => {
    referenced(call.company, 'history', 'datadId', call.body.datadId);
    return deviceSession(call);
  },
  newVoicemailRecording: (call) => {
    referenced(call.company, 'voicemails', 'targetId', call.body.targetId);
    return deviceSession(call);
  },
};

function deviceSession(call: Call<'newIvrRecording' | 'playRecording' | 'newVoicemailRecording'>) {
  const { company, caller, body } = call;
  const person = company.tables.people.find(({ id }) => id === caller.user.userId);
  permitted(company, 'devices', body.deviceId ?? person?.defaultDevice);
  return { sessionId: `sandbox-session-${nextSerial(company, 'session')}` };
}

function fax(call: Call, faxlineId: string, target: string, pageCount: number) {
  const { id, callerId } = permitted(call.company, 'faxlines', faxlineId);
  charge(call.company, PRICES.faxPage * pageCount);
  return writeOutgoing(call, {
    type: 'FAX',
    source: callerId,
    target,
    connectionIds: [id],
    faxStatusType: 'PENDING',
    documentUrl: '',
    reportUrl: '',
    previewUrl: '',
    pageCount,
  });
}

/** The phone line the device rings for; the device itself where there is none. */
function lineOf({ tables: { phonelines } }: Company, deviceId: string): string {
  return phonelines.find(({ deviceIds }) => deviceIds.includes(deviceId))?.id ?? deviceId;
}

/** ISO 8601 of an instant to come, given in seconds since the epoch; throws 400 for one that has gone by. */
function laterInstant(seconds: number, now: number): string {
  const instant = new Date(seconds * 1000);
  if (!(instant.getTime() > now))
    throw invalidParameter('sendAt: Write an instant to come, in seconds since the epoch.');
  return instant.toISOString();
}
