import type { Schemas } from '@sipgate-kit/core/operations';
import { removeRow } from '../companies/path-rows.ts';
import type { AnswersTo, Call } from './call.ts';
import { csvOf } from './csv.ts';
import { entriesThatFit } from './history-filters.ts';
import { pageOf } from './page.ts';
import { referenced } from './references.ts';

const COLUMNS = ['id', 'type', 'direction', 'source', 'target', 'created'] as const;

export const historyAnswers: AnswersTo<
  | 'getHistory'
  | 'getHistoryCSV'
  | 'getHistoryById'
  | 'updateHistoryEntries'
  | 'updateHistoryEntry'
  | 'deleteHistoryEntries'
  | 'deleteHistoryEntry'
  | 'setHistoryEntryArchived'
  | 'setHistoryEntryNote'
  | 'setHistoryEntryRead'
> = {
  // The entries that pass every filter, newest first, one page of them, and how many there are in all.
  getHistory: (call) => {
    const found = entriesThatFit(call);
    return { items: pageOf(found, call.query).map((entry) => shownEntry(entry, call.now)), totalCount: found.length };
  },
  getHistoryCSV: (call) => {
    const rows = pageOf(entriesThatFit(call), call.query).map((entry) => COLUMNS.map((column) => entry[column]));
    return csvOf([COLUMNS, ...rows]);
  },
  getHistoryById: (call) => shownEntry(call.row('entryId'), call.now),

  // All of them or, when one does not exist, none.
  updateHistoryEntries: (call) => {
    const changes = call.body.map(({ id, ...switches }, at) => ({
      entry: referenced(call.company, 'history', `[${at}].id`, id),
      switches,
    }));
    for (const { entry, switches } of changes) change(call, entry, switches);
  },
  updateHistoryEntry: (call) => change(call, call.row('entryId'), call.body),
  deleteHistoryEntry: (call) => void removeRow(call.company, 'entryId', call.row('entryId').id),

  // Without ids: everything.
  deleteHistoryEntries: ({ company: { tables }, query: { id: ids = [] } }) => {
    tables.history = ids.length === 0 ? [] : tables.history.filter(({ id }) => !ids.includes(id));
  },

  setHistoryEntryArchived: (call) => change(call, call.row('entryId'), { archived: call.body.value ?? false }),
  setHistoryEntryRead: (call) => change(call, call.row('entryId'), { read: call.body.value ?? false }),
  setHistoryEntryNote: (call) => {
    const entry = call.row('entryId');
    change(call, entry, { note: call.body.note });
    return JSON.stringify(shownEntry(entry, call.now));
  },
};

function change(
  { now }: Call,
  entry: Schemas['HistoryEntry'],
  changes: Partial<Pick<Schemas['HistoryEntry'], 'note' | 'archived' | 'read' | 'starred'>>,
): undefined {
  Object.assign(entry, changes, { lastModified: new Date(now).toISOString() });
}

/** Milliseconds until a fax is being sent, and until it was. */
const FAX_BEGINS_MS = 2_000;
const FAX_ENDS_MS = 5_000;

/** A fax gets on as time goes by. */
function shownEntry(entry: Schemas['HistoryEntry'], now: number): Schemas['HistoryEntry'] {
  if (entry.faxStatusType !== 'PENDING') return entry;
  const age = now - Date.parse(entry.created);
  return { ...entry, faxStatusType: age < FAX_BEGINS_MS ? 'PENDING' : age < FAX_ENDS_MS ? 'SENDING' : 'SENT' };
}
