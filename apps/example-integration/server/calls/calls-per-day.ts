import { readAllPages, type SipgateClient } from '@sipgate-kit/core';

/** How many calls there were on a day. */
export interface Day {
  /** As in `2026-05-04`. */
  readonly date: string;
  readonly incoming: number;
  /** Calls that nobody answered count as well. */
  readonly outgoing: number;
  readonly missed: number;
}

/** Days begin at midnight here. Your product may know where its people are. */
export const TIME_ZONE = 'Europe/Berlin';

const DAYS = 30;
const DAY_MS = 86_400_000;
/** As many as the API gives at once. */
const PAGE_SIZE = 1000;

const dateOf = new Intl.DateTimeFormat('en-CA', { timeZone: TIME_ZONE, dateStyle: 'short' });

/** The calls of the last 30 days, today included, the oldest day first. `now` in milliseconds since the epoch. */
export async function callsPerDay(sipgate: SipgateClient, now: number): Promise<readonly Day[]> {
  // A day more than is shown: the oldest one begins at its midnight, whenever that is.
  const from = new Date(now - (DAYS + 1) * DAY_MS).toISOString();
  // The API gives either what is archived or what is not.
  const [current, archived] = await Promise.all([false, true].map((archived) => callsSince(sipgate, from, archived)));
  const calls = [...(current ?? []), ...(archived ?? [])].map(({ created, direction }) => ({
    date: dateOf.format(new Date(created)),
    direction,
  }));
  return datesUpTo(now).map((date) => {
    const directions = calls.filter((call) => call.date === date).map(({ direction }) => direction);
    const count = (...wanted: string[]) => directions.filter((direction) => wanted.includes(direction)).length;
    return {
      date,
      incoming: count('INCOMING'),
      outgoing: count('OUTGOING', 'MISSED_OUTGOING'),
      missed: count('MISSED_INCOMING'),
    };
  });
}

function callsSince(sipgate: SipgateClient, from: string, archived: boolean) {
  return readAllPages(
    async (range) => (await sipgate.call('getHistory', { query: { types: ['CALL'], from, archived, ...range } })).data,
    { pageSize: PAGE_SIZE },
  );
}

/** At noon, so that a day of 23 or 25 hours is neither left out nor counted twice. */
function datesUpTo(now: number): readonly string[] {
  const noon = Date.parse(`${dateOf.format(now)}T12:00:00Z`);
  return Array.from({ length: DAYS }, (_, index) =>
    new Date(noon - (DAYS - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}
