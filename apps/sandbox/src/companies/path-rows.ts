import type { Company, TableName, Tables } from './company.ts';

/** Which table the id in a path parameter is of. What the path names and the table does not have is 404. */
const TABLE_OF = {
  userId: 'people',
  addressId: 'addresses',
  numberId: 'numbers',
  deviceId: 'devices',
  phonelineId: 'phonelines',
  parallelForwardingId: 'parallelForwardings',
  voicemailId: 'voicemails',
  greetingId: 'greetings',
  faxlineId: 'faxlines',
  groupId: 'groups',
  smsId: 'smsExtensions',
  callerId: 'smsCallerIds',
  contactId: 'contacts',
  entryId: 'history',
  notificationId: 'notifications',
  portingId: 'portings',
  callId: 'calls',
  channelId: 'channels',
  id: 'appEvents',
} as const satisfies Record<string, TableName>;

/** A path parameter whose value is the id of a row. */
export type RowParameter = keyof typeof TABLE_OF;

/** The row a path parameter names. */
export type RowAt<Parameter extends RowParameter> = Tables[(typeof TABLE_OF)[Parameter]];

/** Rows with a field of one of these names belong to the row with that id, and go with it. */
const OWNERS: ReadonlySet<RowParameter> = new Set(['userId', 'phonelineId', 'voicemailId', 'groupId', 'smsId']);

type AnyRow = { id: string } & Record<string, unknown>;

export function isRowParameter(name: string): name is RowParameter {
  return Object.hasOwn(TABLE_OF, name);
}

/**
 * The row that a path parameter names, if it is there and belongs to what the rest of the path names: the phone line
 * `p1` of Anton is not at `/w0/phonelines/p1`.
 */
export function rowAt<Parameter extends RowParameter>(
  company: Company,
  path: Readonly<Record<string, string>>,
  parameter: Parameter,
): RowAt<Parameter> | undefined {
  const rows = company.tables[TABLE_OF[parameter]] as AnyRow[];
  const belongs = (row: AnyRow) =>
    Object.entries(path).every(([name, value]) => row[name] === undefined || row[name] === value);
  return rows.find((row) => row.id === path[parameter] && belongs(row)) as RowAt<Parameter> | undefined;
}

/**
 * Takes a row away, and with it all that belonged to it: the phone line's voicemail, the voicemail's greetings. What
 * only pointed to it points nowhere any more.
 */
export function removeRow(company: Company, parameter: RowParameter, id: string): void {
  remove(company.tables[TABLE_OF[parameter]] as AnyRow[], (row) => row.id === id);
  for (const [name, table] of OWNERS.has(parameter) ? Object.entries(TABLE_OF) : []) {
    const owned = (company.tables[table] as AnyRow[]).filter((row) => row[parameter] === id);
    for (const row of owned) removeRow(company, name as RowParameter, row.id);
  }
  if (parameter === 'deviceId') {
    for (const { deviceIds } of [...company.tables.phonelines, ...company.tables.groups]) {
      remove(deviceIds, (deviceId) => deviceId === id);
    }
  }
  if (parameter === 'userId') {
    for (const { userIds } of company.tables.groups) remove(userIds, (userId) => userId === id);
  }
  if (parameter !== 'numberId') freeNumbersOf(company, id);
}

/** A quick dial number goes with its person; other numbers stay and ring nowhere. */
function freeNumbersOf({ tables: { numbers } }: Company, endpointId: string): void {
  remove(numbers, (number) => number.type === 'QUICKDIAL' && number.endpointId === endpointId);
  for (const number of numbers) {
    if (number.endpointId === endpointId) Object.assign(number, { endpointId: '', endpointAlias: '', endpointUrl: '' });
  }
}

function remove<Row>(rows: Row[], goes: (row: Row) => boolean): void {
  rows.splice(0, rows.length, ...rows.filter((row) => !goes(row)));
}
