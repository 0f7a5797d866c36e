/**
 * How much a browser loads, min+gzip, from the built packages: `pnpm size`. The operation index is a part of its own, which
 * comes with the first call; zod comes with the first OAuth client that is created, and not with anything here.
 */

const SIGN_IN = 'sipgateProvider, startAuthorization, readCallback, finishAuthorization, createTokenManager';

/** Loaded later, if at all. */
const LATER = ['./operation-index-*', 'zod'];

/** @param {{ name: string, import: string, limit: string }} check */
const atOnce = (check) => ({
  ...check,
  path: 'packages/core/dist/index.js',
  gzip: true,
  modifyEsbuildConfig: (config) => ({ ...config, external: [...(config.external ?? []), ...LATER] }),
});

export default [
  atOnce({ name: 'sign-in and token manager', import: `{ ${SIGN_IN} }`, limit: '16.6 kB' }),
  atOnce({
    name: 'the same with REST client, retries, errors, paging',
    import: `{ ${SIGN_IN}, createSipgateClient, readAllPages }`,
    limit: '24.1 kB',
  }),
  atOnce({ name: 'REST client alone', import: '{ createSipgateClient, staticToken }', limit: '10.4 kB' }),
  {
    name: 'operation index',
    path: 'packages/core/dist/operations.js',
    import: '{ operations }',
    gzip: true,
    limit: '3 kB',
  },
];
