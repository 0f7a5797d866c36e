/** A word of a shell command: literal text, and the names of variables that stand for what may not be shown. */
export type ShellPart = string | { readonly variable: string };

/** What has no meaning of its own between double quotes, in any POSIX shell, interactive ones included. */
const HARMLESS = /^[A-Za-z0-9 :;,._=/?&%+@~*()[\]{}|<>#^-]*$/;

/**
 * Quotes a word so that a POSIX shell reads literal text as it is and puts in the variables.
 *
 * @example
 * shellWord(['Authorization: Bearer ', { variable: 'ACCESS_TOKEN' }]); // "Authorization: Bearer $ACCESS_TOKEN"
 * shellWord(["it's"]); // 'it'\''s'
 */
export function shellWord(parts: readonly ShellPart[]): string {
  const merged = mergeLiterals(parts);
  const [only] = merged;
  if (merged.length === 1 && typeof only === 'string') return /^[\w./:=@%+-]+$/.test(only) ? only : singleQuoted(only);
  const harmless = merged.every((part) => typeof part !== 'string' || HARMLESS.test(part));
  if (!harmless)
    return merged.map((part) => (typeof part === 'string' ? singleQuoted(part) : `"$${part.variable}"`)).join('');
  return `"${merged.map((part, at) => (typeof part === 'string' ? part : reference(part.variable, merged[at + 1]))).join('')}"`;
}

/** Braces where the text behind would be read as part of the name. */
function reference(variable: string, next: ShellPart | undefined): string {
  return typeof next === 'string' && /^[\w[]/.test(next) ? `\${${variable}}` : `$${variable}`;
}

function mergeLiterals(parts: readonly ShellPart[]): readonly ShellPart[] {
  const merged: ShellPart[] = [];
  for (const part of parts) {
    const before = merged.at(-1);
    if (typeof part === 'string' && typeof before === 'string') merged[merged.length - 1] = before + part;
    else if (part !== '') merged.push(part);
  }
  return merged.length === 0 ? [''] : merged;
}

function singleQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
