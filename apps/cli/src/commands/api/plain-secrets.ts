import { operationDetails } from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import { UsageError } from '../../usage-error.ts';

/**
 * What stands on the command line is seen by every program on the computer, and kept by the shell; secrets come from
 * files or from stdin.
 *
 * @throws UsageError for a secret that is given as it is.
 */
export function assertNoPlainSecrets({ operationId }: Operation, given: readonly string[]): void {
  const { parameters, body } = operationDetails[operationId];
  const secrets = [...parameters, ...(body?.fields ?? [])].filter(({ format }) => format === 'password');
  const plain = secrets.find(({ name }) =>
    given.some((one) => one.startsWith(`${name}=`) && !one.startsWith(`${name}=@`)),
  );
  if (plain === undefined) return;
  throw new UsageError(
    `${plain.name} is a secret, and does not belong on the command line.`,
    `Give it from a file or from stdin: -f ${plain.name}=@file, -f ${plain.name}=@-, or --input.`,
  );
}
