/** All records of each key of the visits in `test_shapes.py`, in their order. */
import assert from 'node:assert/strict';
import { opened } from './opened.js';

const { rows, ...where } = JSON.parse(process.argv[2]);
const set = await opened(where);
const wanted = new Map();
for (let id = 0; id < rows; id += 1) {
  const user = id % 10 < 9 ? 7 : (id % 1000) - 500;
  if (!wanted.has(user)) wanted.set(user, []);
  wanted.get(user).push(id);
}
let largest = 0;
let records = 0;
for (const [user, visits] of wanted) {
  const found = Array.from(await set.getAll(user), (each) => each.visit);
  assert.deepEqual(
    found.sort((a, b) => a - b),
    visits,
  );
  largest = Math.max(largest, found.length);
  records += found.length;
}
console.log(JSON.stringify({ keys: wanted.size, records, largest }));
process.exit();
