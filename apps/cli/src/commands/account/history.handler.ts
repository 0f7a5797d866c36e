import { readAllPages } from '@sipgate-kit/core';
import type { Schemas } from '@sipgate-kit/core/operations';
import type { Arguments, Handler } from '../../command.ts';
import { instantText } from '../../output/instant.ts';
import { connect } from '../../session/connect.ts';
import { UsageError } from '../../usage-error.ts';
import type { options } from './history.ts';
import { historyDetails } from './history-details.ts';

type Entry = Schemas['HistoryEntry'];

const USUAL_COUNT = 10;
/** The longest page that the API gives. */
const LONGEST_PAGE = 1000;

const history: Handler<typeof options> = async (args, cli) => {
  const filters = filtersOf(args);
  const sipgate = await connect(cli);
  const entries = await readAllPages(
    async (range) => {
      const query = { ...filters, ...range };
      const { data } = await sipgate.GET('/history', { params: { query }, signal: cli.signal });
      return data;
    },
    { most: args.limit ?? USUAL_COUNT, pageSize: LONGEST_PAGE },
  );
  const { view } = cli.output;
  await cli.output.list(
    entries,
    [
      { head: 'WHEN', value: ({ created }: Entry) => instantText(created, view) },
      { head: 'TYPE', value: ({ type }) => type.toLowerCase() },
      { head: 'DIRECTION', value: ({ direction, incoming }) => directionText(direction, incoming) },
      { head: 'FROM', value: ({ source, sourceAlias }) => party(source, sourceAlias) },
      { head: 'TO', value: ({ target, targetAlias }) => party(target, targetAlias) },
      { head: 'DETAILS', value: historyDetails },
    ],
    args.type.length === 0 || args.type.includes('call')
      ? 'Nothing happened that fits. Accounts made since September 2025 have no calls in this list.'
      : 'Nothing happened that fits.',
  );
};

function filtersOf({ type, direction, from, to, number, connection, starred, archived }: Arguments<typeof options>) {
  const [since, before] = [instantOf('--from', from), instantOf('--to', to)];
  if (since !== undefined && before !== undefined && since >= before) {
    throw new UsageError('--from is not before --to: no entry can fit.', 'See `sipgate history --help`.');
  }
  return {
    ...(type.length > 0 && { types: type.map((one) => one.toUpperCase()) as never }),
    ...(direction.length > 0 && {
      directions: direction.map((one) => one.toUpperCase().replaceAll('-', '_')) as never,
    }),
    ...(since !== undefined && { from: since }),
    ...(before !== undefined && { to: before }),
    ...(number !== undefined && { phonenumber: number }),
    ...(connection.length > 0 && { connectionIds: [...connection] }),
    ...(starred && { starred: ['STARRED' as const] }),
    ...(archived && { archived: true }),
  };
}

const INSTANT = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})?)?$/;

/** ISO 8601 in UTC. A date alone is its first moment here, not in Greenwich. */
function instantOf(option: string, text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const date = new Date(/^.{10}$/.test(text) ? `${text}T00:00` : text.replace(' ', 'T'));
  if (INSTANT.test(text) && !Number.isNaN(date.getTime())) return date.toISOString();
  throw new UsageError(
    `${option} takes a date such as 2026-01-31 or 2026-01-31T08:00, not "${text}".`,
    'See `sipgate history --help`.',
  );
}

function directionText(direction: string, incoming: boolean): string {
  return `${incoming ? '←' : '→'} ${direction.startsWith('MISSED_') ? 'missed' : incoming ? 'incoming' : 'outgoing'}`;
}

function party(number: string, alias = ''): string {
  return alias === '' || alias === number ? number : `${alias} (${number})`;
}

export default history;
