import { connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** The wire between a vault and its database, in the test's hands. */
export interface Cable {
  /** The address of the database, by way of this wire. */
  readonly url: string;
  /** From now on what the database answers is thrown away, and the connection closed instead: the question has arrived. */
  loseAnswers(): void;
  mend(): void;
}

export async function cableTo(url: string): Promise<Cable> {
  const { hostname, port } = new URL(url);
  let losing = false;
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(Number(port), hostname);
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => {
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.on('data', (answer) => (losing ? near.destroy() : near.write(answer)));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  const near = new URL(url);
  if (address !== null && typeof address === 'object') near.port = String(address.port);
  return {
    url: near.href,
    loseAnswers: () => {
      losing = true;
    },
    mend: () => {
      losing = false;
    },
  };
}
