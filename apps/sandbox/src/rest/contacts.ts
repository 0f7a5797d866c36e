import type { Schemas } from '@sipgate-kit/core/operations';
import { nextSerial, type Tables } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import { bytesIn } from './base64.ts';
import type { AnswersTo, Call } from './call.ts';
import { contactsCsv, contactsInCsv } from './contact-csv.ts';
import { contactInVcard, vcardOf } from './contact-vcard.ts';
import { pageOf } from './page.ts';
import { sameNumber } from './phone-number.ts';
import { invalidParameter, RestError } from './rest-error.ts';

type ContactRow = Tables['contacts'];

export const contactAnswers: AnswersTo<
  | 'getContacts'
  | 'createContact'
  | 'updateContact'
  | 'deleteContact'
  | 'deleteAllContacts'
  | 'getInternalContacts'
  | 'importContactsFromGoogle'
> = {
  getContacts: (call) => {
    const { phonenumbers, ...range } = call.query;
    const found = visibleTo(call).filter(
      ({ numbers = [] }) =>
        phonenumbers === undefined ||
        numbers.some(({ number = '' }) => phonenumbers.some((wanted) => sameNumber(wanted, number))),
    );
    return { items: pageOf(found, range).map(({ userId: _, ...contact }) => contact), totalCount: found.length };
  },
  createContact: (call) => add(call, call.body),
  updateContact: (call) => replace(changeable(call), call, call.body),
  deleteContact: (call) => void removeRow(call.company, 'contactId', changeable(call).id),
  deleteAllContacts: (call) => {
    for (const { id } of visibleTo(call).filter(({ scope }) => scope !== 'INTERNAL')) {
      removeRow(call.company, 'contactId', id);
    }
  },
  getInternalContacts: ({ company: { tables } }) => ({
    items: tables.people.map(({ id, firstname, lastname, email, directDialIds = [] }) => {
      const lines = [...tables.phonelines, ...tables.faxlines].filter(({ userId }) => userId === id);
      const numbersAt = (letter: string) =>
        tables.numbers
          .filter(({ endpointId = '' }) => endpointId.startsWith(letter) && lines.some((row) => row.id === endpointId))
          .map(({ number }) => number);
      const [landline, fax] = [numbersAt('p'), numbersAt('f')];
      return {
        id,
        name: `${firstname} ${lastname}`,
        emails: [email],
        mobile: [],
        landline,
        fax,
        directdial: directDialIds,
      };
    }),
  }),
  // Google is not asked: every token opens an address book with one contact.
  importContactsFromGoogle: (call) => {
    if (!call.body.token) throw invalidParameter('token: It is needed.');
    add(call, { name: 'Greta Google', numbers: [{ number: '+494066969110', type: ['work'] }], scope: 'PRIVATE' });
  },
};

export const contactFileAnswers: AnswersTo<
  'importContactsFromCsv' | 'getContactsCsv' | 'getContactsVcard' | 'putContactVcard'
> = {
  importContactsFromCsv: (call) => {
    const csv = bytesIn('base64Content', call.body.base64Content).toString();
    for (const contact of contactsInCsv(csv)) add(call, contact);
  },
  getContactsCsv: (call) => contactsCsv(ofScopes(call, call.query.scope)),
  getContactsVcard: (call) => {
    const { scope, contactIds, ...range } = call.query;
    const found = ofScopes(call, scope).filter(({ id }) => contactIds === undefined || contactIds.includes(id));
    return { contacts: pageOf(found, range).map(vcardOf), overallMatches: found.length };
  },
  putContactVcard: (call) => {
    const contact = contactInVcard(call.body);
    const { contactId } = call.body;
    if (contactId === undefined) return add(call, contact);
    const row = visibleTo(call).find(({ id, scope }) => id === contactId && scope !== 'INTERNAL');
    if (row === undefined) throw invalidParameter('contactId: There is no such contact to replace.');
    return replace(row, call, { ...contact, scope: row.scope === 'PRIVATE' ? 'PRIVATE' : 'SHARED' });
  },
};

function add(call: Call, contact: Schemas['CreateContactRequest']): undefined {
  const serial = nextSerial(call.company, 'contact');
  const id = `0c2f5d0e-7d5c-4a0b-9d3e-${String(serial).padStart(12, '0')}`;
  call.company.tables.contacts.push(rowOf(id, call, contact));
}

function replace(row: ContactRow, call: Call, contact: Schemas['CreateContactRequest']): undefined {
  Object.assign(row, rowOf(row.id, call, contact));
}

/** All of a contact: what the request leaves out is empty. */
function rowOf(id: string, { caller }: Call, contact: Schemas['CreateContactRequest']): ContactRow {
  const { name, given = '', family = '', picture = '', scope } = contact;
  const { emails = [], numbers = [], addresses = [], organization = [] } = contact;
  return {
    id,
    userId: scope === 'PRIVATE' ? caller.user.userId : '',
    name: name ?? `${given} ${family}`.trim(),
    picture,
    emails,
    numbers,
    addresses,
    organization,
    scope,
  };
}

/** Shared contacts, colleagues, and the caller's own. */
function visibleTo({ company, caller }: Call): readonly ContactRow[] {
  return company.tables.contacts.filter(({ scope, userId }) => scope !== 'PRIVATE' || userId === caller.user.userId);
}

function ofScopes(call: Call, scopes: readonly string[] | undefined) {
  return visibleTo(call).filter(({ scope = '' }) => scopes === undefined || scopes.includes(scope));
}

/** The contact in the path: 404 for somebody else's, 403 for a colleague. */
function changeable(call: Call): ContactRow {
  const row = call.row('contactId');
  if (!visibleTo(call).includes(row)) throw new RestError(404);
  if (row.scope === 'INTERNAL') throw new RestError(403);
  return row;
}
