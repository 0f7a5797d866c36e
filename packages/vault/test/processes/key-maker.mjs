// Makes or reads the key file it is told, and answers with a digest of the key ring. Runs the built package.
import { createHash } from 'node:crypto';
import { readOrCreateKeyFile } from '@sipgate-kit/vault/sealing';

process.on('message', async (path) => {
  const ring = await readOrCreateKeyFile(path);
  process.send(createHash('sha256').update(ring.serialize()).digest('hex'));
});
process.send('ready');
