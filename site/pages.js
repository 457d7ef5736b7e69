/** What the site holds, and at which address: documents stay where they are, for those who read them in the package. */
import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The project's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** Documents outside `docs`, and their addresses; those of `docs` have theirs there. */
const ELSEWHERE = {
  'README.md': 'index.md',
  'CHANGELOG.md': 'changelog.md',
  'CONTRIBUTING.md': 'contributing.md',
  'ARCHITECTURE.md': 'architecture.md',
  'integrations/spark/README.md': 'spark-package.md',
};

/** The page of the site that a document becomes, both as paths; undefined where it is none. */
export function pageOf(document) {
  if (document in ELSEWHERE) return ELSEWHERE[document];
  if (!document.startsWith('docs/') || !document.endsWith('.md')) return undefined;
  return document.slice('docs/'.length).replace(/(^|\/)README\.md$/, '$1index.md');
}

/** All documents, as paths in the project. */
export function documents() {
  const inDocs = readdirSync(`${root}docs`, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name.replaceAll('\\', '/')}`);
  return [...Object.keys(ELSEWHERE), ...inDocs];
}

/** What each document becomes. */
export const rewrites = () => Object.fromEntries(documents().map((each) => [each, pageOf(each)]));
