/** Links of the site: where those of documents lead, and that dead ones are found. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkLinks } from '../site/links.js';
import { addressOf } from '../site/markdown/document-links.js';
import { slug } from '../site/markdown/slug.js';

describe('links of documents', () => {
  test.each([
    ['README.md', 'docs/guide.md#in-tests', '/guide.md#in-tests'],
    ['README.md', 'docs/decisions/', '/decisions/index.md'],
    ['docs/decisions/025-live-files.md', '../../CHANGELOG.md', '/changelog.md'],
    ['docs/spark.md', '../integrations/spark/README.md', '/spark-package.md'],
    ['docs/guide.md', '#errors', '#errors'],
    ['docs/guide.md', 'https://example.org/', 'https://example.org/'],
  ])('%s: %s leads to %s', (document, link, address) => {
    expect(addressOf(document, link)).toBe(address);
  });

  test('what the site does not hold stays text', () => {
    expect(addressOf('docs/platforms.md', '../test/platforms')).toBeUndefined();
    expect(addressOf('docs/bundlers.md', '../test/bundlers/package.json')).toBeUndefined();
  });

  test('what is nowhere is an error that names the document', () => {
    expect(() => addressOf('docs/guide.md', 'nowhere.md')).toThrow(
      'docs/guide.md: the link nowhere.md leads to nothing',
    );
  });

  test.each([
    ['Files that are replaced: live mappings', 'files-that-are-replaced-live-mappings'],
    ['13.1 `About`', '131-about'],
    ['Keys, in order', 'keys-in-order'],
  ])('the heading %s has the name %s', (heading, name) => {
    expect(slug(heading)).toBe(name);
  });
});

describe('links of built pages', () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'site-links-'));
    mkdirSync(join(folder, 'api'));
    writeFileSync(join(folder, 'style.css'), '');
    writeFileSync(
      join(folder, 'index.html'),
      `<link rel="stylesheet" href="/base/style.css"><h1 id="top"></h1><a href="/base/api/">api</a>
      <a class="x" href="/base/api/#map&lt;k&gt;">place</a><a href="#top">top</a><a href="https://example.org/gone">far</a>
      <a href="/base/gone.html">gone</a><a href="#gone">gone</a><img src="/base/gone.png"><a href="/other/">outside</a>`,
    );
    writeFileSync(
      join(folder, 'api/index.html'),
      '<h2 id="map&lt;k&gt;"></h2><a href="../index.html#top">up</a>',
    );
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('dead ones are told with their page', () => {
    expect(checkLinks(folder, '/base/')).toEqual({
      pages: 2,
      links: 9,
      dead: [
        'index.html: the link /base/gone.html is dead',
        'index.html: the link #gone is dead',
        'index.html: the link /base/gone.png is dead',
        'index.html: the link /other/ is dead',
      ],
    });
  });
});
