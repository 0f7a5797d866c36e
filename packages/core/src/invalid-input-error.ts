import { SipgateKitError } from './errors.ts';

/** One thing that is wrong with an input. */
export interface InputIssue {
  /** Where: `name`, `redirectUris[0]`; empty for the input as a whole. */
  readonly path: string;
  /** What is wrong and what to write instead. Never quotes the value: redirect URIs may carry passwords. */
  readonly message: string;
}

/**
 * The input is not acceptable; nothing was sent. All that is wrong is listed at once.
 *
 * @example
 * if (error instanceof InvalidInputError) for (const { path, message } of error.issues) console.error(path, message);
 */
export class InvalidInputError extends SipgateKitError {
  override readonly name = 'InvalidInputError';
  readonly issues: readonly InputIssue[];

  /** `what` is the thing described by the input, as the message names it: `'OAuth client'`. */
  constructor(what: string, issues: readonly InputIssue[]) {
    const list = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join(' ');
    super('invalid_input', `The ${what} cannot be as described. ${list}`, {
      hint: 'Correct what is listed and try again.',
    });
    this.issues = issues;
  }
}
