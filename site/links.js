/** Links of built pages: each leads to a page or a file that there is, and to a place in it. Nothing is fetched. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';

const LINK = /<(?:a|img|link|script|source)\b[^>]*?\s(?:href|src)="([^"]*)"/g;
const PLACE = /\sid="([^"]+)"/g;
const isElsewhere = (link) => /^[a-z][a-z+.-]*:|^\/\//.test(link);

const plain = (text) =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
const matches = (html, pattern) => [...html.matchAll(pattern)].map(([, each]) => plain(each));

/** The file that an address of the site shows, as a path in its folder. */
function fileAt(address) {
  const path = decodeURIComponent(address).replace(/^\//, '');
  return path === '' || path.endsWith('/') ? `${path}index.html` : path;
}

/** What a built site in `folder`, to be served at `base`, has: pages, links and, as text, those of them that are dead. */
export function checkLinks(folder, base) {
  const pages = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.html'));
  const places = new Map();
  const links = new Map();
  for (const page of pages) {
    const html = readFileSync(posix.join(folder, page), 'utf8');
    places.set(page, new Set(matches(html, PLACE)));
    links.set(page, new Set(matches(html, LINK)));
  }
  const isDead = (page, link) => {
    const { pathname, hash } = new URL(link, `http://site${base}${page}`);
    if (!pathname.startsWith(base)) return true;
    const file = fileAt(pathname.slice(base.length));
    if (!places.has(file)) return !existsSync(posix.join(folder, file));
    return hash !== '' && !places.get(file).has(decodeURIComponent(hash.slice(1)));
  };
  const dead = [];
  let count = 0;
  for (const [page, found] of links) {
    const inside = [...found].filter((link) => !isElsewhere(link));
    count += inside.length;
    for (const link of inside) if (isDead(page, link)) dead.push(`${page}: the link ${link} is dead`);
  }
  return { pages: pages.length, links: count, dead };
}
