/** Opens the bundled page, given as an argument, on a sandbox of its own. */
import { pathToFileURL } from 'node:url';
import { createSandbox } from '@sipgate-kit/sandbox';

const { use } = await import(pathToFileURL(process.argv[2]).href);
const sandbox = await createSandbox({ port: 0 });
try {
  console.log(
    await use({
      issuer: sandbox.issuer,
      apiUrl: sandbox.apiUrl,
      clientId: sandbox.publicClient.clientId,
      redirectUri: 'http://localhost:5173/callback',
      leave: (url) => sandbox.signIn({ authorizationUrl: url, username: 'alice', password: 'sandbox' }),
    }),
  );
} finally {
  await sandbox.close();
}
