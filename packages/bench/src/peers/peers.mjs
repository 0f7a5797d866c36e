import { badgateway } from './badgateway.mjs';
import { betterAuthPeer } from './better-auth.mjs';
import { honoOidcAuth } from './hono-oidc-auth.mjs';
import { openidClient } from './openid-client.mjs';
import { passport } from './passport.mjs';
import { simpleOAuth2 } from './simple-oauth2.mjs';

/** By the name their rows carry; the versions are those of this package's dependencies. @type {Record<string, import('./peer.d.ts').Peer>} */
export const peers = {
  'simple-oauth2': simpleOAuth2,
  'openid-client': openidClient,
  '@badgateway/oauth2-client': badgateway,
  'passport-oauth2-refresh': passport,
  '@hono/oidc-auth': honoOidcAuth,
  'better-auth': betterAuthPeer,
};
