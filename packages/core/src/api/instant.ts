import { SipgateKitError } from '../errors.ts';

/** RFC 3339: a date, a time, and where on earth that is. */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)$/;

/**
 * An instant as the API writes it (`format: date-time`) as a `Date`. Answers keep the text, so that nothing is lost on the
 * way from one system to another; this reads it where one wants to reckon.
 *
 * @throws SipgateKitError `invalid_input` for everything else: a date alone, a time without its zone, which would mean
 * something else on every computer.
 * @example
 * parseInstant(entry.created).getTime();
 */
export function parseInstant(text: string): Date {
  const date = new Date(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  if (INSTANT.test(text) && !Number.isNaN(date.getTime()) && isDayOfMonth(text)) return date;
  throw new SipgateKitError('invalid_input', 'This is no instant as the API writes it, such as 2026-01-31T08:00:00Z.', {
    hint: 'Hand over the text of a field that has format date-time, unchanged.',
  });
}

/** `Date` makes the 2nd of March of the 30th of February. */
function isDayOfMonth(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}
