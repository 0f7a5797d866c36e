import { type Company, nextSerial } from '../companies/company.ts';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo, Call } from './call.ts';
import { pageOf } from './page.ts';
import { referenced } from './references.ts';
import { invalidParameter, RestError } from './rest-error.ts';

export const numberAnswers: AnswersTo<
  | 'getNumbers'
  | 'getUserNumbers'
  | 'changeNumberSettings'
  | 'addQuickDialNumber'
  | 'validateQuickDialNumber'
  | 'changeQuickDialNumber'
  | 'deleteQuickDialNumber'
> = {
  // All of them, unless asked for a page.
  getNumbers: ({ company, query }) => ({ items: pageOf(company.tables.numbers, query) }),

  getUserNumbers: (call) => {
    const { id } = call.row('userId');
    const { phonelines, faxlines, numbers } = call.company.tables;
    const endpoints = [id, ...[...phonelines, ...faxlines].filter(({ userId }) => userId === id).map((row) => row.id)];
    return { items: numbers.filter(({ endpointId = '' }) => endpoints.includes(endpointId)) };
  },

  changeNumberSettings: (call) => {
    const { endpointId } = call.body;
    if (endpointId !== undefined) Object.assign(call.row('numberId'), endpointOf(call, endpointId));
  },

  addQuickDialNumber: ({ company, body: { userId, number } }) => {
    const person = referenced(company, 'people', 'userId', userId);
    const free = freeQuickDial(company, number);
    company.tables.numbers.push({
      id: String(nextSerial(company, 'number')),
      number: free,
      localized: free,
      type: 'QUICKDIAL',
      endpointId: person.id,
      endpointAlias: `${person.firstname} ${person.lastname}`,
      endpointUrl: '',
    });
  },
  validateQuickDialNumber: ({ company, path }) => void freeQuickDial(company, path['quickDialNumber']),
  changeQuickDialNumber: (call) => {
    const row = quickDialAt(call);
    const person = referenced(call.company, 'people', 'userId', call.body.userId);
    const number = call.body.number === row.number ? row.number : freeQuickDial(call.company, call.body.number);
    const endpointAlias = `${person.firstname} ${person.lastname}`;
    Object.assign(row, { number, localized: number, endpointId: person.id, endpointAlias });
  },
  deleteQuickDialNumber: (call) => removeRow(call.company, 'numberId', quickDialAt(call).id) as undefined,
};

/** What rings: a phone line, a fax line or a group; nothing for an empty id. Throws 400 for any other. */
function endpointOf({ company: { tables }, apiUrl }: Call, id: string) {
  if (id === '') return { endpointId: '', endpointAlias: '', endpointUrl: '' };
  const phoneline = tables.phonelines.find((row) => row.id === id);
  const faxline = tables.faxlines.find((row) => row.id === id);
  const group = tables.groups.find((row) => row.id === id);
  const found = phoneline ?? faxline ?? group;
  if (found === undefined) throw invalidParameter('endpointId: There is no such id.');
  const kind = phoneline ? `${phoneline.userId}/phonelines` : faxline ? `${faxline.userId}/faxlines` : 'groups';
  return { endpointId: id, endpointAlias: found.alias, endpointUrl: `${apiUrl}/${kind}/${id}` };
}

function quickDialAt(call: Call) {
  const row = call.row('numberId');
  if (row.type !== 'QUICKDIAL') throw new RestError(404);
  return row;
}

/** A short number nobody has yet; throws 400 otherwise. */
function freeQuickDial({ tables: { numbers } }: Company, number: string | undefined): string {
  if (number === undefined || !/^[1-9]\d{1,4}$/.test(number)) {
    throw invalidParameter('number: Write a number of 2 to 5 digits that does not begin with 0.');
  }
  if (numbers.some((row) => row.type === 'QUICKDIAL' && row.number === number)) {
    throw invalidParameter('number: It is taken.');
  }
  return number;
}
