/**
 * Opens a data set of the places in `places.py`, from a folder or from object storage, compares every record with the formula of
 * its number, and finds keys and misses. Its argument is JSON: `path`, `rows`, `first`, `s3`. Prints what it found as JSON.
 */
import assert from 'node:assert/strict';
import { opened } from './opened.js';
import { checkPlace } from './place.js';

const { rows, first = 0, ...where } = JSON.parse(process.argv[2]);
const started = performance.now();
const set = await opened(where);
assert.equal(set.size, rows);

const seen = new Uint8Array(rows);
for await (const [key, record] of set.entries()) {
  const at = checkPlace(key, record) - first;
  assert.ok(at >= 0 && at < rows, `${key} is none of the rows`);
  assert.equal(seen[at], 0, `${key} is there twice`);
  seen[at] = 1;
}
assert.equal(seen.indexOf(0), -1, 'a row is missing');

const step = Math.max(1, Math.floor(rows / 2000));
const numbers = Array.from({ length: Math.ceil(rows / step) }, (_, at) => first + at * step);
const found = await set.getMany(numbers.map((id) => `place-${id}`));
for (const [at, id] of numbers.entries()) checkPlace(`place-${id}`, found[at]);
assert.deepEqual(await set.getMany(['place--1', `place-${first + rows}`, '']), [
  undefined,
  undefined,
  undefined,
]);

const seconds = Math.round(performance.now() - started) / 1000;
const memory = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(JSON.stringify({ run: set.run, shards: set.manifest.shards, records: rows, seconds, memory }));
process.exit();
