import { InvalidInputError, SipgateKitError } from '@sipgate-kit/core';
import {
  AmbiguousClientError,
  type ClientsDocument,
  type ClientsPlan,
  type OAuthClient,
  parseClientsDocument,
  planClients,
} from '@sipgate-kit/core/clients';
import type { Cli } from '../../cli.ts';
import { type DocumentFile, readDocument } from '../../input/document-file.ts';

/** A file that describes OAuth clients. */
export interface ClientsFile {
  readonly document: DocumentFile;
  readonly content: ClientsDocument;
}

/** @throws SipgateKitError `file_unreadable`; `file_malformed` with line and column. */
export async function readClientsFile(cli: Cli, path: string): Promise<ClientsFile> {
  const document = await readDocument(cli, path);
  return { document, content: located(document, () => parseClientsDocument(document.value)) };
}

/** @throws SipgateKitError `file_malformed` and `client_ambiguous` with line and column. */
export function planFor(
  { document, content }: ClientsFile,
  existing: readonly OAuthClient[],
  options: { readonly prune: boolean },
): ClientsPlan {
  return located(document, () => planClients(content.clients, existing, options));
}

function located<Result>(document: DocumentFile, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    if (error instanceof InvalidInputError) throw document.malformed(error.issues);
    if (error instanceof AmbiguousClientError) {
      const message = `${document.source}, ${document.placeOf(error.path)}: ${error.message}`;
      throw new SipgateKitError(error.code, message, { hint: error.hint });
    }
    throw error;
  }
}
