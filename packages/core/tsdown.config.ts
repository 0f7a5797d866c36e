import { defineConfig } from 'tsdown';

/**
 * What is loaded when it is wanted lies in files of its own, with nothing beside it that a page needs at once. What an
 * entry shares with such a file lies beside the entry, not in it: else it would become an export of the entry.
 */
const groups = [
  // What talks to the token endpoint: with the first code that is traded, or the first refresh.
  {
    name: 'token-requests',
    test: /\/oauth\/(?:token-requests|token-answer|client-authentication|provider-refusals|provider-fetch|discovery)\.ts$/,
  },
  // What comes with the first error, the first code or the first refresh gets its file by its import.
  {
    name: 'at-once',
    test: /\/src\/(?:api\/(?!refusal|error-details|items|request-fields|value-problems)|oauth\/(?!code-exchange|refresh-under|refresh-attempt|device-|authorization-probe)|jwt-|network-f|network-cause|proxy-|program-|authorized-|sent-)[\w-]*\.ts$/,
  },
  { name: 'memory-store', test: /\/memory-store\.ts$/ },
  // With zod: with the first OAuth client that is created.
  { name: 'oauth-client-input', test: /\/oauth-client-input\.ts$/ },
  { name: 'oauth-clients', test: /\/src\/clients\/(?!index\.ts|oauth-client-input)(?:\w+\/)?[\w-]+\.ts$/ },
];

export default defineConfig({
  entry: {
    index: 'src/index.ts',
    operations: 'src/operations.ts',
    'operation-details': 'src/operation-details.ts',
    clients: 'src/clients/index.ts',
    'error-catalogue': 'src/error-catalogue.ts',
    'tab-store': 'src/tokens/tab-store.ts',
    'token-store': 'src/tokens/connection-record.ts',
    'token-store-contract': 'src/tokens/token-store-contract.ts',
  },
  platform: 'neutral',
  dts: true,
  fixedExtension: false,
  outputOptions: { codeSplitting: { includeDependenciesRecursively: false, groups } },
  inputOptions: { preserveEntrySignatures: 'allow-extension' },
});
