import type { Connection } from '@sipgate-kit/core';
import { openFileStore } from '@sipgate-kit/vault/file';
import type { Desk } from './run-cli.ts';

/** The connections that a desk keeps, with their tokens opened. */
export async function keptConnections({ env }: Desk): Promise<readonly Connection[]> {
  const store = await openFileStore({ folder: `${env['XDG_STATE_HOME']}/sipgate` });
  const states = await store.list();
  const connections = await Promise.all(states.map(({ id }) => store.read(id)));
  return connections.filter((connection) => connection !== undefined);
}
