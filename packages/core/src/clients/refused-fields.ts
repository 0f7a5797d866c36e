import { ApiError } from '../api/api-error.ts';
import type { InputIssue } from '../invalid-input-error.ts';
import { CLIENT_FIELDS } from './client-changes.ts';

const FIELDS: ReadonlySet<string> = new Set(CLIENT_FIELDS);

/**
 * What the API complained about, by the fields of a client, as {@link InvalidInputError} names them. It points to a field,
 * or begins its sentence with it; empty when it did neither, or the error is another one.
 *
 * @example
 * for (const { path, message } of refusedFields(error)) form.showAt(path, message);
 */
export function refusedFields(error: unknown): readonly InputIssue[] {
  if (!(error instanceof ApiError) || error.code !== 'invalid_request') return [];
  return error.details.flatMap(({ message = '', pointer }) => {
    const [, place = '', rest = ''] = /^([a-zA-Z]+(?:[.[]\d+\]?)?):? +(.*)$/s.exec(message) ?? [];
    const path = pathOf(pointer ?? place);
    return path === undefined ? [] : [{ path, message: pointer === undefined ? rest : message }];
  });
}

/** `/redirectUris/0` or `redirectUris.0` as `redirectUris[0]`; `undefined` when it is no field of a client. */
function pathOf(place: string): string | undefined {
  const [field = '', index] = place.replace(/^\//, '').split(/[/.[\]]+/);
  if (!FIELDS.has(field)) return undefined;
  return index === undefined || index === '' ? field : `${field}[${index}]`;
}
