import { invalidParameter } from './rest-error.ts';

/** A whole number between `min` and `max`, `undefined` where the query has none. Throws 400 for anything else. */
export function integerIn(
  query: URLSearchParams,
  name: string,
  { min, max }: { min: number; max: number },
): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  const value = Number(text);
  if (!/^-?\d+$/.test(text) || value < min || value > max) {
    throw invalidParameter(`${name} must be a whole number from ${min} to ${max}`);
  }
  return value;
}

/** The values of a repeated parameter; `undefined` where the query has none. Throws 400 for one that is not in `values`. */
export function listIn<Value extends string>(
  query: URLSearchParams,
  name: string,
  values: readonly Value[],
): readonly Value[] | undefined {
  const given = query.getAll(name);
  const known = given.filter((value): value is Value => values.some((candidate) => candidate === value));
  if (known.length < given.length) throw invalidParameter(`${name} must be one of ${values.join(', ')}`);
  return known.length === 0 ? undefined : known;
}

/** `true` or `false`; `undefined` where the query has neither. Throws 400 for anything else. */
export function booleanIn(query: URLSearchParams, name: string): boolean | undefined {
  return listIn(query, name, ['true', 'false'])?.includes('true');
}

/** An instant, milliseconds since the epoch, from ISO 8601; `undefined` where the query has none. Throws 400 for anything else. */
export function instantIn(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name);
  if (text === null) return undefined;
  // A plus sign that was not encoded arrives as a space.
  const instant = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text.replace(/ (\d{2}:?\d{2})$/, '+$1')) : Number.NaN;
  if (Number.isNaN(instant)) throw invalidParameter(`${name} must be an instant in ISO 8601`);
  return instant;
}
