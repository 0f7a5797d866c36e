import { operationDetails, type ValueDescription } from '@sipgate-kit/core/operation-details';
import type { Operation } from '@sipgate-kit/core/operations';
import { quoted } from './curl-command.ts';

/** A command that calls an operation with the description's own examples: what is needed, and one thing more at most. */
export function exampleCommand({ operationId }: Operation): string {
  const { parameters, body } = operationDetails[operationId];
  const needed = parameters.filter(({ required }) => required);
  const optional = parameters.filter(({ required, example }) => !required && example !== undefined).slice(0, 1);
  const example = body?.example;
  const examples = (typeof example === 'object' && example !== null ? example : {}) as Readonly<
    Record<string, unknown>
  >;
  const inBody = (body?.fields ?? [])
    .filter(({ name, required }) => required || name in examples)
    .map((field) => ({ ...field, example: examples[field.name] ?? field.example }));
  const fields = [...needed, ...(needed.length + inBody.length > 0 ? [] : optional), ...inBody];
  const command = ['sipgate api', operationId, ...fields.flatMap((field) => argumentsFor(field.name, field))].join(' ');
  const whole = body !== undefined && body.fields === undefined;
  return whole ? `echo ${quoted(JSON.stringify(example ?? []))} | ${command} --input -` : command;
}

const ANY: Readonly<Partial<Record<ValueDescription['type'], unknown>>> = {
  string: '…',
  any: '…',
  integer: 1,
  number: 1,
  boolean: true,
};

function argumentsFor(
  name: string,
  { type, items, example, values, known, format }: ValueDescription,
): readonly string[] {
  if (format === 'password') return [`-f ${name}=@${name}.txt`];
  const value = example ?? values?.[0] ?? known?.[0] ?? ANY[type];
  if (type === 'array' && Array.isArray(value) && value.length > 0 && items?.type === 'string')
    return value.map((item) => `-f ${word(`${name}[]=${item}`)}`);
  if (typeof value === 'object' || type === 'array' || type === 'object')
    return [`-f ${word(`${name}:=${JSON.stringify(value ?? (type === 'array' ? [] : {}))}`)}`];
  return [`-f ${word(`${name}=${value}`)}`];
}

/** Quoted for the shell where it needs to be. */
function word(text: string): string {
  return /^[\w:=./@,+-]+$/.test(text) ? text : quoted(text);
}
