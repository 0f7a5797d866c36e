import type { SandboxAccount, SandboxHistoryEntry, SandboxNumber, SandboxPerson, SandboxUser } from './accounts.ts';

// Every phone number is from the ranges the German regulator keeps free for film and fiction.

const HOUR_MS = 3_600_000;

/** The two companies, with a history that ends just before `now` (milliseconds since the epoch). */
export function seedAccounts(alice: SandboxUser, bob: SandboxUser, now: number): readonly SandboxAccount[] {
  return [
    {
      masterSipId: alice.masterSipId,
      domain: 'sipgate.de',
      company: 'Adler Optik GmbH',
      featureScope: 'CLASSIC_PBX',
      balance: 123_400,
      people: [
        person(alice, { defaultDevice: 'e0', directDialIds: ['d0'], admin: true }),
        {
          id: 'w1',
          firstname: 'Anton',
          lastname: 'Amsel',
          email: 'anton@adler-optik.example',
          defaultDevice: 'e1',
          busyOnBusy: true,
          addressId: '1',
          directDialIds: ['d1'],
          timezone: 'Europe/Berlin',
          admin: false,
        },
      ],
      numbers: [
        number('1001', '+493023125001', '030 23125001', { id: 'p0', alias: 'Alice Adler', user: 'w0' }),
        number('1002', '+493023125002', '030 23125002', { id: 'p1', alias: 'Anton Amsel', user: 'w1' }),
        number('1003', '+496990009003', '069 90009003', { id: 'f0', alias: 'Fax', user: 'w0' }),
        number('1004', '+494066969004', '040 66969004'),
      ],
      history: historyOf(now, '+493023125001', 40, ['CALL', 'CALL', 'VOICEMAIL', 'CALL', 'SMS', 'FAX']),
    },
    {
      masterSipId: bob.masterSipId,
      domain: 'sipgate.de',
      company: 'Brandt Logistik GmbH',
      featureScope: 'NEO_PBX',
      balance: 5_678_900,
      people: [person(bob, { defaultDevice: 'e0', directDialIds: [], admin: true })],
      numbers: [
        number('2001', '+492214710001', '0221 4710001', { id: 'p0', alias: 'Bob Brandt', user: 'w0' }),
        number('2002', '+498999998002', '089 99998002'),
      ],
      // Accounts of the newer kind have no calls here.
      history: historyOf(now, '+492214710001', 8, ['SMS', 'VOICEMAIL', 'FAX']),
    },
  ];
}

function person(
  user: SandboxUser,
  more: Pick<SandboxPerson, 'defaultDevice' | 'directDialIds' | 'admin'>,
): SandboxPerson {
  const { userId: id, firstname, lastname, email } = user;
  return { id, firstname, lastname, email, busyOnBusy: false, addressId: '1', timezone: 'Europe/Berlin', ...more };
}

function number(
  id: string,
  digits: string,
  localized: string,
  endpoint?: { id: string; alias: string; user: string },
): SandboxNumber {
  const kind = endpoint?.id.startsWith('f') ? 'faxlines' : 'phonelines';
  return {
    id,
    number: digits,
    localized,
    type: 'LANDLINE',
    endpointId: endpoint?.id ?? '',
    endpointAlias: endpoint?.alias ?? '',
    endpointUrl: endpoint === undefined ? '' : `https://api.sipgate.com/v2/${endpoint.user}/${kind}/${endpoint.id}`,
  };
}

/** People outside, as they appear in both histories. */
const OTHERS = [
  { number: '+493023125101', alias: 'Carla Conrad' },
  { number: '+496990009102', alias: 'Dario Dorn' },
  { number: '+494066969103', alias: '' },
  { number: '+492214710104', alias: 'Emma Esch' },
  { number: '+498999998105', alias: '' },
];

/** `count` entries, newest first, seven hours apart; the kinds take turns. Every ninth is archived, every fifth starred. */
function historyOf(
  now: number,
  own: string,
  count: number,
  kinds: readonly SandboxHistoryEntry['type'][],
): SandboxHistoryEntry[] {
  return Array.from({ length: count }, (_, index): SandboxHistoryEntry => {
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
function detailsOf(type: SandboxHistoryEntry['type'], index: number, missed: boolean): Record<string, unknown> {
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
