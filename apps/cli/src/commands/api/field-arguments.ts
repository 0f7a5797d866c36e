import type { GivenField } from '@sipgate-kit/core/operation-details';
import type { Cli } from '../../cli.ts';
import { readSource } from '../../input/text-source.ts';
import { parseJsonFile } from '../../settings/json-file.ts';
import { UsageError } from '../../usage-error.ts';

/** `name`, then `[]` for an item, then `=` or `:=`, then the value or `@file`. */
const FIELD = /^([^=:@[\]]+)(\[\])?(:?=)(@?)(.*)$/s;

/**
 * What `-f` gives: `key=value`, `key:=json`, `key[]=item`, each with `@file` for the value.
 *
 * @throws UsageError for anything else; SipgateKitError `file_unreadable`, `file_malformed`.
 */
export async function fieldsGiven(cli: Cli, given: readonly string[]): Promise<readonly GivenField[]> {
  const fields: GivenField[] = [];
  // One after the other: stdin can be read once.
  for (const argument of given) fields.push(await fieldGiven(cli, argument));
  return fields;
}

async function fieldGiven(cli: Cli, argument: string): Promise<GivenField> {
  const [, name, item, sign, at, value] = FIELD.exec(argument) ?? [];
  if (name === undefined || value === undefined) {
    throw new UsageError(
      `-f takes key=value, key:=json or key[]=value, not "${argument.split('=', 1)[0]}".`,
      'As in -f limit=100; see `sipgate api --help`.',
    );
  }
  const source = at === '@' ? await readSource(cli, value) : undefined;
  return {
    name,
    ...(item !== undefined && { item: true as const }),
    value: sign === ':=' ? { json: await jsonOf(name, value, source) } : { text: source?.text ?? value },
  };
}

async function jsonOf(name: string, value: string, source: { source: string; text: string } | undefined) {
  if (source !== undefined) return parseJsonFile(source.source, source.text);
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new UsageError(
      `What -f ${name}:= gives is no JSON.`,
      `Quote it for the shell, as in -f '${name}:=["a"]'; for text write ${name}=…`,
    );
  }
}
