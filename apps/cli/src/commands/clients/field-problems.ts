import { type InputIssue, InvalidInputError, SipgateKitError } from '@sipgate-kit/core';
import { lintOAuthClient, type OAuthClientPatch, refusedFields } from '@sipgate-kit/core/clients';
import type { ClientFile } from './client-file.ts';

/** The options that say a field: `redirectUris` is `--redirect-uri`. */
const OPTIONS: Readonly<Record<string, string>> = {
  name: '--name',
  description: '--description',
  redirectUris: '--redirect-uri',
  webOrigins: '--web-origin',
  privacyUrl: '--privacy-url',
  termsUrl: '--terms-url',
};

/**
 * Runs a check of a client's fields, and says what it complains about where the fields stand: in the file with line and
 * column, else by option. Of redirect URIs and web origins it says what to write instead.
 */
export function assertFields(fields: OAuthClientPatch, file: ClientFile | undefined, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const issues = error.issues.map((issue) => withInstead(issue, fields));
    if (file !== undefined) throw file.document.malformed(issues);
    throw atFields('The OAuth client cannot be as described', issues);
  }
}

/** What the API says about fields of a client, at the fields; any other failure as it is. */
export function atRefusedFields(error: unknown): unknown {
  const issues = refusedFields(error);
  return issues.length === 0 ? error : atFields('sipgate does not take the OAuth client as described', issues);
}

function atFields(what: string, issues: readonly InputIssue[]): SipgateKitError {
  const lines = issues.map(({ path, message }) => {
    const [field = ''] = path.split('[', 1);
    const option = OPTIONS[field];
    return `  ${option === undefined ? path : field === path ? option : `${option} (${path})`}: ${message}`;
  });
  return new SipgateKitError('invalid_input', `${what}:\n${lines.join('\n')}`, {
    hint: 'Correct what is listed and try again. Nothing was changed.',
  });
}

function withInstead(issue: InputIssue, fields: OAuthClientPatch): InputIssue {
  if (!/^(?:redirectUris|webOrigins)\[/.test(issue.path)) return issue;
  const report = lintOAuthClient({
    redirectUris: texts(fields.redirectUris),
    webOrigins: texts(fields.webOrigins),
  }).find(({ path }) => path === issue.path);
  return report?.instead === undefined || issue.message.includes(report.instead)
    ? issue
    : { ...issue, message: `${issue.message} Write instead: ${report.instead}` };
}

/** Files may hold anything; a look at texts has to find texts, at the places where they were. */
function texts(values: unknown): readonly string[] {
  return Array.isArray(values) ? values.map((value) => (typeof value === 'string' ? value : '')) : [];
}
