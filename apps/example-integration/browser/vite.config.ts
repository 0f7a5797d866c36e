import { fileURLToPath } from 'node:url';
import { DEFAULT_API_URL, SIPGATE_LOGIN_URL } from '@sipgate-kit/core';
import { defineConfig, loadEnv, type Plugin } from 'vite';

const from = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** What the page is built for, from the environment or from `.env` beside package.json. */
const NAMES = ['VITE_SIPGATE_CLIENT_ID', 'VITE_SIPGATE_ISSUER', 'VITE_SIPGATE_API_URL'] as const;

/** In development without a client of one's own: the public client of `npx sipgate-sandbox`. */
const SANDBOX: Readonly<Record<string, string>> = {
  VITE_SIPGATE_CLIENT_ID: '2400101-1-0f4a0c10-5a9d-11ee-8c99-a11ce0c11e02:third-party',
  VITE_SIPGATE_ISSUER: 'http://127.0.0.1:8090/auth/realms/third-party',
  VITE_SIPGATE_API_URL: 'http://127.0.0.1:8090/v2',
};

export default defineConfig(({ command, mode }) => {
  const given = loadEnv(mode, from('..'), 'VITE_SIPGATE_');
  const settings = given['VITE_SIPGATE_CLIENT_ID'] || command === 'build' ? given : SANDBOX;
  if (!settings['VITE_SIPGATE_CLIENT_ID']) {
    throw new Error(
      'VITE_SIPGATE_CLIENT_ID is missing: the id of your public OAuth client, in the environment or .env.',
    );
  }
  return {
    root: from('.'),
    envDir: from('..'),
    define: Object.fromEntries(NAMES.map((name) => [`import.meta.env.${name}`, JSON.stringify(settings[name] ?? '')])),
    plugins: [contentSecurityPolicy(settings)],
    server: { port: 5173, strictPort: true },
    preview: {
      port: 4173,
      strictPort: true,
      // What a policy inside a page cannot say. Your web server sends the same.
      headers: {
        'content-security-policy': "frame-ancestors 'none'",
        'referrer-policy': 'no-referrer',
        'x-content-type-options': 'nosniff',
      },
    },
    build: {
      outDir: from('../dist/browser'),
      emptyOutDir: true,
      target: 'es2023',
      modulePreload: { polyfill: false },
    },
  };
});

/** The policy goes into the page, so that it holds wherever the files are put: our files only, and two hosts to talk to. */
function contentSecurityPolicy(settings: Readonly<Record<string, string>>): Plugin {
  const login = new URL(settings['VITE_SIPGATE_ISSUER'] || SIPGATE_LOGIN_URL).origin;
  const api = new URL(settings['VITE_SIPGATE_API_URL'] || DEFAULT_API_URL).origin;
  const content = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src ${[...new Set([login, api])].join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const tag = { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content } };
  return {
    name: 'content-security-policy',
    // Vite's development server needs scripts and styles of its own.
    apply: 'build',
    transformIndexHtml: () => [{ ...tag, injectTo: 'head-prepend' }],
  };
}
