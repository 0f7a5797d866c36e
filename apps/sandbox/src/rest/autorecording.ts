import type { Company } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo } from './call.ts';
import { RestError } from './rest-error.ts';
import { shownGreeting } from './voicemail-shapes.ts';
import { addGreeting } from './voicemails.ts';

export const autorecordingAnswers: AnswersTo<
  | 'getAutorecordingGreeting'
  | 'addAutorecordingGreeting'
  | 'deleteAutorecordingGreeting'
  | 'getAutorecordingSetting'
  | 'setAutorecordingSetting'
> = {
  // The path is a plural, the answer is one object: without an announcement, an empty one.
  getAutorecordingGreeting: ({ company }) => {
    const own = company.tables.greetings.find(({ voicemailId }) => voicemailId === '');
    return own === undefined
      ? { id: '', alias: '', greetingUrl: '', recordingEnabled: false, active: false }
      : shownGreeting(own);
  },
  addAutorecordingGreeting: ({ company, body }) => {
    addGreeting(company, '', body);
    const [before, ...more] = company.tables.greetings.filter(({ voicemailId }) => voicemailId === '');
    if (before !== undefined && more.length > 0) removeRow(company, 'greetingId', before.id);
  },
  deleteAutorecordingGreeting: (call) => {
    const { id, voicemailId } = call.row('greetingId');
    if (voicemailId !== '') throw new RestError(404);
    removeRow(call.company, 'greetingId', id);
  },
  getAutorecordingSetting: ({ company, path }) => ({ active: settingOf(company, path['extension']).active }),
  setAutorecordingSetting: ({ company, path, body: { active = false } }) => {
    settingOf(company, path['extension']).active = active;
    return { active };
  },
};

/** The setting of a phone line or a device, off at first; throws 404 when there is no such extension. */
function settingOf({ tables }: Company, extension = '') {
  if (![...tables.phonelines, ...tables.devices].some(({ id }) => id === extension)) throw new RestError(404);
  const found = tables.autorecordings.find(({ id }) => id === extension);
  if (found !== undefined) return found;
  const setting = { id: extension, active: false };
  tables.autorecordings.push(setting);
  return setting;
}
