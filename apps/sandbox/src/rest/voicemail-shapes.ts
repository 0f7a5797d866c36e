import type { Schemas } from '@sipgate-kit/core/operations';
import type { Company, GreetingRow, VoicemailRow } from '../companies/company.ts';

export function voicemailSettings({ id, timeout, active }: VoicemailRow): Schemas['VoicemailSettings'] {
  return { id, timeout, active };
}

/** A voicemail as its phone line or group shows it. */
export function phonelineVoicemail(company: Company, apiUrl: string, row: VoicemailRow): Schemas['PhonelineVoicemail'] {
  const { id, alias, phonelineId, timeout, active, transcription, accessNumber } = row;
  const phoneline = company.tables.phonelines.find((one) => one.id === phonelineId);
  const url = `${apiUrl}/${phoneline?.userId}/phonelines/${phonelineId}/voicemails/${id}`;
  return {
    id,
    alias,
    timeout,
    active,
    ...(phoneline === undefined
      ? {}
      : { transcriptionsUrl: `${url}/transcriptions`, greetingsUrl: `${url}/greetings` }),
    transcription,
    canTranscribe: true,
    ...activeGreeting(company, id),
    accessNumber,
  };
}

/** A voicemail as the list of all of them shows it. */
export function listedVoicemail({ id, alias, phonelineId, groupId }: VoicemailRow): Schemas['Voicemail'] {
  const ofGroup = phonelineId === '';
  return {
    id,
    alias,
    belongsToEndpoint: { extension: ofGroup ? groupId : phonelineId, type: ofGroup ? 'GROUP' : 'PHONELINE' },
  };
}

/** Which greeting callers hear; nothing when it is the usual one. */
export function activeGreeting({ tables: { greetings } }: Company, voicemailId: string) {
  const active = greetings.find((row) => row.voicemailId === voicemailId && row.active);
  return active === undefined ? {} : { activeGreetingAlias: active.alias, activeGreetingId: active.id };
}

export function shownGreeting({ id, alias, active }: GreetingRow): Schemas['Greeting'] {
  return {
    id,
    alias,
    greetingUrl: `https://downloads.sandbox.example/greetings/${id}`,
    recordingEnabled: true,
    active,
  };
}
