/** @module every chapter of the probe, in the order of the notes */
import { authorization } from './authorization.mjs';
import { revoking, signingOut } from './leaving.mjs';
import { redirectUris } from './redirect-uris.mjs';
import { refreshing } from './refreshing.mjs';
import { offline, reuse } from './reuse.mjs';
import { clientAuthentication, codes } from './token.mjs';
import { discovery, tokenAnswers } from './tokens.mjs';
import { twoSignIns } from './two-sign-ins.mjs';
import { webOrigins } from './web-origins.mjs';

/** @type {import('./world.mjs').Chapter[]} */
export const chapters = [
  authorization,
  clientAuthentication,
  codes,
  tokenAnswers,
  refreshing,
  reuse,
  twoSignIns,
  offline,
  revoking,
  signingOut,
  redirectUris,
  webOrigins,
  discovery,
];
