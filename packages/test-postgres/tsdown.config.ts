import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    'postgres-server': 'src/postgres-server.ts',
    'global-setup': 'src/global-setup.ts',
  },
  platform: 'node',
  dts: true,
  fixedExtension: false,
});
