import type { Schemas } from '@sipgate-kit/core/operations';
import { csvOf, rowsOf } from './csv.ts';
import { invalidParameter } from './rest-error.ts';

const COLUMNS = ['firstname', 'lastname', 'organizationName', 'number'] as const;

/** Contacts as a CSV file; of several numbers the first. */
export function contactsCsv(contacts: readonly Schemas['Contact'][]): string {
  const rows = contacts.map(({ name = '', numbers, organization }) => {
    const [, first = '', last = ''] = /^(.*?)\s*(\S*)$/.exec(name) ?? [];
    return [first, last, organization?.[0]?.[0] ?? '', numbers?.[0]?.number ?? ''];
  });
  return csvOf([COLUMNS, ...rows]);
}

/** The contacts of a CSV file; throws 400 when its first line does not name the columns. */
export function contactsInCsv(csv: string): readonly Schemas['CreateContactRequest'][] {
  const [head = [], ...rows] = rowsOf(csv);
  if (!COLUMNS.every((column) => head.includes(column))) {
    throw invalidParameter(`base64Content: The first line has to name the columns ${COLUMNS.join(', ')}.`);
  }
  return rows.map((row) => {
    const [first, last, company, number] = COLUMNS.map((column) => row[head.indexOf(column)] ?? '');
    return {
      name: [first, last].filter(Boolean).join(' '),
      emails: [],
      numbers: number ? [{ number, type: ['work'] }] : [],
      addresses: [],
      organization: company ? [[company]] : [],
      scope: 'SHARED',
    };
  });
}
