import { type InputIssue, InvalidInputError, type OperationRequest } from '@sipgate-kit/core';
import { type GivenRequest, operationDetails, requestFromFields } from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import type { DocumentFile } from '../../input/document-file.ts';
import { nearest } from '../../suggestion.ts';
import { UsageError } from '../../usage-error.ts';

/**
 * The request for an operation, checked by its description.
 *
 * @throws UsageError naming what is wrong with the values given by -f; SipgateKitError `file_malformed` for what is
 * wrong in the file the body comes from, with line and column.
 */
export function checkedRequest(
  operation: Operation,
  given: Omit<GivenRequest, 'body'>,
  document: DocumentFile | undefined,
): OperationRequest {
  try {
    return requestFromFields(operation, { ...given, ...(document && { body: document.value }) });
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const names = [...parameterNames(operation), ...given.fields.map(({ name }) => name)];
    const takesBody = operationDetails[operation.operationId].body !== undefined;
    const inDocument = error.issues.filter(({ path }) => !names.includes(firstName(path)));
    if (document !== undefined && inDocument.length === error.issues.length && takesBody)
      throw document.malformed(inDocument);
    throw usageError(operation, error.issues);
  }
}

function usageError(operation: Operation, issues: readonly InputIssue[]): UsageError {
  const { operationId } = operation;
  const names = [
    ...parameterNames(operation),
    ...(operationDetails[operationId].body?.fields ?? []).map(({ name }) => name),
  ];
  const list = issues.map(({ path, message }) => (path === '' ? `  ${message}` : `  ${path}: ${message}`));
  const misspelt = issues.flatMap(({ path }) => {
    const near = names.includes(firstName(path)) ? undefined : nearest(firstName(path), names);
    return near === undefined ? [] : [near];
  });
  return new UsageError(
    `${operationId} cannot be called like this:\n${list.join('\n')}`,
    misspelt.length > 0
      ? `Did you mean ${misspelt.join(', ')}?`
      : `See \`sipgate api describe ${operationId}\`. To send it all the same: --no-validate.`,
  );
}

function parameterNames({ operationId }: Operation): readonly string[] {
  return operationDetails[operationId].parameters.map(({ name }) => name);
}

/** `types[0]` is about `types`. */
function firstName(path: string): string {
  return path.split(/[.[]/, 1)[0] ?? '';
}
