import type { FieldDescription, OperationDetails, ValueDescription } from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import type { View } from '../../output/output.ts';
import { wrappedText } from '../../output/wrapped-text.ts';

const WIDEST = 100;

/** What is said about an operation. */
export interface DescribedOperation
  extends Pick<Operation, 'operationId' | 'method' | 'path' | 'scopes' | 'responseFile'>,
    Pick<OperationDetails, 'description' | 'parameters' | 'body' | 'answer'> {
  readonly summary: string;
  readonly successStatus: number;
}

/** One operation for people: what it does, what it takes, what it brings, what it needs. */
export function operationText(operation: DescribedOperation, example: string, { colors, width }: View): string {
  const { operationId, method, path, summary, scopes, successStatus, responseFile } = operation;
  const { description, parameters, body, answer } = operation;
  const columns = Math.min(width, WIDEST);
  const list = (fields: readonly FieldDescription[], places: boolean) =>
    fields.flatMap((field) => fieldLines(field, places, columns));
  const part = (title: string, lines: readonly string[]) =>
    lines.length === 0 ? [] : ['', colors.bold(title), ...lines];
  const answerLines = () => {
    if (responseFile !== undefined) return [`  a file (${responseFile})`];
    return answer === undefined ? ['  empty'] : valueLines(answer, list, columns);
  };
  return [
    `${colors.bold(operationId)}  ${method} ${path}`,
    wrappedText(`${summary}.`, columns),
    ...(description === '' ? [] : ['', wrappedText(description, columns)]),
    ...part('Parameters', list(parameters, true)),
    ...part(body?.required ? 'Body' : 'Body (optional)', body === undefined ? [] : valueLines(body, list, columns)),
    ...part(`Answer (${successStatus})`, answerLines()),
    ...part('Scopes', [`  ${scopes.length === 0 ? 'none' : `one of ${scopes.join(', ')}`}`]),
    ...part('Example', [`  ${example}`]),
  ].join('\n');
}

function valueLines(
  value: ValueDescription,
  list: (fields: readonly FieldDescription[], places: boolean) => readonly string[],
  columns: number,
): readonly string[] {
  if (value.fields !== undefined) return list(value.fields, false);
  if (value.items?.fields !== undefined) return ['  a list of', ...list(value.items.fields, false)];
  return [wrappedText(typeText(value), columns, '  ')];
}

/** `  limit  integer, query, 0 to 1000, default 10`, and below it what it means; then what is inside it. */
function fieldLines(field: FieldDescription, places: boolean, columns: number, indent = '  '): readonly string[] {
  const facts = [
    typeText(field),
    ...(places && 'in' in field ? [String(field.in)] : []),
    ...(field.required ? ['required'] : []),
    ...limits(field),
  ].join(', ');
  const inside = field.fields ?? field.items?.fields ?? [];
  return [
    wrappedText(`${field.name}  ${facts}`, columns, indent, `${indent}    `),
    ...(field.description ? [wrappedText(field.description, columns, `${indent}    `)] : []),
    ...inside.flatMap((one) => fieldLines(one, false, columns, `${indent}    `)),
  ];
}

function typeText({ type, items, nullable }: ValueDescription): string {
  const name = type === 'array' ? `list of ${items === undefined ? 'anything' : typeText(items)}` : type;
  return nullable ? `${name} or null` : name;
}

function limits(value: ValueDescription): readonly string[] {
  const { minimum, maximum, values = value.items?.values, known = value.items?.known } = value;
  return [
    ...(values === undefined ? [] : [`one of ${values.join(', ')}`]),
    ...(known === undefined ? [] : [`today one of ${known.join(', ')}`]),
    ...(minimum !== undefined && maximum !== undefined
      ? [`${minimum} to ${maximum}`]
      : minimum !== undefined
        ? [`at least ${minimum}`]
        : maximum !== undefined
          ? [`at most ${maximum}`]
          : []),
    ...(value.default === undefined ? [] : [`default ${JSON.stringify(value.default)}`]),
    ...(value.format === 'password' ? ['secret'] : []),
  ];
}
