import { SipgateKitError } from '@sipgate-kit/core';
import { EXIT } from './exit-codes.ts';
import type { GlobalArguments } from './global-options.ts';
import { errorPageOf, ISSUES_URL } from './links.ts';
import type { Output } from './output/output.ts';
import { loginCommand } from './session/login-command.ts';

const SIGN_IN_NEEDED = new Set(['not_signed_in', 'needs_login', 'unauthorized', 'login_required']);
const USAGE = new Set(['usage_error', 'input_needed']);

/** Says on stderr what went wrong, as text or as JSON, and gives the exit code. */
export function reportFailure(
  error: unknown,
  output: Output,
  globals: Pick<GlobalArguments, 'debug' | 'profile'>,
): number {
  const known = error instanceof SipgateKitError ? error : undefined;
  const code = known?.code ?? 'internal_error';
  const message = known?.message ?? 'Something went wrong inside this program.';
  const hint =
    (known && hintOf(known, globals.profile ?? 'default')) ??
    `Run it again with --debug, and tell us what it prints: ${ISSUES_URL}`;
  if (output.json) {
    const stack = globals.debug && error instanceof Error ? error.stack : undefined;
    output.note(JSON.stringify({ error: { code, message, hint, docs: errorPageOf(code), stack } }, undefined, 2));
  } else {
    const { red, dim } = output.noteView.colors;
    output.note(`${red('Error:')} ${message}\n${hint}\n${dim(errorPageOf(code))}`);
    if (globals.debug && error instanceof Error) output.note(error.stack ?? String(error));
  }
  if (code === 'cancelled') return EXIT.interrupted;
  if (USAGE.has(code)) return EXIT.usage;
  return SIGN_IN_NEEDED.has(code) ? EXIT.signInNeeded : EXIT.failed;
}

/** core speaks to programmers; here is the person it speaks of. */
function hintOf({ code, hint }: SipgateKitError, profile: string): string {
  if (code === 'needs_login' && !hint.includes('sipgate ')) return `Next: ${loginCommand(profile)}.`;
  return hint.replace('with timeoutMs', 'with --timeout');
}
