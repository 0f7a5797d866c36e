import { defineConfig } from 'tsdown';

export default defineConfig({
  entry: {
    sql: 'src/sql/index.ts',
    file: 'src/file/index.ts',
    spill: 'src/spill/index.ts',
    sealing: 'src/sealing/index.ts',
  },
  platform: 'node',
  dts: true,
  fixedExtension: false,
});
