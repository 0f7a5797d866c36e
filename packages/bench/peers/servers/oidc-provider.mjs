/** `oidc-provider`, by its README: one client, the built-in pages, everything in memory. */
import { Provider } from 'oidc-provider';

const port = Number(process.argv[2]);
const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{ client_id: 'bench', client_secret: 'bench-secret', redirect_uris: ['http://localhost/oauth'] }],
});
provider.listen(port, '127.0.0.1');
