import { operationDetails } from '@sipgate-kit/core/operation-details';
import type { Handler } from '../../command.ts';
import { nearest } from '../../suggestion.ts';
import { UsageError } from '../../usage-error.ts';
import type { options } from './list.ts';
import { allScopes } from './scope-meanings.ts';

const list: Handler<typeof options> = async ({ tag, used }, cli) => {
  if (tag !== undefined) assertTag(tag);
  const found = allScopes.filter(
    ({ operations }) =>
      (!used || operations.length > 0) &&
      (tag === undefined || operations.some((id) => operationDetails[id].tag === tag)),
  );
  await cli.output.list(
    found,
    [
      { head: 'SCOPE', value: ({ scope }) => scope },
      { head: 'OPERATIONS', value: ({ operations }) => String(operations.length), right: true },
      { head: 'ALLOWS', value: ({ meaning }) => meaning },
    ],
    'There is no such scope. See `sipgate scopes list`.',
  );
};

function assertTag(tag: string): void {
  const tags = [...new Set(Object.values(operationDetails).map((one) => one.tag))].sort();
  if (tags.includes(tag)) return;
  const near = nearest(tag, tags);
  throw new UsageError(
    `No operation has the tag "${tag}".`,
    near === undefined ? `There are: ${tags.join(', ')}.` : `Did you mean ${near}?`,
  );
}

export default list;
