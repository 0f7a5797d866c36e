import type { Company } from '../companies/company.ts';
import { invalidParameter } from './rest-error.ts';

/** The digits of a number: what is equal in them is the same number, however it is written. */
export function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}

/** Compares digits alone: `+49 30 …`, and `+` read as a space from a query, are the same number. */
export function sameNumber(a: string, b: string): boolean {
  return digitsOf(a) === digitsOf(b);
}

/**
 * The number of the field, as E.164 with its `+`. Without a country code it is a German one.
 *
 * @throws RestError 400 for what is no phone number.
 */
export function phoneNumberIn(field: string, value: string | undefined): string {
  const number = (value ?? '')
    .replace(/[ ()/-]/g, '')
    .replace(/^00/, '+')
    .replace(/^0/, '+49');
  if (!/^\+?[1-9]\d{4,14}$/.test(number))
    throw invalidParameter(`${field}: Write a phone number, such as +494066969001.`);
  return number.startsWith('+') ? number : `+${number}`;
}

/** One of the account's own numbers; throws 400 for any other. */
export function ownNumberIn(company: Company, field: string, value: string | undefined): string {
  const number = phoneNumberIn(field, value);
  const own = [...company.tables.numbers.map((row) => row.number), ...verifiedNumbers(company)];
  if (!own.includes(number)) throw invalidParameter(`${field}: Write one of the account's numbers: ${own.join(', ')}.`);
  return number;
}

function verifiedNumbers({ tables: { smsCallerIds } }: Company): readonly string[] {
  return smsCallerIds.filter(({ verified }) => verified).map(({ phonenumber }) => phonenumber);
}
