/**
 * Links of documents, which lead to files beside them, as links of the site. What is in the project and not on the site
 * stays as text: sources, examples, folders. What is nowhere fails the build.
 */
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { pageOf, root } from '../pages.js';

const isElsewhere = (href) => /^[a-z][a-z+.-]*:/.test(href);

/** The document that a link leads to: of a folder its README. */
function documentOf(path) {
  const readme = posix.join(path, 'README.md');
  return pageOf(readme) !== undefined && existsSync(root + readme) ? readme : path;
}

/** A link's address on the site; undefined where the site has nothing there. */
export function addressOf(document, href) {
  if (isElsewhere(href) || href.startsWith('#')) return href;
  const [file, anchor] = href.split('#');
  const path = posix.join(posix.dirname(document), decodeURIComponent(file));
  if (!existsSync(root + path)) throw new Error(`${document}: the link ${href} leads to nothing`);
  const page = pageOf(documentOf(path));
  if (page === undefined) return undefined;
  return `/${page}${anchor === undefined ? '' : `#${anchor}`}`;
}

function rewrite(tokens, document) {
  const kept = [];
  let isText = false;
  for (const token of tokens) {
    if (token.type === 'link_open') {
      const address = addressOf(document, token.attrGet('href'));
      isText = address === undefined;
      if (isText) continue;
      token.attrSet('href', address);
    } else if (token.type === 'link_close' && isText) {
      isText = false;
      continue;
    }
    kept.push(token);
  }
  return kept;
}

/** Links of the document that a page is made of. */
export function documentLinks(markdown) {
  markdown.core.ruler.push('document_links', ({ tokens, env }) => {
    const document = posix.relative(root, env.realPath ?? env.path);
    for (const token of tokens) if (token.children) token.children = rewrite(token.children, document);
  });
}
