import { SipgateKitError } from '@sipgate-kit/core';
import { EXIT } from './exit-codes.ts';
import type { GlobalArguments } from './global-options.ts';
import { errorPageOf, ISSUES_URL } from './links.ts';
import type { Output } from './output/output.ts';

const SIGN_IN_NEEDED = new Set(['not_signed_in', 'needs_login', 'unauthorized', 'login_required']);
const USAGE = new Set(['usage_error', 'input_needed']);

/** Says on stderr what went wrong, as text or as JSON, and gives the exit code. */
export function reportFailure(error: unknown, output: Output, globals: Pick<GlobalArguments, 'debug'>): number {
  const known = error instanceof SipgateKitError ? error : undefined;
  const code = known?.code ?? 'internal_error';
  const message = known?.message ?? 'Something went wrong inside this program.';
  // core speaks to programmers.
  const hint =
    known?.hint.replace('with timeoutMs', 'with --timeout') ??
    `Run it again with --debug, and tell us what it prints: ${ISSUES_URL}`;
  if (output.json) {
    output.note(JSON.stringify({ error: { code, message, hint, docs: errorPageOf(code) } }, undefined, 2));
  } else {
    const { red, dim } = output.noteView.colors;
    output.note(`${red('Error:')} ${message}\n${hint}\n${dim(errorPageOf(code))}`);
  }
  if (globals.debug && error instanceof Error) output.note(error.stack ?? String(error));
  if (code === 'cancelled') return EXIT.interrupted;
  if (USAGE.has(code)) return EXIT.usage;
  return SIGN_IN_NEEDED.has(code) ? EXIT.signInNeeded : EXIT.failed;
}
