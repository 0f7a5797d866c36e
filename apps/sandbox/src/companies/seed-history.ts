import type { Schemas } from '@sipgate-kit/core/operations';

// Every phone number is from the ranges the German regulator keeps free for film and fiction.

const HOUR_MS = 3_600_000;

type Kind = 'CALL' | 'VOICEMAIL' | 'SMS' | 'FAX';

/** People outside, as they appear in every history. */
const OTHERS = [
  { number: '+493023125101', alias: 'Carla Conrad' },
  { number: '+496990009102', alias: 'Dario Dorn' },
  { number: '+494066969103', alias: '' },
  { number: '+492214710104', alias: 'Emma Esch' },
  { number: '+498999998105', alias: '' },
];

/** `count` entries, newest first, seven hours apart; the kinds take turns. Every ninth is archived, every fifth starred. */
export function historyOf(now: number, own: string, count: number, kinds: readonly Kind[]): Schemas['HistoryEntry'][] {
  return Array.from({ length: count }, (_, index): Schemas['HistoryEntry'] => {
    const type = kinds[index % kinds.length] ?? 'CALL';
    const other = OTHERS[index % OTHERS.length] ?? { number: '', alias: '' };
    const incoming = type === 'VOICEMAIL' || index % 2 === 0;
    const missed = type === 'VOICEMAIL' || (type === 'CALL' && index % 3 === 0);
    const createdAt = now - (index * 7 + 1) * HOUR_MS;
    const outside = { number: other.number, alias: other.alias };
    const inside = { number: own, alias: '' };
    const [source, target] = incoming ? [outside, inside] : [inside, outside];
    return {
      id: String(40_000 + count - index),
      source: source.number,
      target: target.number,
      sourceAlias: source.alias,
      targetAlias: target.alias,
      type,
      created: new Date(createdAt).toISOString(),
      lastModified: new Date(createdAt + 60_000).toISOString(),
      direction: `${missed ? 'MISSED_' : ''}${incoming ? 'INCOMING' : 'OUTGOING'}`,
      incoming,
      status: missed ? 'NOPICKUP' : 'PICKUP',
      connectionIds: [{ CALL: 'p0', VOICEMAIL: 'v0', SMS: 's0', FAX: 'f0' }[type]],
      read: index > 3,
      archived: index % 9 === 8,
      note: index % 10 === 4 ? 'Call back on Monday' : '',
      starred: index % 5 === 4,
      labels: [],
      endpoints: [],
      ...detailsOf(type, index, missed),
    };
  });
}

/** The fields only one kind of entry has. */
function detailsOf(type: Kind, index: number, missed: boolean): Partial<Schemas['HistoryEntry']> {
  switch (type) {
    case 'CALL':
      return {
        callId: `sandbox-call-${index}`,
        callStatus: missed ? 'MISSED' : 'SUCCESS',
        duration: missed ? 0 : 30 + index * 7,
        recordings: [],
      };
    case 'VOICEMAIL':
      return { duration: 12 + index, transcription: 'Please call me back.', recordingUrl: '' };
    case 'SMS':
      return { smsContent: `Your order ${1000 + index} is ready.` };
    case 'FAX':
      return { faxStatusType: 'SENT', documentUrl: '', reportUrl: '', previewUrl: '', pageCount: 1 + (index % 4) };
  }
}
