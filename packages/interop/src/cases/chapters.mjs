/** @module every chapter of the table of behaviours, in the order of its document */
import { authorization } from './authorization.mjs';
import { clientAuthentication } from './client-authentication.mjs';
import { codes } from './codes.mjs';
import { devices } from './devices.mjs';
import { discovery } from './discovery.mjs';
import { introspection } from './introspection.mjs';
import { revoking, signingOut } from './leaving.mjs';
import { pkce } from './pkce.mjs';
import { redirectUris } from './redirect-uris.mjs';
import { refreshing } from './refreshing.mjs';
import { offline, reuse } from './reuse.mjs';
import { signingIn } from './signing-in.mjs';
import { tokens, userinfo } from './tokens.mjs';
import { twoSignIns } from './two-sign-ins.mjs';
import { webOrigins } from './web-origins.mjs';

/** @type {readonly import('./case.mjs').Chapter[]} */
export const chapters = [
  authorization,
  pkce,
  redirectUris,
  signingIn,
  clientAuthentication,
  codes,
  tokens,
  refreshing,
  reuse,
  twoSignIns,
  offline,
  revoking,
  signingOut,
  userinfo,
  introspection,
  devices,
  webOrigins,
  discovery,
];
