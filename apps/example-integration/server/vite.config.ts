import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** `vite build`: one file for Node, with its style sheet and script inside; packages stay where npm put them. */
export default defineConfig(({ command }) => ({
  root: from('.'),
  // Inside the kit's own repository, `dev` runs the packages from their sources; elsewhere the condition means nothing.
  ssr: command === 'serve' ? { resolve: { conditions: ['development'] } } : { external: true },
  build: {
    ssr: true,
    outDir: from('../dist/server'),
    emptyOutDir: true,
    target: 'node20',
    rollupOptions: { input: { main: from('main.ts'), 'open-console': from('open-console.ts') } },
  },
}));
