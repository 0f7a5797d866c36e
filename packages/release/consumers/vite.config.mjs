/** The page as a library, so that it can be run without a browser. */
export default {
  build: {
    lib: { entry: 'page.ts', formats: ['es'], fileName: () => 'page.js' },
    target: 'es2022',
    emptyOutDir: false,
  },
};
