/** The site, of documents that stay where they are. `DOCS_BASE` is the path that it is served at, `/` by default. */
import { readdirSync } from 'node:fs';
import { env } from 'node:process';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitepress';
import { documentLinks } from '../markdown/document-links.js';
import { plainText } from '../markdown/plain-text.js';
import { reference } from '../markdown/reference.js';
import { slug } from '../markdown/slug.js';
import { documents, rewrites, root } from '../pages.js';
import { nav, sidebar } from './navigation.js';

/** Folders that hold no document of the site, which are not searched for any. */
const held = new Set(documents().map((each) => each.split('/')[0]));
const others = readdirSync(root, { withFileTypes: true }).filter(({ name }) => !held.has(name));

/** Documents lie outside the folder of the packages that their pages import: they take Vue from here, and what runs at the build as it is. */
const packagesOfPages = {
  name: 'packages-of-pages',
  enforce: 'pre',
  resolveId(id, _, { ssr }) {
    if (!/^(@?vue)(\/|$)/.test(id)) return;
    if (ssr) return { id, external: true };
    return this.resolve(id, fileURLToPath(import.meta.url), { skipSelf: true });
  },
};

export default defineConfig({
  title: 'sharedbuffers',
  description: 'Typed data in a file that any number of processes map and read in place.',
  base: env.DOCS_BASE ?? '/',
  srcDir: '..',
  srcExclude: [
    ...others.map((each) => (each.isDirectory() ? `${each.name}/**` : each.name)),
    'integrations/spark/*/**',
  ],
  outDir: fileURLToPath(new URL('../dist', import.meta.url)),
  cacheDir: fileURLToPath(new URL('../.cache', import.meta.url)),
  rewrites: rewrites(),
  vite: { build: { chunkSizeWarningLimit: 4000 }, plugins: [packagesOfPages] },
  metaChunk: true,
  lang: 'en',
  head: [['link', { rel: 'icon', href: 'data:,' }]],
  markdown: {
    anchor: { slugify: slug },
    config: (markdown) => {
      documentLinks(markdown);
      reference(markdown);
      plainText(markdown);
    },
  },
  themeConfig: {
    nav,
    sidebar: sidebar(),
    outline: { level: [2, 3] },
    search: { provider: 'local' },
    externalLinkIcon: true,
    docFooter: { prev: false, next: false },
  },
});
