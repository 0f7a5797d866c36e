import type { Schemas } from '@sipgate-kit/core/operations';
import type { Call } from './call.ts';
import { sameNumber } from './phone-number.ts';
import { invalidParameter, RestError } from './rest-error.ts';

type Filter = (entry: Schemas['HistoryEntry']) => boolean;

/**
 * The entries that pass the filters of the query, newest first.
 *
 * @throws RestError 400 for an instant that is none, 403 for a device id on an account of the newer kind.
 */
export function entriesThatFit(call: Call<'getHistory' | 'getHistoryCSV'>): readonly Schemas['HistoryEntry'][] {
  const filters = filtersOf(call);
  return call.company.tables.history
    .filter((entry) => filters.every((passes) => passes(entry)))
    .toSorted((a, b) => Date.parse(b.created) - Date.parse(a.created));
}

function filtersOf({ caller, query }: Call<'getHistory' | 'getHistoryCSV'>): readonly Filter[] {
  const { connectionIds, types, directions, starred, archived = false } = query;
  const phonenumber = 'phonenumber' in query ? query.phonenumber : undefined;
  const [from, to] = [instantIn('from', query.from), instantIn('to', query.to)];
  const isDevice = (id: string) => /^[exy]\d+$/.test(id);
  if (caller.account.featureScope === 'NEO_PBX' && connectionIds?.some(isDevice)) throw new RestError(403);
  return [
    (entry) => connectionIds === undefined || (entry.connectionIds ?? []).some((id) => connectionIds.includes(id)),
    (entry) => types === undefined || types.some((type) => type === entry.type),
    (entry) => directions === undefined || directions.some((direction) => direction === entry.direction),
    (entry) => starred === undefined || starred.includes(entry.starred ? 'STARRED' : 'UNSTARRED'),
    (entry) => entry.archived === archived,
    (entry) => from === undefined || Date.parse(entry.created) >= from,
    (entry) => to === undefined || Date.parse(entry.created) < to,
    (entry) => phonenumber === undefined || [entry.source, entry.target].some((own) => sameNumber(own, phonenumber)),
  ];
}

/** An instant, milliseconds since the epoch, from ISO 8601; throws 400 for anything else. */
function instantIn(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  // A plus sign that was not encoded arrives as a space.
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.replace(/ (\d{2}:?\d{2})$/, '+$1')) : Number.NaN;
  if (Number.isNaN(instant)) throw invalidParameter(`${name} must be an instant in ISO 8601`);
  return instant;
}
