import { type Company, nextSerial } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import { bytesIn } from './base64.ts';
import type { AnswersTo } from './call.ts';
import { activeGreeting, listedVoicemail, phonelineVoicemail, shownGreeting } from './voicemail-shapes.ts';

export const voicemailAnswers: AnswersTo<
  | 'getVoicemails'
  | 'getVoicemail'
  | 'getPhonelineVoicemails'
  | 'changeVoicemailSettings'
  | 'changePhonelineVoicemailTranscriptionSetting'
> = {
  getVoicemails: ({ company }) => ({ items: company.tables.voicemails.map(listedVoicemail) }),
  getVoicemail: (call) => {
    const row = call.row('voicemailId');
    const { transcription, accessNumber } = row;
    return {
      ...listedVoicemail(row),
      transcription,
      canTranscribe: true,
      ...activeGreeting(call.company, row.id),
      accessNumber,
    };
  },
  getPhonelineVoicemails: (call) => {
    const { id } = call.row('phonelineId');
    const own = call.company.tables.voicemails.filter(({ phonelineId }) => phonelineId === id);
    return { items: own.map((row) => phonelineVoicemail(call.company, call.apiUrl, row)) };
  },
  changeVoicemailSettings: (call) => {
    const row = call.row('voicemailId');
    const { timeout = row.timeout, active, transcription } = call.body;
    Object.assign(row, { timeout, active, transcription });
  },
  changePhonelineVoicemailTranscriptionSetting: (call) => {
    call.row('voicemailId').transcription = call.body.active ?? false;
  },
};

export const greetingAnswers: AnswersTo<
  | 'getPhonelineVoicemailGreetings'
  | 'addPhonelineVoicemailGreeting'
  | 'changePhonelineVoicemailGreeting'
  | 'deletePhonelineVoicemailGreeting'
> = {
  getPhonelineVoicemailGreetings: (call) => ({
    items: greetingsOf(call.company, call.row('voicemailId').id).map(shownGreeting),
  }),
  addPhonelineVoicemailGreeting: (call) => {
    const { id: voicemailId } = call.row('voicemailId');
    addGreeting(call.company, voicemailId, call.body);
    return { items: greetingsOf(call.company, voicemailId).map(shownGreeting) };
  },
  // One greeting at a time is heard.
  changePhonelineVoicemailGreeting: (call) => {
    const { active = false } = call.body;
    const chosen = call.row('greetingId');
    if (active) for (const other of greetingsOf(call.company, chosen.voicemailId)) other.active = false;
    chosen.active = active;
  },
  deletePhonelineVoicemailGreeting: (call) => void removeRow(call.company, 'greetingId', call.row('greetingId').id),
};

/** Keeps the name of an uploaded sound file; of no voicemail (`''`) it is the announcement of recordings. */
export function addGreeting(
  company: Company,
  voicemailId: string,
  { filename = 'greeting', base64Content }: { filename?: string; base64Content?: string },
): void {
  bytesIn('base64Content', base64Content);
  const id = String(nextSerial(company, 'greeting'));
  company.tables.greetings.push({ id, voicemailId, alias: filename, active: voicemailId === '' });
}

function greetingsOf({ tables: { greetings } }: Company, voicemailId: string) {
  return greetings.filter((row) => row.voicemailId === voicemailId);
}
