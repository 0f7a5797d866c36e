import type { Handler } from '../../command.ts';
import { nearest } from '../../suggestion.ts';
import { UsageError } from '../../usage-error.ts';
import type { options } from './list.ts';
import { allOperations, listOperations } from './operation-list.ts';

const list: Handler<typeof options> = async ({ tag, scope }, cli) => {
  if (tag !== undefined)
    assertKnown(
      'tag',
      tag,
      allOperations.map((operation) => operation.tag),
    );
  if (scope !== undefined)
    assertKnown(
      'scope',
      scope,
      allOperations.flatMap(({ scopes }) => scopes),
    );
  const found = allOperations.filter(
    (operation) =>
      (tag === undefined || operation.tag === tag) && (scope === undefined || operation.scopes.includes(scope)),
  );
  await listOperations(cli, found, 'There is no such operation. See `sipgate api list`.');
};

/** A word that nothing has is a mistake rather than an empty list. */
function assertKnown(what: string, given: string, all: readonly string[]): void {
  const known = [...new Set(all)].sort();
  if (known.includes(given)) return;
  const near = nearest(given, known);
  throw new UsageError(
    `No operation has the ${what} "${given}".`,
    near === undefined ? `There are: ${known.join(', ')}.` : `Did you mean ${near}?`,
  );
}

export default list;
