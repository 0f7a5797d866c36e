import { blankDevice, blankFaxline, blankPhoneline, blankVoicemail } from './blank-rows.ts';
import type { Company } from './company.ts';

// Every phone number is from the ranges the German regulator keeps free for film and fiction.

/** A mobile number of somebody's own. */
const MOBILE_NUMBER = '+4915228817386';

/**
 * The lines of everybody: each person a phone and, on accounts that have them, a phone line with a voicemail; the first
 * person a SIM card, a phone of another network, a fax line and text messages, too.
 */
export function addLinesOf(company: Company, { phonelines }: { phonelines: boolean }): void {
  const { people, devices } = company.tables;
  for (const [at, { id, firstname, lastname }] of people.entries()) {
    devices.push({
      ...blankDevice(id, 'REGISTER', `e${at}`, 'Desk phone'),
      online: true,
      callerId: numberAt(company, at),
    });
    company.serials['e'] = at;
    if (phonelines) addPhoneline(company, id, at, `${firstname} ${lastname}`);
  }
  const [first] = people;
  if (first === undefined) return;
  devices.push(
    {
      ...blankDevice(first.id, 'MOBILE', 'y0', 'Mobile'),
      online: true,
      simId: '8949000000000000001',
      simState: 'ACTIVE',
    },
    { ...blankDevice(first.id, 'EXTERNAL', 'x0', 'Private mobile'), externalNumber: MOBILE_NUMBER },
  );
  const fax = { ...blankFaxline({ userId: first.id }, 'f0', 'Fax'), canReceive: true, callerId: numberAt(company, 2) };
  company.tables.faxlines.push(fax);
  company.tables.smsExtensions.push({ id: 's0', userId: first.id, alias: `${first.firstname}'s SMS` });
  company.tables.smsCallerIds.push({
    id: '6001',
    smsId: 's0',
    phonenumber: MOBILE_NUMBER,
    verified: true,
    defaultNumber: true,
  });
  Object.assign(company.serials, { y: 0, x: 0, f: 0 });
}

function addPhoneline(company: Company, userId: string, at: number, alias: string): void {
  const { phonelines, voicemails, greetings, parallelForwardings } = company.tables;
  const phonelineId = `p${at}`;
  phonelines.push({ ...blankPhoneline(userId, phonelineId, alias), deviceIds: [`e${at}`] });
  voicemails.push(blankVoicemail({ phonelineId }, `v${at}`, `${alias}'s voicemail`));
  if (at === 0) {
    greetings.push({ id: '2002', voicemailId: 'v0', alias: 'holiday.mp3', active: false });
    parallelForwardings.push({
      id: '7001',
      phonelineId,
      alias: 'Private mobile',
      destination: MOBILE_NUMBER,
      active: false,
    });
  }
  Object.assign(company.serials, { p: at, v: at });
}

/** Everybody in one group, with a fax line and a voicemail of its own. */
export function addGroup(company: Company): void {
  const { people, devices, groups, faxlines, voicemails } = company.tables;
  const userIds = people.map(({ id }) => id);
  const deviceIds = devices.filter(({ type }) => type === 'REGISTER').map(({ id }) => id);
  groups.push({ id: 'g0', alias: 'Sales', departmentId: 1, userIds, deviceIds });
  const serial = (company.serials['v'] ?? -1) + 1;
  voicemails.push(blankVoicemail({ groupId: 'g0' }, `v${serial}`, 'Sales'));
  faxlines.push(blankFaxline({ groupId: 'g0' }, 'f1', 'Sales fax'));
  Object.assign(company.serials, { v: serial, f: 1 });
}

/** Addresses, contacts, and one of each of what is set. */
export function addSettings(company: Company, now: number): void {
  const { tables } = company;
  const [first, ...colleagues] = tables.people;
  tables.addresses.push({ id: '1', ...address('Example Street 1', '10117', 'Berlin') });
  tables.contacts.push(
    contact(1, 'Carla Conrad', '+493023125101', 'SHARED'),
    { ...contact(2, 'Dario Dorn', '+496990009102', 'PRIVATE'), userId: first?.id ?? '' },
    ...colleagues.map(({ id, firstname, lastname }, at) => ({
      ...contact(11 + at, `${firstname} ${lastname}`, numberAt(company, at + 1), 'INTERNAL'),
      userId: id,
    })),
  );
  tables.greetings.push({ id: '2001', voicemailId: '', alias: 'recording-notice.mp3', active: true });
  tables.blacklist.push({ id: '494066969001', phoneNumber: '+494066969001', isBlock: false });
  tables.notifications.push({
    id: '3001',
    userId: first?.id ?? '',
    kind: 'fax',
    list: 'emails',
    endpointId: 'f0',
    email: first?.email ?? '',
    direction: 'INCOMING',
  });
  company.serials['notification'] = 3001;
  for (const phonelineId of ['', 'p0']) tables.webhookLog.push(logEntry(phonelineId, numberAt(company, 0), now));
  tables.appEvents.push({
    id: '8001',
    eventId: '8001',
    eventType: 'INFO',
    eventName: 'example',
    payload: { title: 'Example' },
  });
}

function numberAt({ tables: { numbers } }: Company, at: number): string {
  return (numbers[at] ?? numbers[0])?.number ?? '';
}

function address(streetAddress: string, postalCode: string, locality: string) {
  return { poBox: '', extendedAddress: '', streetAddress, locality, region: '', postalCode, country: 'DE' };
}

function contact(serial: number, name: string, number: string, scope: 'PRIVATE' | 'SHARED' | 'INTERNAL') {
  return {
    id: `0c2f5d0e-7d5c-4a0b-9d3e-${String(serial).padStart(12, '0')}`,
    userId: '',
    name,
    picture: '',
    emails: [],
    numbers: [{ number, type: ['work'] }],
    addresses: [],
    organization: [],
    scope,
  };
}

function logEntry(phonelineId: string, own: string, now: number) {
  return {
    id: `log-${phonelineId}`,
    phonelineId,
    created: new Date(now - 3_600_000).toISOString(),
    url: 'https://crm.example.com/webhooks/sipgate',
    request: `event=newCall&from=493023125101&to=${own.slice(1)}&direction=in&callId=sandbox-call-0`,
    response: '<Response/>',
    xmlError: '',
    status: '200',
  };
}
