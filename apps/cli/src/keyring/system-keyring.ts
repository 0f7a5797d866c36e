import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { SipgateKitError } from '@sipgate-kit/core';
import type { KeyringAnswer, KeyringRequest, KeyringStep } from './keyring-request.ts';

/**
 * The keyring of the operating system: Keychain, Credential Manager, or the Secret Service (never the kernel's keyring,
 * which forgets). Every method throws `keyring_unavailable` when it cannot be used.
 */
export interface SystemKeyring {
  /** Writes something, reads it back and deletes it. */
  prove(): Promise<void>;
  /** `undefined` when there is no such entry. */
  read(account: string): Promise<string | undefined>;
  /** Writes, and reads back what is there now. */
  write(account: string, secret: string): Promise<void>;
  /** Nothing to delete is no failure. */
  remove(account: string): Promise<void>;
}

/** A keyring answers at once, or asks a person to unlock it. Durations in milliseconds. */
const LIMITS = { proofMs: 10_000, useMs: 60_000 };

/**
 * @param start starts the process that talks to the keyring; it is killed when it takes longer than the limits say,
 * durations in milliseconds.
 */
export function systemKeyring(start: () => ChildProcess, limits: typeof LIMITS = LIMITS): SystemKeyring {
  async function ask(account: string, steps: readonly KeyringStep[], limitMs = limits.useMs) {
    const answer = await answerOf(start(), { account, steps }, limitMs);
    if ('problem' in answer) throw unavailable(answer);
    return answer.found;
  }

  async function writeAndRead(account: string, secret: string, after: readonly KeyringStep[], limitMs?: number) {
    const [found] = await ask(account, [{ write: secret }, { do: 'read' }, ...after], limitMs);
    if (found !== secret) throw unavailable({ problem: 'failed', reason: 'it does not give back what was put in' });
  }

  return {
    prove: () =>
      writeAndRead(
        `probe-${randomBytes(8).toString('hex')}`,
        randomBytes(16).toString('hex'),
        [{ do: 'delete' }],
        limits.proofMs,
      ),
    async read(account) {
      const [found] = await ask(account, [{ do: 'read' }]);
      return found ?? undefined;
    },
    write: (account, secret) => writeAndRead(account, secret, []),
    async remove(account) {
      const [found] = await ask(account, [{ do: 'read' }]);
      if (found != null) await ask(account, [{ do: 'delete' }]);
    },
  };
}

async function answerOf(child: ChildProcess, request: KeyringRequest, limitMs: number): Promise<KeyringAnswer> {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('The process that talks to the keyring needs its pipes.');
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, limitMs);
  const failed = new Promise<never>((_, reject) => child.once('error', reject));
  // A process that ends early closes the pipe; its answer, or that there is none, says why.
  stdin.on('error', () => undefined);
  stdin.end(JSON.stringify(request));
  try {
    return JSON.parse(await Promise.race([text(stdout), failed])) as KeyringAnswer;
  } catch {
    return { problem: 'failed', reason: late ? `it did not answer within ${limitMs / 1000} s` : 'it broke off' };
  } finally {
    clearTimeout(timer);
  }
}

const PACKAGE = '@napi-rs/keyring';

function unavailable(answer: Extract<KeyringAnswer, { problem: string }>): SipgateKitError {
  const { problem, reason = 'no reason given' } = answer;
  switch (problem) {
    case 'not installed':
      return new SipgateKitError('keyring_unavailable', `The package ${PACKAGE} is not installed.`, {
        hint: `Install it where you installed this program: npm install --global ${PACKAGE}.`,
      });
    case 'too old':
      return new SipgateKitError('keyring_unavailable', `The package ${PACKAGE} is older than 2.1.`, {
        hint: `Update it: npm install --global ${PACKAGE}. Older ones cannot promise a keyring that outlives a restart.`,
      });
    case 'failed':
      return new SipgateKitError(
        'keyring_unavailable',
        `The keyring of the system cannot be used: ${reason.replaceAll(/\s+/g, ' ').replace(/\.$/, '')}.`,
        {
          hint: 'Unlock it, or start a session that has one; on Linux a Secret Service such as gnome-keyring, KWallet or KeePassXC.',
        },
      );
  }
}
