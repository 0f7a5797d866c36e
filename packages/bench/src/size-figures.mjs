/**
 * What a library weighs: in a browser, and in node_modules. Not timed, so one round says it all.
 * @module
 */
import { fileURLToPath } from 'node:url';
import { figureOf } from './figure.mjs';
import { CLIENT_LIBRARIES, installPeers, PEERS, peerVersion } from './peer-folder.mjs';
import { bundledBytes } from './size-bundle.mjs';
import { installationOf } from './size-install.mjs';

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** What a page takes for the same task, by the idiom of each README. */
const SIGN_IN = {
  '@sipgate-kit/core':
    'sipgateProvider, startAuthorization, readCallback, finishAuthorization, createTokenManager, keepInMemory',
  oauth4webapi:
    'generateRandomState, generateRandomCodeVerifier, calculatePKCECodeChallenge, validateAuthResponse, authorizationCodeGrantRequest, processAuthorizationCodeResponse, refreshTokenGrantRequest, processRefreshTokenResponse',
  'openid-client':
    'Configuration, randomPKCECodeVerifier, calculatePKCECodeChallenge, buildAuthorizationUrl, authorizationCodeGrant, refreshTokenGrant',
  'oidc-client-ts': 'UserManager',
  '@badgateway/oauth2-client': 'OAuth2Client, OAuth2Fetch, generateCodeVerifier',
};
const REST = {
  '@sipgate-kit/core': 'createSipgateClient, staticToken',
  axios: 'default',
  sipgateio: 'sipgateIO',
};
const INSTALLED = ['@sipgate-kit/core', ...CLIENT_LIBRARIES];

/** @returns {Promise<import('./figure.mjs').Figure[]>} */
export async function measureSizes() {
  await installPeers();
  const [signIn, rest] = [
    await bundles('Sign-in in a browser', SIGN_IN),
    await bundles('REST client in a browser', REST),
  ];
  const installed = await Promise.all(
    INSTALLED.map(async (name) => ({ name, ...(await installationOf(name, homeOf(name))) })),
  );
  return [
    ...signIn,
    ...rest,
    ...installed.map(({ name, bytes }) =>
      figureOf(subject('Installed, with all it needs', name, 'kB'), [bytes / 1_000]),
    ),
    ...installed.map(({ name, packages }) => figureOf(subject('Packages installed', name, ''), [packages])),
  ];
}

/** @param {string} group @param {Readonly<Record<string, string>>} taken */
async function bundles(group, taken) {
  const figures = [];
  for (const [name, names] of Object.entries(taken)) {
    const { atOnce, inAll } = await bundledBytes(`export { ${names} } from '${name}';`, homeOf(name));
    const of = subject(`${group}, min+gzip`, name, 'kB');
    figures.push(figureOf(of, [atOnce / 1_000]));
    if (inAll > atOnce) figures.push(figureOf({ ...of, name: `${of.name}, and all it loads later` }, [inAll / 1_000]));
  }
  return figures;
}

const isOurs = (/** @type {string} */ name) => name.startsWith('@sipgate-kit/');
const homeOf = (/** @type {string} */ name) => (isOurs(name) ? PACKAGE : PEERS);

/** @param {string} group @param {string} name @param {string} unit */
function subject(group, name, unit) {
  return isOurs(name) ? { group, name, unit, ours: true } : { group, name: `${name} ${peerVersion(name)}`, unit };
}
