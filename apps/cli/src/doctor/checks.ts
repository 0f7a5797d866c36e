import type { Check } from './check.ts';
import { access } from './checks/access.ts';
import { apiServer } from './checks/api-server.ts';
import { certificates } from './checks/certificates.ts';
import { client } from './checks/client.ts';
import { clock } from './checks/clock.ts';
import { codeExchange } from './checks/code-exchange.ts';
import { environment } from './checks/environment.ts';
import { files } from './checks/files.ts';
import { loginServer } from './checks/login-server.ts';
import { node } from './checks/node.ts';
import { port } from './checks/port.ts';
import { provider } from './checks/provider.ts';
import { proxy } from './checks/proxy.ts';
import { realm } from './checks/realm.ts';
import { redirectUri } from './checks/redirect-uri.ts';
import { scopes } from './checks/scopes.ts';
import { settings } from './checks/settings.ts';
import { signIn } from './checks/sign-in.ts';
import { state } from './checks/state.ts';

/** Every check, in the order of the report: from this computer outwards, to what sipgate thinks of you. */
export const checks: readonly Check[] = [
  node,
  files,
  settings,
  environment,
  state,
  proxy,
  certificates,
  loginServer,
  apiServer,
  clock,
  provider,
  realm,
  client,
  codeExchange,
  redirectUri,
  port,
  signIn,
  access,
  scopes,
];
