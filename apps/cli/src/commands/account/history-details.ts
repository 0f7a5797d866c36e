import type { Schemas } from '@sipgate-kit/core/operations';

/** A message longer than this is cut off in the list. */
const LONGEST_TEXT = 60;

/** What is worth knowing about an entry beside who and when: how long, how many pages, what it says. */
export function historyDetails(entry: Schemas['HistoryEntry']): string {
  const details = [
    ...ownDetails(entry),
    entry.starred ? '★' : '',
    entry.note === undefined || entry.note === '' ? '' : `“${shortened(entry.note)}”`,
  ];
  return details.filter((detail) => detail !== '').join(', ');
}

function ownDetails(entry: Schemas['HistoryEntry']): readonly string[] {
  switch (entry.type) {
    case 'CALL':
      return [durationText(entry.duration), entry.status === 'BUSY' ? 'busy' : ''];
    case 'VOICEMAIL':
      return [durationText(entry.duration), shortened(entry.transcription ?? '')];
    case 'SMS':
      return [shortened(entry.smsContent ?? '')];
    case 'FAX':
      return [
        entry.pageCount === undefined ? '' : `${entry.pageCount} ${entry.pageCount === 1 ? 'page' : 'pages'}`,
        (entry.faxStatusType ?? '').toLowerCase(),
      ];
    default:
      return [];
  }
}

/** Seconds as `1:05` or `1:02:03`; nothing for a call that was not taken. */
function durationText(seconds = 0): string {
  if (seconds <= 0) return '';
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST_TEXT ? `${line.slice(0, LONGEST_TEXT - 1)}…` : line;
}
