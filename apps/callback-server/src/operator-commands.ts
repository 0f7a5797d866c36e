import { SipgateKitError } from '@sipgate-kit/core';
import type { Vault } from '@sipgate-kit/vault/sql';

/** What an operator can do with the vault, beside running the server on it. */
export type OperatorAction = 'rotate-keys' | 'pause' | 'resume';

/** How an operator's command talks. */
export interface OperatorRequest {
  readonly action: OperatorAction;
  /** Why the vault is paused, for the log and the admin page. */
  readonly reason?: string | undefined;
  /** Resuming a restored vault costs those people a sign-in whose tokens were refreshed after the backup. */
  readonly acceptLoss?: boolean | undefined;
  /** Ends `rotate-keys` after the present batch; what is done stays done. */
  readonly signal?: AbortSignal;
  readonly say: (line: string) => void;
}

/**
 * Runs one command on an open vault, while servers run or not.
 *
 * @throws SipgateKitError `vault_key_missing` when entries name a key that the key ring does not hold, `vault_entry_damaged`
 *   when some do not open, `invalid_input` when `resume` is not told to accept the loss
 */
export async function runOperatorCommand(vault: Vault, request: OperatorRequest): Promise<void> {
  switch (request.action) {
    case 'rotate-keys':
      return rotateKeys(vault, request);
    case 'pause':
      await vault.pause({ reason: request.reason ?? 'paused by the operator' });
      return request.say('Paused. Sign-ins go on; nothing is sent for older connections until "resume --accept-loss".');
    case 'resume':
      return resume(vault, request);
  }
}

async function rotateKeys(vault: Vault, { say, signal }: OperatorRequest): Promise<void> {
  const onProgress = ({ done, total }: { done: number; total: number }) => say(`Sealed anew: ${done} of ${total}`);
  const { resealed, remaining, missingKeys, damaged } = await vault.rotateKeys({
    onProgress,
    ...(signal && { signal }),
  });
  const left = Object.entries(remaining).map(([key, count]) => `${count} by "${key}"`);
  say(`Done: ${resealed} entries are sealed with the primary key now.`);
  if (missingKeys.length > 0) {
    throw new SipgateKitError(
      'vault_key_missing',
      `Entries name keys that are not in the key ring: ${missingKeys.join(', ')}.`,
      {
        hint: 'Add them to SIPGATE_KIT_SEALING_KEYS behind the primary key, then run this again.',
      },
    );
  }
  if (damaged.length > 0) {
    throw new SipgateKitError('vault_entry_damaged', `These connections do not open: ${damaged.join(', ')}.`, {
      hint: 'Restore them from a backup, or remove them; those people sign in again.',
    });
  }
  if (left.length === 0) return say('Every key but the primary one may be taken out of the key ring.');
  say(`Still sealed by other keys: ${left.join(', ')}. Run this again to go on.`);
}

async function resume(vault: Vault, { acceptLoss, say }: OperatorRequest): Promise<void> {
  const pause = await vault.paused();
  if (pause === undefined) return say('The vault is not paused.');
  if (!acceptLoss) {
    throw new SipgateKitError('invalid_input', `The vault is paused (${pause.reason}); resuming may cost sign-ins.`, {
      hint: 'Tokens that were refreshed after the backup are dead. If you accept that, add --accept-loss.',
    });
  }
  await vault.resume({ acceptLoss: true });
  say('Resumed.');
}
