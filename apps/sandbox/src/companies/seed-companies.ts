import type { Schemas } from '@sipgate-kit/core/operations';
import type { SandboxUser } from '../accounts.ts';
import { ALICE, BOB, NINA } from '../seed.ts';
import { type Company, emptyTables } from './company.ts';
import { channelEvents, supportChannel } from './seed-channels.ts';
import { historyOf } from './seed-history.ts';
import { addGroup, addLinesOf, addSettings } from './seed-lines.ts';

// Every phone number is from the ranges the German regulator keeps free for film and fiction.

/** What the seeded accounts have, with a history that ends just before `now` (milliseconds since the epoch). */
export function seedCompanies(now: number): readonly Company[] {
  return [adlerOptik(now), brandtLogistik(now), nolteDesign(now)];
}

/** Of everything something: a classic account. */
function adlerOptik(now: number): Company {
  const company = companyOf(ALICE, 123_400);
  const { tables } = company;
  tables.people.push(person(ALICE, { defaultDevice: 'e0', directDialIds: ['d0'], admin: true }), {
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
  });
  tables.numbers.push(
    number('1001', '+493023125001', '030 23125001', { id: 'p0', alias: 'Alice Adler', user: 'w0' }),
    number('1002', '+493023125002', '030 23125002', { id: 'p1', alias: 'Anton Amsel', user: 'w1' }),
    number('1003', '+496990009003', '069 90009003', { id: 'f0', alias: 'Fax', user: 'w0' }),
    number('1004', '+494066969004', '040 66969004'),
  );
  tables.history = historyOf(now, '+493023125001', 40, ['CALL', 'CALL', 'VOICEMAIL', 'CALL', 'SMS', 'FAX']);
  addLinesOf(company, { phonelines: true });
  addGroup(company);
  addSettings(company, now);
  tables.portings.push({
    id: '5001',
    portDate: new Date(now + 30 * 24 * 3_600_000).toISOString(),
    numbers: [{ id: '5101', number: '+496990009001' }],
    status: 1,
    revocable: true,
    pending: true,
  });
  return company;
}

/** Came over from a classic account: no calls in the history, but what else there was. */
function brandtLogistik(now: number): Company {
  const company = companyOf(BOB, 5_678_900);
  const { tables } = company;
  tables.people.push(person(BOB, { defaultDevice: 'e0', directDialIds: [], admin: true }));
  tables.numbers.push(
    number('2001', '+492214710001', '0221 4710001', { id: 'p0', alias: 'Bob Brandt', user: 'w0' }),
    number('2002', '+498999998002', '089 99998002'),
  );
  tables.history = historyOf(now, '+492214710001', 8, ['SMS', 'VOICEMAIL', 'FAX']);
  addLinesOf(company, { phonelines: true });
  addSettings(company, now);
  tables.channels.push(supportChannel(now));
  return company;
}

/** Began as an account of the newer kind; its calls are in a channel, and its address is not confirmed yet. */
function nolteDesign(now: number): Company {
  const company = companyOf(NINA, 250_000);
  const { tables } = company;
  company.verified = false;
  tables.people.push(person(NINA, { defaultDevice: 'e0', directDialIds: [], admin: true }));
  tables.numbers.push(number('3001', '+498999998031', '089 99998031'), number('3002', '+492214710032', '0221 4710032'));
  tables.history = historyOf(now, '+498999998031', 4, ['SMS', 'FAX']);
  addLinesOf(company, { phonelines: false });
  addSettings(company, now);
  const channel = supportChannel(now);
  tables.channels.push(channel);
  tables.channelEvents = channelEvents(channel, '+498999998031', 12, now);
  return company;
}

function companyOf({ masterSipId }: SandboxUser, balance: number): Company {
  return {
    masterSipId,
    balance,
    verified: true,
    webhooks: { incomingUrl: '', outgoingUrl: '', log: false, whitelist: [] },
    // Of what is seeded, the last; above all entries, calls and events that seeds can have.
    serials: {
      history: 40_999,
      number: 8_999,
      call: 999,
      event: 999,
      session: 0,
      contact: 100,
      notification: 3_000,
      greeting: 2_002,
      parallelForwarding: 7_001,
      callerId: 6_001,
    },
    tables: emptyTables(),
  };
}

function person(
  user: SandboxUser,
  more: Pick<Schemas['User'], 'defaultDevice' | 'directDialIds' | 'admin'>,
): Schemas['User'] {
  const { userId: id, firstname, lastname, email } = user;
  return { id, firstname, lastname, email, busyOnBusy: false, addressId: '1', timezone: 'Europe/Berlin', ...more };
}

function number(
  id: string,
  digits: string,
  localized: string,
  endpoint?: { id: string; alias: string; user: string },
): Schemas['PhoneNumber'] {
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
