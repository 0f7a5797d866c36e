import { defineConfig } from 'vitepress';
import { dark, declarations, light } from '../pictures/colours.mjs';
import { REPOSITORY } from '../site/places.mjs';
import { slugOf } from '../site/slug.mjs';
import { repositoryLinks } from './links.ts';
import { sidebar } from './navigation.ts';
import { drawnPictures } from './pictures.ts';
import { namelessColumns } from './tables.ts';

export default defineConfig({
  title: 'sipgate-kit',
  description:
    'Sign in with sipgate, and keep it working: typed SDK, callback server, command line and a local sandbox.',
  lang: 'en',
  cleanUrls: true,
  lastUpdated: false,
  ignoreDeadLinks: 'localhostLinks',
  srcExclude: ['node_modules/**', 'site/**', 'pictures/**'],
  outDir: 'dist',
  rewrites: (page) => (page === 'README.md' ? 'contents.md' : page.replace(/(^|\/)README\.md$/, '$1index.md')),
  // The drawn pictures have the same colours as files and in a page.
  head: [
    ['style', {}, `:root{${declarations(light)}}.dark{${declarations(dark)}}`],
    ['link', { rel: 'icon', href: '/mark.svg', type: 'image/svg+xml' }],
  ],
  markdown: {
    config(markdown) {
      repositoryLinks(markdown);
      drawnPictures(markdown);
      namelessColumns(markdown);
    },
    anchor: { slugify: slugOf },
    theme: { light: 'github-light-high-contrast', dark: 'github-dark-high-contrast' },
  },
  themeConfig: {
    logo: '/mark.svg',
    nav: [
      { text: 'Start', link: '/getting-started' },
      { text: 'REST API', link: '/api/' },
      { text: 'Errors', link: '/errors/' },
      { text: 'Security', link: '/security-model' },
      { text: 'Questions', link: '/faq' },
      // As a word: the theme's icon comes from elsewhere while one writes.
      { text: 'GitHub', link: REPOSITORY },
    ],
    sidebar: sidebar(),
    outline: [2, 3],
    search: { provider: 'local' },
    footer: { message: 'Independent project under the MIT license; not a product of sipgate GmbH.' },
  },
});
