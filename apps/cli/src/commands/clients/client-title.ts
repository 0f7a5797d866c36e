import type { OAuthClient } from '@sipgate-kit/core/clients';
import { printable } from '../../output/printable.ts';

/** A client in a sentence: `"Example CRM" (2556404-0-…)`. */
export function clientTitle(client: Pick<OAuthClient, 'name' | 'clientId'>): string {
  return `${quotedName(client)} (${client.clientId})`;
}

/** Names may hold anything; in a sentence they stay on their line. */
export function quotedName({ name }: Pick<OAuthClient, 'name'>): string {
  return `"${printable(name)}"`;
}
