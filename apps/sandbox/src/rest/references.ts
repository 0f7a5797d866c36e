import type { Company, TableName, Tables } from '../companies/company.ts';
import { invalidParameter, RestError } from './rest-error.ts';

/** The row with an id, in a body or in a query; throws 400 naming the field when there is none. */
export function referenced<Name extends TableName>(
  company: Company,
  table: Name,
  field: string,
  id: string | number | undefined,
): Tables[Name] {
  const found = rowWith(company, table, id);
  if (found === undefined) throw invalidParameter(`${field}: There is no such id.`);
  return found;
}

/** The row with an id, of a thing the caller may use; throws 403 without saying why, as sipgate does for sessions. */
export function permitted<Name extends TableName>(company: Company, table: Name, id: string | undefined): Tables[Name] {
  const found = rowWith(company, table, id);
  if (found === undefined) throw new RestError(403);
  return found;
}

function rowWith<Name extends TableName>({ tables }: Company, table: Name, id: string | number | undefined) {
  const rows: readonly Tables[Name][] = tables[table];
  return rows.find((row) => row.id === String(id));
}
