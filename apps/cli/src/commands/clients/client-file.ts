import { CLIENT_FIELDS, type OAuthClientPatch } from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import { type DocumentFile, type DocumentProblem, readDocument } from '../../input/document-file.ts';
import { nearest } from '../../suggestion.ts';

/** What a file says about a client; whether it is acceptable is not decided yet. */
export interface ClientFile {
  readonly document: DocumentFile;
  readonly fields: OAuthClientPatch;
  /** As `clients get --json` prints it. */
  readonly clientId?: string;
}

const GIVEN_BY_SIPGATE: Readonly<Record<string, string>> = {
  clientSecret: 'sipgate makes the secret, and it does not belong into a file; leave it out.',
};

/**
 * Reads a client's fields from a JSON or YAML file, or stdin for `-`.
 *
 * @throws SipgateKitError `file_unreadable`; `file_malformed` with line and column, for unknown fields, too.
 */
export async function readClientFile(cli: Cli, path: string): Promise<ClientFile> {
  const document = await readDocument(cli, path);
  const { value } = document;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    const message = `Write one OAuth client with the fields ${CLIENT_FIELDS.join(', ')}.`;
    throw document.malformed([{ path: [], message }]);
  }
  const { clientId, ...fields } = value as Record<string, unknown>;
  const problems: DocumentProblem[] = Object.keys(fields).flatMap(fieldProblem);
  if (clientId !== undefined && typeof clientId !== 'string') {
    problems.push({ path: ['clientId'], message: 'Write it as text.' });
  }
  if (problems.length > 0) throw document.malformed(problems);
  return { document, fields, ...(typeof clientId === 'string' && { clientId }) };
}

function fieldProblem(name: string): readonly DocumentProblem[] {
  if ((CLIENT_FIELDS as readonly string[]).includes(name)) return [];
  const near = nearest(name, CLIENT_FIELDS);
  const advice = near === undefined ? `There are ${CLIENT_FIELDS.join(', ')}.` : `Did you mean ${near}?`;
  return [{ path: [name], message: GIVEN_BY_SIPGATE[name] ?? `There is no such field. ${advice}` }];
}
