import { SipgateKitError } from '@sipgate-kit/core';
import type { Host } from '../cli.ts';
import type { GlobalArguments } from '../global-options.ts';

/** A question. `instead` is what to write on the command line where nobody can be asked: `--yes`, `--name <text>`. */
export interface Question {
  readonly message: string;
  readonly instead: string;
  /** Takes the question back, and leaves nothing of it on the screen: what was asked for came in another way. */
  readonly signal?: AbortSignal;
}

/**
 * Asks on stderr, so that stdout stays data. Every method throws `input_needed`, naming the option, when there is no
 * terminal or `--no-input` was said, and `cancelled` on Ctrl-C.
 */
export interface Prompts {
  /** Whether there is anybody to ask. */
  readonly possible: boolean;
  confirm(question: Question): Promise<boolean>;
  text(
    question: Question & { readonly default?: string; readonly check?: (value: string) => string | undefined },
  ): Promise<string>;
  /** Not shown while it is typed. */
  secret(question: Question): Promise<string>;
  choose<Value extends string>(
    question: Question & { readonly choices: readonly { readonly value: Value; readonly name: string }[] },
  ): Promise<Value>;
}

/** Where a question is put, and until when. */
interface Context {
  readonly input: NodeJS.ReadStream;
  readonly output: NodeJS.WriteStream;
  readonly signal: AbortSignal;
  readonly clearPromptOnDone: boolean;
}

export function createPrompts(host: Host, globals: GlobalArguments, signal: AbortSignal): Prompts {
  const { stdin, stderr } = host;
  const possible = globals.input && stdin.isTTY === true && stderr.isTTY === true;

  async function ask<Answer>(
    { message, instead, signal: takenBack }: Question,
    put: (inquirer: typeof import('./inquirer.ts'), context: Context) => Promise<Answer>,
  ): Promise<Answer> {
    if (!possible) {
      throw new SipgateKitError('input_needed', `${message.replace(/[?:]?$/, '?')} Nobody can be asked here.`, {
        hint: `Say it with ${instead}.`,
      });
    }
    const inquirer = await import('./inquirer.ts');
    try {
      return await put(inquirer, {
        input: stdin,
        output: stderr,
        signal: takenBack === undefined ? signal : AbortSignal.any([signal, takenBack]),
        clearPromptOnDone: takenBack !== undefined,
      });
    } catch (error) {
      if (error instanceof Error && /^(?:ExitPromptError|AbortPromptError|CancelPromptError)$/.test(error.name))
        throw cancelled();
      throw error;
    }
  }

  return {
    possible,
    confirm: (question) =>
      ask(question, ({ confirm }, context) => confirm({ message: question.message, default: false }, context)),
    text: (question) =>
      ask(question, ({ input }, context) =>
        input(
          {
            message: question.message,
            ...(question.default !== undefined && { default: question.default }),
            validate: (value) => question.check?.(value) ?? true,
          },
          context,
        ),
      ),
    secret: (question) =>
      ask(question, ({ password }, context) => password({ message: question.message, mask: true }, context)),
    choose: (question) =>
      ask(question, ({ select }, context) =>
        select({ message: question.message, choices: [...question.choices] }, context),
      ),
  };
}

/** The person does not want it after all. */
export function cancelled(what = 'It was cancelled; nothing was done.'): SipgateKitError {
  return new SipgateKitError('cancelled', what, { hint: 'Run the command again when you want it.' });
}
