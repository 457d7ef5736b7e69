/** What opening a data set of places takes, and the first look-ups: `node opening.js FOLDER ROWS` prints ms and µs as JSON. */
import { openDataset } from '../../../../dist/node.js';

const [, , folder, rows] = process.argv;
const started = performance.now();
const set = await openDataset(folder);
const open = performance.now() - started;
const count = 1000;
const first = performance.now();
for (let at = 0; at < count; at += 1) {
  const id = Math.floor((at * Number(rows)) / count);
  if (set.get(`place-${id}`)?.id !== id) throw new Error(`place-${id} is not there`);
}
const get = ((performance.now() - first) * 1000) / count;
console.log(JSON.stringify({ open, get }));
