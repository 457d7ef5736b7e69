/**
 * Three numbers read through a fresh proxy, of records that stay in the cache: with one schema in the process, and
 * with twenty, each with a loop of its own, so that only what the library's own code shares sees all of them.
 */
import { array, struct, t } from 'sharedbuffers';
import { placeAt } from '../places.js';
import type { Way, Work } from './way.js';

const SCHEMAS = 20;
const RECORDS = 50;
/** Records read by one schema before the next has its turn. */
const REPEATS = 200;
const COUNT = SCHEMAS * RECORDS * REPEATS;

interface Counted {
  readonly population: number;
  readonly elevation: number;
  readonly rating: number;
}

interface Positional extends Iterable<Counted> {
  readonly length: number;
  at(item: number): Counted | undefined;
}

/** Sum of three fields over all records, `repeats` times. */
type Loop = (records: Positional, repeats: number) => number;

function byPosition(records: Positional, repeats: number): number {
  let sum = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (let item = 0; item < records.length; item += 1) {
      const record = records.at(item)!;
      sum += record.population + record.elevation + record.rating;
    }
  }
  return sum;
}

function inOrder(records: Positional, repeats: number): number {
  let sum = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const record of records) sum += record.population + record.elevation + record.rating;
  }
  return sum;
}

function rows() {
  return Array.from({ length: RECORDS }, (_, item) => placeAt(item));
}

/** Records of schema `n`, whose three numbers lie elsewhere than in those of other schemas. */
function records(n: number): Positional {
  const others = Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, t.float64]));
  const schema = struct({ ...others, population: t.uint32, elevation: t.int32, rating: t.float64 });
  const zeros = Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, 0]));
  const declared = array(schema);
  const input = rows().map((row) => ({ ...zeros, ...row }));
  return declared.fromBuffer(declared.pack(input as never)) as never;
}

/** The loop as another piece of code, which learns about the classes of its own records only. */
function copyOf(loop: Loop, n: number): Loop {
  return new Function(`return ${loop}\n// ${n}`)() as Loop;
}

function workOf(loop: Loop, schemas: number, subject: (n: number) => Positional): Work {
  const parts = Array.from({ length: schemas }, (_, n) => ({ read: copyOf(loop, n), records: subject(n) }));
  const repeats = (REPEATS * SCHEMAS) / schemas;
  return {
    count: COUNT,
    run() {
      let sum = 0;
      for (const { read, records } of parts) sum += read(records, repeats);
      return sum;
    },
  };
}

function wayOf(name: string, loop: Loop, schemas: number): Way {
  return { name, setUp: () => workOf(loop, schemas, records) };
}

export const ways: readonly Way[] = [
  { name: 'array of objects', setUp: () => workOf(byPosition, 1, rows) },
  wayOf('at(i)', byPosition, 1),
  wayOf('at(i), twenty schemas', byPosition, SCHEMAS),
  wayOf('iteration', inOrder, 1),
  wayOf('iteration, twenty schemas', inOrder, SCHEMAS),
];
