/**
 * Three numbers read through a fresh proxy, of records that stay in the cache: with one schema in the process, and
 * with twenty, each with a loop of its own, so that only what the library's own code shares sees all of them.
 */
import { array, type RecordArray, struct, t } from 'sharedbuffers';
import { placeAt } from '../places.js';
import type { Counted } from './fields-loop.js';
import type { Way, Work } from './way.js';

const SCHEMAS = 20;
const RECORDS = 250;
/** Records read by one schema before the next has its turn. */
const REPEATS = 40;
const COUNT = SCHEMAS * RECORDS * REPEATS;

type Loop = typeof import('./fields-loop.js');
type How = keyof Loop;

function rows() {
  return Array.from({ length: RECORDS }, (_, item) => placeAt(item));
}

/** Records of schema `n`, whose three numbers lie elsewhere than in those of other schemas. */
function records(n: number): RecordArray<Counted> {
  const others = Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, t.uint8]));
  const schema = struct({ ...others, population: t.uint32, elevation: t.int32, rating: t.float64 });
  const zeros = Object.fromEntries(Array.from({ length: n }, (_, i) => [`a${i}`, 0]));
  const declared = array(schema);
  const input = rows().map((row) => ({ ...zeros, ...row }));
  return declared.fromBuffer(declared.pack(input as never)) as never;
}

/** Modules of another query string are other instances, whose code learns about classes of its own only. */
function loop(n: number): Promise<Loop> {
  return import(`./fields-loop.js?${n}`);
}

async function workOf(
  how: How,
  schemas: number,
  subject: (n: number) => RecordArray<Counted>,
): Promise<Work> {
  const parts = await Promise.all(
    Array.from({ length: schemas }, async (_, n) => ({ read: (await loop(n))[how], records: subject(n) })),
  );
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

function wayOf(name: string, how: How, schemas: number): Way {
  return { name, setUp: () => workOf(how, schemas, records) };
}

export const ways: readonly Way[] = [
  { name: 'array of objects', setUp: () => workOf('byPosition', 1, rows as never) },
  wayOf('at(i)', 'byPosition', 1),
  wayOf('at(i), twenty schemas', 'byPosition', SCHEMAS),
  wayOf('iteration', 'inOrder', 1),
  wayOf('iteration, twenty schemas', 'inOrder', SCHEMAS),
];
