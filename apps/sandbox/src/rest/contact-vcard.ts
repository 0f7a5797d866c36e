import type { Schemas } from '@sipgate-kit/core/operations';
import { invalidParameter } from './rest-error.ts';

/** A contact by the properties of a vCard: FN, TEL, EMAIL, ORG. */
export function vcardOf({ id, name = '', numbers = [], emails = [], organization = [] }: Schemas['Contact']) {
  return {
    contactId: id,
    item: {
      FN: [{ value: name }],
      ...(numbers.length > 0 && { TEL: numbers.map(({ number, type }) => ({ value: number, type })) }),
      ...(emails.length > 0 && { EMAIL: emails.map(({ email, type }) => ({ value: email, type })) }),
      ...(organization.length > 0 && { ORG: organization.map((value) => ({ value })) }),
    },
  };
}

/** What a vCard says about a contact; throws 400 without a name. */
export function contactInVcard({ item = {} }: Schemas['VcardContact']): Schemas['CreateContactRequest'] {
  const [name] = textsOf(item, 'FN');
  if (name === undefined) throw invalidParameter('item.FN: It is needed: [{"value": "Carol Example"}].');
  return {
    name,
    numbers: textsOf(item, 'TEL').map((number) => ({ number, type: ['work'] })),
    emails: textsOf(item, 'EMAIL').map((email) => ({ email, type: ['work'] })),
    addresses: [],
    organization: textsOf(item, 'ORG').map((organization) => [organization]),
    scope: 'SHARED',
  };
}

/** The values of a property that are texts; nothing is promised about the rest. */
function textsOf(item: Readonly<Record<string, unknown>>, property: string): readonly string[] {
  const entries = Object.hasOwn(item, property) ? item[property] : undefined;
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const value = typeof entry === 'object' && entry !== null && 'value' in entry ? entry.value : undefined;
    return typeof value === 'string' && value !== '' ? [value] : [];
  });
}
