import type { Operation } from '@sipgate-kit/core/operations';
import type { Cli } from '../../cli.ts';

/** Says which operations nobody can call, whatever is asked for. */
export function noteInternal(cli: Cli, operations: readonly Pick<Operation, 'operationId' | 'scopes'>[]): void {
  const internal = operations.filter(({ scopes }) => (scopes as readonly string[]).includes('internal'));
  if (internal.length === 0) return;
  const names = [...new Set(internal.map(({ operationId }) => operationId))].join(', ');
  cli.output.warn(`${names}: needs the scope internal, which sipgate grants to its own software only.`);
}

/** Says how to get the scopes. A program that reads stdout need not hear it. */
export function noteLogin(cli: Cli, scopes: readonly string[]): void {
  if (cli.output.view.terminal) cli.output.note(`Next: sipgate login --scope "${scopes.join(' ')}"`);
}
