import type { Schemas } from '@sipgate-kit/core/operations';
import { type CallRow, nextSerial } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo, Call } from './call.ts';
import { ownNumberIn, phoneNumberIn } from './phone-number.ts';
import { referenced } from './references.ts';
import { invalidParameter, RestError } from './rest-error.ts';

/** Milliseconds a call rings before somebody answers. */
const RINGING_MS = 2_000;

export const callAnswers: AnswersTo<
  | 'getCalls'
  | 'createCall'
  | 'setCallMuted'
  | 'setCallHold'
  | 'setCallRecording'
  | 'startCallAnnouncement'
  | 'sendCallDtmf'
  | 'transferCall'
  | 'hangupCall'
> = {
  getCalls: ({ company, now }) => ({
    data: company.tables.calls.filter((row) => isEstablished(row, now)).map(shown),
  }),

  // How accounts of the newer kind call; it is written down in a channel.
  createCall: (call) => {
    const { company, body, now } = call;
    const device = referenced(company, 'devices', 'deviceId', body.deviceId);
    if (device.type === 'MOBILE') throw invalidParameter('Invalid invitable device');
    const target = phoneNumberIn('targetNumber', body.targetNumber);
    for (const [at, { deviceId }] of (body.additionalDevices ?? []).entries()) {
      referenced(company, 'devices', `additionalDevices[${at}].deviceId`, deviceId);
    }
    const own = ownNumberIn(company, 'callerId', body.callerId ?? company.tables.numbers[0]?.number);
    const channel =
      body.channelId === undefined
        ? company.tables.channels[0]
        : referenced(company, 'channels', 'channelId', body.channelId);
    const row = startCall(call, { ownNumber: own, otherNumber: target });
    const startedAt = new Date(now).toISOString();
    if (channel !== undefined) {
      row.eventId = `sandbox-event-${nextSerial(company, 'event')}`;
      company.tables.channelEvents.unshift({
        id: row.eventId,
        channelId: channel.id,
        createdAt: startedAt,
        call: {
          callSid: row.id,
          channelId: channel.id,
          direction: 'OUTGOING',
          from: own,
          to: target,
          owner: call.caller.user.userId,
          state: 'RINGING',
          startedAt,
        },
      });
    }
    return { callSid: row.id };
  },

  setCallMuted: (call) => {
    established(call).muted = call.body.value;
  },
  setCallHold: (call) => {
    const row = call.row('callId');
    if (!isEstablished(row, call.now)) throw new RestError(409);
    row.hold = call.body.value;
  },
  setCallRecording: (call) => {
    established(call).recording = call.body.value;
  },
  startCallAnnouncement: (call) => {
    established(call);
    const { url } = call.body;
    if (!URL.canParse(url) || !/^https?:/.test(url)) throw invalidParameter('url: Write the URL of a WAV file.');
  },
  sendCallDtmf: (call) => {
    established(call);
    if (!/^[0-9A-D*#]+$/i.test(call.body.sequence))
      throw invalidParameter('sequence: Write keys: 0 to 9, A to D, *, #.');
  },
  // After a blind transfer the others go on alone; an attended one brings the third in.
  transferCall: (call) => {
    const row = established(call);
    const third = phoneNumberIn('phoneNumber', call.body.phoneNumber);
    if (call.body.attended) row.thirdNumber = third;
    else endCall(call, row, 'TRANSFERRED');
  },
  hangupCall: (call) => endCall(call, established(call), 'FINISHED'),
};

/** Begins to ring. */
export function startCall(
  { company, now }: Call,
  { ownNumber, otherNumber, entryId = '' }: { ownNumber: string; otherNumber: string; entryId?: string },
): CallRow {
  const row: CallRow = {
    id: `sandbox-call-${nextSerial(company, 'call')}`,
    ownNumber,
    otherNumber,
    thirdNumber: '',
    startedAt: now,
    muted: false,
    recording: false,
    hold: false,
    entryId,
    eventId: '',
  };
  company.tables.calls.push(row);
  return row;
}

export function isEstablished({ startedAt }: CallRow, now: number): boolean {
  return now - startedAt >= RINGING_MS;
}

/** The call in the path; throws 404 while it still rings. */
function established(call: Call): CallRow {
  const row = call.row('callId');
  if (!isEstablished(row, call.now)) throw new RestError(404);
  return row;
}

/** Writes down how long it took, and how it ended. */
function endCall({ company, now }: Call, row: CallRow, state: string): undefined {
  const establishedAt = row.startedAt + RINGING_MS;
  const entry = company.tables.history.find(({ id }) => id === row.entryId);
  if (entry !== undefined) entry.duration = Math.round((now - establishedAt) / 1000);
  const event = company.tables.channelEvents.find(({ id }) => id === row.eventId);
  if (event !== undefined) {
    const instants = {
      establishedAt: new Date(establishedAt).toISOString(),
      terminatedAt: new Date(now).toISOString(),
    };
    Object.assign(event.call, { state, ...instants, terminatedReason: 'TERMINATED' });
  }
  removeRow(company, 'callId', row.id);
}

function shown({ id: callId, ownNumber, otherNumber, thirdNumber, muted, recording, hold }: CallRow): Schemas['Call'] {
  const others = [otherNumber, thirdNumber].filter((number) => number !== '');
  return {
    callId,
    muted,
    recording,
    hold,
    participants: [
      { participantId: `${callId}-0`, phoneNumber: ownNumber, muted, hold: false, owner: true },
      ...others.map((phoneNumber, at) => ({
        participantId: `${callId}-${at + 1}`,
        phoneNumber,
        muted: false,
        hold,
        owner: false,
      })),
    ],
  };
}
