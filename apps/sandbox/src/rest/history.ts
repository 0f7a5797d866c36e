import type { SandboxAccount, SandboxHistoryEntry } from '../accounts.ts';
import { booleanIn, instantIn, integerIn, listIn } from './query.ts';
import { RestError } from './rest-error.ts';

/** A page is never longer than this. */
const LONGEST_PAGE = 1000;
const USUAL_PAGE = 10;

/**
 * `GET /history`: the entries that pass every filter, newest first, one page of them, and how many there are in all.
 *
 * @throws RestError 400 for a parameter out of its range, 403 for a device id on an account of the newer kind.
 */
export function history(account: SandboxAccount, query: URLSearchParams) {
  const offset = integerIn(query, 'offset', { min: 0, max: 2_147_483_647 }) ?? 0;
  const limit = integerIn(query, 'limit', { min: 0, max: LONGEST_PAGE }) ?? USUAL_PAGE;
  const filters = filtersOf(account, query);
  const found = account.history.filter((entry) => filters.every((passes) => passes(entry)));
  const newestFirst = found.toSorted((a, b) => Date.parse(b.created) - Date.parse(a.created));
  return { items: newestFirst.slice(offset, offset + limit), totalCount: found.length };
}

type Filter = (entry: SandboxHistoryEntry) => boolean;

function filtersOf(account: SandboxAccount, query: URLSearchParams): Filter[] {
  const connectionIds = query.getAll('connectionIds');
  if (account.featureScope === 'NEO_PBX' && connectionIds.some((id) => /^[exy]\d+$/.test(id))) throw new RestError(403);
  const types = listIn(query, 'types', ['CALL', 'VOICEMAIL', 'SMS', 'FAX']);
  const directions = listIn(query, 'directions', ['INCOMING', 'OUTGOING', 'MISSED_INCOMING', 'MISSED_OUTGOING']);
  const starred = listIn(query, 'starred', ['STARRED', 'UNSTARRED']);
  const archived = booleanIn(query, 'archived') ?? false;
  const from = instantIn(query, 'from');
  const to = instantIn(query, 'to');
  const phonenumber = query.get('phonenumber');
  return [
    (entry) => connectionIds.length === 0 || entry.connectionIds.some((id) => connectionIds.includes(id)),
    (entry) => types === undefined || types.includes(entry.type),
    (entry) => directions === undefined || directions.includes(entry.direction),
    (entry) => starred === undefined || starred.includes(entry.starred ? 'STARRED' : 'UNSTARRED'),
    (entry) => entry.archived === archived,
    (entry) => from === undefined || Date.parse(entry.created) >= from,
    (entry) => to === undefined || Date.parse(entry.created) < to,
    (entry) => phonenumber === null || [entry.source, entry.target].some((own) => sameNumber(own, phonenumber)),
  ];
}

/** Compares digits alone: `+49 30 …`, and `+` read as a space from a query, are the same number. */
function sameNumber(a: string, b: string): boolean {
  return a.replace(/\D/g, '') === b.replace(/\D/g, '');
}
