/** What stands at the side of each page. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { root } from '../pages.js';

const DOCUMENTS = [
  {
    text: 'Use',
    items: [
      { text: 'Guide', link: '/guide' },
      { text: 'Getting data in', link: '/getting-data-in' },
      { text: 'Remote files', link: '/remote' },
      { text: 'Data sets', link: '/datasets' },
      { text: 'Spark', link: '/spark' },
      { text: 'Inspector', link: '/inspector' },
      { text: 'Bundlers', link: '/bundlers' },
      { text: 'Platforms', link: '/platforms' },
      { text: 'Python', link: '/python' },
      { text: 'Caveats', link: '/caveats' },
    ],
  },
  {
    text: 'Know',
    items: [
      { text: 'API reference', link: '/api/' },
      { text: 'Format', link: '/format' },
      { text: 'Benchmarks', link: '/benchmarks' },
      { text: 'Decisions', link: '/decisions/' },
      { text: 'Architecture', link: '/architecture' },
      { text: 'Contributing', link: '/contributing' },
      { text: 'Changelog', link: '/changelog' },
    ],
  },
];

const title = (path) => /^# (.+)$/m.exec(readFileSync(path, 'utf8'))[1].replaceAll('`', '');

function decisions() {
  const names = readdirSync(`${root}docs/decisions`).filter((name) => /^\d/.test(name));
  return names.sort().map((name) => ({
    text: `${Number(name.slice(0, 3))}. ${title(`${root}docs/decisions/${name}`)}`,
    link: `/decisions/${name.replace(/\.md$/, '')}`,
  }));
}

const up = { text: '← Documents', link: '/guide' };

/** Entry points in the reference, with what each has: those of a path lie among the names of the first. */
function entryPoints() {
  const path = `${root}docs/api/typedoc-sidebar.json`;
  const [first] = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : [];
  if (first === undefined) return [];
  const isOther = ({ link }) => link !== undefined;
  const others = first.items.filter(isOther);
  const named = others.map((each) => ({ ...each, text: `${first.text}/${each.text}` }));
  return [{ ...first, items: first.items.filter((each) => !isOther(each)) }, ...named];
}

/** Of each entry point its own names, and the others by theirs. */
function reference() {
  const entries = entryPoints();
  const side = (open) => {
    const items = entries.map(({ text, link, items: own }) =>
      link === open ? { text, link, items: own } : { text, link },
    );
    return [open, [up, { text: 'API reference', link: '/api/', items }]];
  };
  return Object.fromEntries([...entries.map(({ link }) => link), '/api/'].map(side));
}

/** At the side of each folder of pages. */
export function sidebar() {
  return {
    ...reference(),
    '/decisions/': [up, { text: 'Decisions', link: '/decisions/', items: decisions() }],
    '/': DOCUMENTS,
  };
}

/** At the top of all pages. */
export const nav = [
  { text: 'Guide', link: '/guide' },
  { text: 'API', link: '/api/', activeMatch: '^/api/' },
  { text: 'Format', link: '/format' },
  { text: 'Benchmarks', link: '/benchmarks' },
  { text: 'Changelog', link: '/changelog' },
];
