/** Makes `dist/inspector.html`; test/inspector holds its size against what a page may take. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { inspectorPage } from './inspector-page.js';

const page = await inspectorPage();
console.log(`inspector.html: ${page.length} bytes, ${gzipSync(page, { level: 9 }).length} gzipped`);
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
mkdirSync(dist, { recursive: true });
writeFileSync(`${dist}inspector.html`, page);
