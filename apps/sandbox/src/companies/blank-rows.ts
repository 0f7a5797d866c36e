import type { DeviceRow, FaxlineRow, PhonelineRow, VoicemailRow } from './company.ts';

/** A device as it is when it is new. */
export function blankDevice(userId: string, type: DeviceRow['type'], id: string, alias: string): DeviceRow {
  return {
    id,
    userId,
    alias,
    type,
    online: type === 'EXTERNAL',
    dnd: false,
    emergencyAddressId: '1',
    callerId: '',
    localprefix: { value: '', active: false },
    singleRowDisplay: false,
    tariffAnnouncement: false,
    passwordChanges: 0,
    externalNumber: '',
    incomingCallDisplay: 'CALLER_NUMBER',
    simId: '',
    simState: 'INACTIVE',
  };
}

/** A phone line as it is when it is new: it rings nothing. */
export function blankPhoneline(userId: string, id: string, alias: string): PhonelineRow {
  return {
    id,
    userId,
    alias,
    deviceIds: [],
    blockAnonymous: { enabled: false, target: 'REJECT' },
    forwardings: [],
    webhooks: {
      incomingActive: false,
      outgoingActive: false,
      incomingUrl: '',
      outgoingUrl: '',
      log: false,
      certificate: '',
      allowSelfSigned: false,
    },
  };
}

/** The voicemail that comes with a phone line or a group. */
export function blankVoicemail(
  owner: { readonly phonelineId: string } | { readonly groupId: string },
  id: string,
  alias: string,
): VoicemailRow {
  const blank = { timeout: 30, active: true, transcription: true, accessNumber: '+493023125099' };
  return { id, phonelineId: '', groupId: '', ...owner, alias, ...blank };
}

/** A fax line as it is when it is new: it can send, and receives once it has a number. */
export function blankFaxline(
  owner: { readonly userId: string } | { readonly groupId: string },
  id: string,
  alias: string,
): FaxlineRow {
  return { id, userId: '', groupId: '', ...owner, alias, tagline: '', canSend: true, canReceive: false, callerId: '' };
}
