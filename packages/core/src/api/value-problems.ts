import type { ValueDescription } from '../generated/operation-details.ts';
import type { InputIssue } from '../invalid-input-error.ts';

/**
 * What is wrong with a value, by its description; nothing when it fits. Formats of texts are not checked: the API is the
 * judge.
 *
 * @param path where the value stands, as people write it: `types[0]`.
 */
export function valueProblems(description: ValueDescription, value: unknown, path: string): readonly InputIssue[] {
  if (value === null && description.nullable) return [];
  const wrong = (message: string): readonly InputIssue[] => [{ path, message }];
  if (!isOfType(description.type, value)) return wrong(WANTED[description.type]);
  const { values } = description;
  if (values !== undefined && !values.includes(value)) return wrong(`Write one of ${values.join(', ')}.`);
  if (Array.isArray(value)) return [...wrongSize(description, value, wrong), ...wrongItems(description, value, path)];
  if (typeof value === 'object' && value !== null)
    return fieldProblems(description, value as Record<string, unknown>, path);
  return wrongSize(description, value, wrong);
}

const WANTED: Readonly<Record<ValueDescription['type'], string>> = {
  string: 'Write it as text.',
  integer: 'Write a whole number.',
  number: 'Write a number.',
  boolean: 'Write true or false.',
  array: 'Write a list.',
  object: 'Write an object.',
  any: '',
};

function isOfType(type: ValueDescription['type'], value: unknown): boolean {
  switch (type) {
    case 'any':
      return true;
    case 'array':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    case 'integer':
      return Number.isInteger(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    default:
      return typeof value === type;
  }
}

/** The ends of the whole numbers a format has room for; of 64 bits, those that are exact here. */
const ENDS: Readonly<Record<string, readonly [minimum: number, maximum: number]>> = {
  int32: [-2_147_483_648, 2_147_483_647],
  int64: [Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
};

function wrongSize(
  { format = '', minimum, maximum, minLength, maxLength, minItems, maxItems, pattern }: ValueDescription,
  value: unknown,
  wrong: (message: string) => readonly InputIssue[],
): readonly InputIssue[] {
  if (typeof value === 'number') {
    const [smallest = -Infinity, largest = Infinity] = ENDS[format] ?? [];
    const [least, most] = [minimum ?? smallest, maximum ?? largest];
    if (value < least) return wrong(`It is at least ${least}.`);
    if (value > most) return wrong(`It is at most ${most}.`);
  }
  if (typeof value === 'string') {
    if (minLength !== undefined && value.length < minLength)
      return wrong(minLength === 1 ? 'It must not be empty.' : `Write at least ${minLength} characters.`);
    if (maxLength !== undefined && value.length > maxLength) return wrong(`Write at most ${maxLength} characters.`);
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value)) return wrong(`It has to match ${pattern}.`);
  }
  if (Array.isArray(value)) {
    if (minItems !== undefined && value.length < minItems) return wrong(`Name at least ${minItems}.`);
    if (maxItems !== undefined && value.length > maxItems) return wrong(`Name at most ${maxItems}.`);
  }
  return [];
}

function wrongItems({ items }: ValueDescription, value: readonly unknown[], path: string): readonly InputIssue[] {
  if (items === undefined) return [];
  return value.flatMap((item, at) => valueProblems(items, item, `${path}[${at}]`));
}

function fieldProblems({ fields }: ValueDescription, value: Readonly<Record<string, unknown>>, path: string) {
  if (fields === undefined) return [];
  const below = (name: string) => (path === '' ? name : `${path}.${name}`);
  const names = fields.map(({ name }) => name);
  return [
    ...Object.keys(value)
      .filter((name) => !names.includes(name))
      .map((name) => ({ path: below(name), message: `There is no such field; there are ${names.join(', ')}.` })),
    ...fields.flatMap((field) => {
      if (value[field.name] !== undefined) return valueProblems(field, value[field.name], below(field.name));
      return field.required ? [{ path: below(field.name), message: 'It is needed.' }] : [];
    }),
  ];
}
