/** Makes `dist/inspector.html`. Fails where it has become larger than a page should be. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { exit } from 'node:process';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { inspectorPage } from './inspector-page.js';

const MOST_BYTES = 150_000;

const page = await inspectorPage();
const bytes = gzipSync(page, { level: 9 }).length;
console.log(`inspector.html: ${page.length} bytes, ${bytes} gzipped`);
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
mkdirSync(dist, { recursive: true });
writeFileSync(`${dist}inspector.html`, page);
if (bytes > MOST_BYTES) {
  console.error(`inspector.html takes more than ${MOST_BYTES} bytes gzipped`);
  exit(1);
}
