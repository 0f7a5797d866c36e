import type { Schemas } from '@sipgate-kit/core/operations';
import { nextSerial } from '../companies/company.ts';
import type { Call } from './call.ts';

/** Writes down something that went out, as the newest entry of the history. */
export function writeOutgoing(
  { company, now }: Call,
  details: Pick<Schemas['HistoryEntry'], 'type' | 'source' | 'target'> & Partial<Schemas['HistoryEntry']>,
): Schemas['HistoryEntry'] {
  const instant = new Date(now).toISOString();
  const entry: Schemas['HistoryEntry'] = {
    id: String(nextSerial(company, 'history')),
    sourceAlias: '',
    targetAlias: '',
    created: instant,
    lastModified: instant,
    direction: 'OUTGOING',
    incoming: false,
    status: 'PICKUP',
    connectionIds: [],
    read: true,
    archived: false,
    note: '',
    starred: false,
    labels: [],
    endpoints: [],
    ...details,
  };
  company.tables.history.unshift(entry);
  return entry;
}
