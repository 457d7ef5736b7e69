/** Pages of the reference: names in code lead to their own pages, and several errors stand under one heading. */
import { existsSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { root } from '../pages.js';

const FOLDER = 'docs/api/';
const SIDEBAR = `${root}${FOLDER}typedoc-sidebar.json`;

/** What could be any word, as `array` or `plain`, is not taken for a name. */
const isTelling = (name) => /[A-Z.]/.test(name);

/** Pages by the names that they are of, as `t.string`; of a name that two entry points have, that of the first. */
function pagesOf(items, pages = new Map()) {
  for (const { link, items: inner = [] } of items) {
    const [, space, name] = /(?:\/namespaces\/(\w+))?\/(?:\w|-)+\/(\w+)(?:\.md|\/)$/.exec(link ?? '') ?? [];
    const isPage = name !== undefined && (link.endsWith('.md') || link.includes('/namespaces/'));
    const full = space === undefined ? name : `${space}.${name}`;
    if (isPage && isTelling(full) && !pages.has(full)) pages.set(full, link);
    pagesOf(inner, pages);
  }
  return pages;
}

function linked(tokens, pages, Token) {
  let depth = 0;
  return tokens.flatMap((token) => {
    depth += token.type === 'link_open' ? 1 : token.type === 'link_close' ? -1 : 0;
    const page = token.type === 'code_inline' && depth === 0 ? pages.get(token.content) : undefined;
    if (page === undefined) return token;
    const open = new Token('link_open', 'a', 1);
    open.attrSet('href', page);
    return [open, token, new Token('link_close', 'a', -1)];
  });
}

/** Without headings that say what the one before them says. */
function merged(tokens) {
  let last = '';
  return tokens.filter((token, index) => {
    const open = [index, index - 1, index - 2].find((at) => tokens[at]?.type === 'heading_open');
    if (open === undefined) return true;
    const heading = `${tokens[open].tag} ${tokens[open + 1].content}`;
    const isAgain = heading === last && heading.endsWith(' Throws');
    if (token.type === 'heading_close') last = heading;
    return !isAgain;
  });
}

export function reference(markdown) {
  const pages = existsSync(SIDEBAR) ? pagesOf(JSON.parse(readFileSync(SIDEBAR, 'utf8'))) : new Map();
  const documentOf = ({ env }) => posix.relative(root, env.realPath ?? env.path);
  markdown.core.ruler.before('anchor', 'one_heading', (state) => {
    if (documentOf(state).startsWith(FOLDER)) state.tokens = merged(state.tokens);
  });
  markdown.core.ruler.push('names', (state) => {
    const document = documentOf(state);
    if (!document.startsWith(FOLDER)) return;
    const own = posix.basename(document, '.md');
    const others = new Map([...pages].filter(([name]) => name !== own));
    for (const token of state.tokens) {
      if (token.children) token.children = linked(token.children, others, state.Token);
    }
  });
}
