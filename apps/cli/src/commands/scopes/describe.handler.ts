import { operationDetails } from '@sipgate-kit/core/operation-details';
import { operations } from '@sipgate-kit/core/operations';
import type { Handler } from '../../command.ts';
import { nearest } from '../../suggestion.ts';
import { UsageError } from '../../usage-error.ts';
import type { positionals } from './describe.ts';
import { allScopes, type ScopeMeaning } from './scope-meanings.ts';

const describe: Handler<Record<never, never>, typeof positionals> = async ({ scope: name }, cli) => {
  const { scope, meaning, operations: ids } = scopeNamed(name);
  const enough = ids.map((operationId) => {
    const { method, path, scopes } = operations[operationId];
    const otherScopes = scopes.filter((other) => other !== scope);
    return { operationId, method, path, summary: operationDetails[operationId].summary, otherScopes };
  });
  await cli.output.data({ scope, meaning, operations: enough }, (data, { colors }) => {
    const widest = Math.max(0, ...data.operations.map(({ operationId }) => operationId.length));
    const lines = data.operations.map(({ operationId, summary }) => `  ${operationId.padEnd(widest)}  ${summary}`);
    return [
      colors.bold(data.scope),
      data.meaning,
      '',
      colors.bold('Enough for'),
      ...(lines.length === 0 ? ['  no operation that is described'] : lines),
    ].join('\n');
  });
};

function scopeNamed(name: string): ScopeMeaning {
  const found = allScopes.find(({ scope }) => scope === name);
  if (found !== undefined) return found;
  const all = allScopes.map(({ scope }) => scope);
  const near = nearest(name, all);
  const within = all.filter((scope) => scope.includes(name)).slice(0, 6);
  throw new UsageError(
    `There is no scope "${name}".`,
    near === undefined
      ? within.length === 0
        ? 'See `sipgate scopes list`.'
        : `There are ${within.join(', ')}.`
      : `Did you mean ${near}?`,
  );
}

export default describe;
