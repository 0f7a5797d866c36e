import { defineConfig } from 'tsdown';

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
});
