import { defineConfig } from 'vitepress';
import { REPOSITORY } from '../site/places.mjs';
import { slugOf } from '../site/slug.mjs';
import { repositoryLinks } from './links.ts';
import { sidebar } from './navigation.ts';

export default defineConfig({
  title: 'sipgate-kit',
  description:
    'Sign in with sipgate, and keep it working: typed SDK, callback server, command line and a local sandbox.',
  lang: 'en',
  cleanUrls: true,
  lastUpdated: false,
  ignoreDeadLinks: 'localhostLinks',
  srcExclude: ['node_modules/**', 'site/**'],
  outDir: 'dist',
  rewrites: (page) => (page === 'README.md' ? 'contents.md' : page.replace(/(^|\/)README\.md$/, '$1index.md')),
  head: [['link', { rel: 'icon', href: '/mark.svg', type: 'image/svg+xml' }]],
  markdown: {
    config: repositoryLinks,
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    logo: '/mark.svg',
    nav: [
      { text: 'Start', link: '/getting-started' },
      { text: 'REST API', link: '/api/' },
      { text: 'Errors', link: '/errors/' },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    socialLinks: [{ icon: 'github', link: REPOSITORY }],
    footer: { message: 'Independent project under the MIT license; not a product of sipgate GmbH.' },
  },
});
