/**
 * Arrows run one way: apps → vault → core → generated. Run with `pnpm lint:boundaries`.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment: 'Two files that need each other are one file, or hide a third.',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'resolvable',
      comment: 'An import that leads nowhere.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'declared',
      comment: 'Add what is imported to the package.json of the package that imports it.',
      severity: 'error',
      from: {},
      // An optional peer counts as undeclared, too, though it is in the package.json.
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['npm', 'npm-dev', 'npm-peer'] },
    },
    {
      name: 'core-runs-anywhere',
      comment: 'core uses fetch and WebCrypto only: no module of Node. Its tests may.',
      severity: 'error',
      from: { path: '^packages/core/src', pathNot: '[.]test[.]ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'core-knows-nobody',
      comment: 'core stands at the end of every arrow.',
      severity: 'error',
      from: { path: '^packages/core/' },
      to: { path: '^(apps|packages/(?!core/))' },
    },
    {
      name: 'vault-knows-core-only',
      comment: 'Its tests use test-postgres, too.',
      severity: 'error',
      from: { path: '^packages/vault/' },
      to: { path: '^(apps|packages/(?!(vault|core|test-postgres)/))' },
    },
    {
      name: 'apps-know-no-apps',
      comment:
        'Apps meet in tests only, and those use the sandbox. The example is a product: it may use what products use.',
      severity: 'error',
      from: {
        path: '^apps/([^/]+)/',
        pathNot: '^apps/[^/]+/test/|[.]test[.]tsx?$|^apps/example-integration/',
      },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    {
      name: 'tests-know-the-sandbox-only',
      severity: 'error',
      from: { path: '^apps/([^/]+)/(test/|.*[.]test[.]tsx?$)', pathNot: '^apps/example-integration/' },
      to: { path: '^apps/', pathNot: '^apps/($1|sandbox)/' },
    },
    {
      name: 'example-is-a-product',
      comment: 'It mounts the callback server and tries things on the sandbox, by their public faces only.',
      severity: 'error',
      from: { path: '^apps/example-integration/' },
      to: {
        path: '^(apps|packages/vault)/',
        pathNot: '^apps/(example-integration/|callback-server/src/index[.]ts$|sandbox/src/index[.]ts$)',
      },
    },
    {
      name: 'example-is-no-dependency',
      comment: 'People copy it; nothing imports it.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: '^apps/example-integration/' },
      to: { path: '^apps/example-integration/' },
    },
    {
      name: 'published-knows-no-private',
      comment: 'acceptance, interop and tooling look at the others, never the other way round.',
      severity: 'error',
      from: { path: '^(apps|packages/(core|vault))/' },
      to: { path: '^packages/(acceptance|interop|other-clients|runtimes|tooling)/' },
    },
    {
      name: 'test-postgres-is-for-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: '^(apps|packages)/[^/]+/test/|^packages/(test-postgres|bench)/' },
      to: { path: '^packages/test-postgres/' },
    },
    {
      name: 'test-postgres-knows-nobody',
      severity: 'error',
      from: { path: '^packages/test-postgres/' },
      to: { path: '^(apps|packages/(?!test-postgres/))' },
    },
    {
      name: 'test-browser-is-for-tests',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: '^(apps|packages)/[^/]+/test/|^packages/(test-browser|runtimes)/|^packages/acceptance/site/',
      },
      to: { path: '^packages/test-browser/' },
    },
    {
      name: 'test-browser-knows-nobody',
      severity: 'error',
      from: { path: '^packages/test-browser/' },
      to: { path: '^(apps|packages/(?!test-browser/))' },
    },
    {
      name: 'page-style-is-for-pages',
      comment: 'The sandbox and the example put it into what they build.',
      severity: 'error',
      from: {
        path: '^(apps|packages)/',
        pathNot: '^apps/(sandbox/src/console|example-integration)/|^packages/page-style/',
      },
      to: { path: '^packages/page-style/' },
    },
    {
      name: 'api-knows-no-oauth',
      comment: 'For the REST client, OAuth is something with a fetch.',
      severity: 'error',
      from: { path: '^packages/core/src/(api|clients|operations)' },
      to: { path: '^packages/core/src/(oauth|tokens)/' },
    },
    {
      name: 'oauth-knows-no-api',
      severity: 'error',
      from: { path: '^packages/core/src/(oauth|tokens)/' },
      to: { path: '^packages/core/src/(api|clients|generated|operations)' },
    },
    {
      name: 'api-knows-no-clients',
      comment: 'clients → api → generated.',
      severity: 'error',
      from: { path: '^packages/core/src/api/' },
      to: { path: '^packages/core/src/clients/' },
    },
    {
      name: 'generated-knows-nothing',
      severity: 'error',
      from: { path: '^packages/core/src/generated/' },
      to: { pathNot: '^packages/core/src/generated/' },
    },
    {
      name: 'tokens-know-no-oauth',
      comment: 'oauth → tokens.',
      severity: 'error',
      from: { path: '^packages/core/src/tokens/' },
      to: { path: '^packages/core/src/oauth/' },
    },
    {
      name: 'zod-lives-with-clients',
      comment: 'The other entries stay small enough for a browser.',
      severity: 'error',
      from: { path: '^packages/core/src/', pathNot: '^packages/core/src/clients/|[.]test[.]ts$' },
      to: { path: '/zod/' },
    },
    {
      name: 'source-does-not-import-tests',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: '[.]test[.]tsx?$' },
      to: { path: '[.]test[.]tsx?$|^(apps|packages)/[^/]+/test/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    // The peers of the benchmarks are installed apart, and only where they are measured.
    exclude: { path: '(^|/)(dist|coverage)/|^packages/bench/peers/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['development', 'import', 'types', 'node', 'default'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
    cache: false,
  },
};
