/** What needs no files: it runs in browsers, too. */
import {
  ArgumentError,
  atomicAdd,
  atomicCompareExchange,
  ClosedError,
  CorruptBufferError,
  openBuffer,
  PackError,
  SchemaError,
  shareBuffer,
  struct,
  t,
  verifyBuffer,
} from 'sharedbuffers';
import { equal, fails, holds, type Suite } from './expect.js';
import { Cities, City, COUNT, Ids, keyOf, rowOf, rows } from './rows.js';

/** Kinds of values beyond what a city has; dates are of the runtime's Temporal or of the polyfill. */
const Kinds = struct({
  small: t.int8,
  float: t.float32,
  day: t.date,
  when: t.datetime,
  price: t.decimal,
  items: t.list(t.string),
  pairs: t.dict(t.string, t.uint32),
  anything: t.any,
  bytes: t.bytes,
  vector: t.ndarray,
});

export async function memoryChecks(suite: Suite): Promise<void> {
  const bytes = Cities.pack([...rows()], { checksums: true });
  const cities = Cities.fromBuffer(bytes);

  await suite.check('in memory: get, has and getMany', () => {
    for (const index of [0, 1, 1500, COUNT - 1]) equal(cities.get(keyOf(index))?.toObject(), rowOf(index));
    equal([cities.get('none'), cities.has(keyOf(3)), cities.has('none')], [undefined, true, false]);
    const found = cities.getMany([keyOf(2), 'none', keyOf(1)]);
    equal(
      found.map((city) => city?.label),
      [`${rowOf(2).name} (14)`, undefined, `${rowOf(1).name} (7)`],
    );
  });
  await suite.check('in memory: iteration, cursor and columns', () => {
    equal(new Set(cities.keys()), new Set(Array.from({ length: COUNT }, (_, index) => keyOf(index))));
    let sum = 0;
    for (const city of cities.array.cursor()) sum += city.location.lat;
    equal(sum, (COUNT * (COUNT - 1)) / 16);
    equal(
      cities.array.column('population'),
      Uint32Array.from({ length: COUNT }, (_, index) => index * 7),
    );
  });
  await suite.check('in memory: every kind of value comes back', () => {
    const row = {
      small: -5,
      float: 1.5,
      day: new Date(Date.UTC(2026, 10, 29)),
      when: new Date(Date.UTC(2026, 10, 29, 12)),
      price: '38.870',
      items: ['a', 'ü', ''],
      pairs: new Map([['x', 7]]),
      anything: [1, 'two', null, 2.5, true],
      bytes: Uint8Array.of(1, 2, 255),
      vector: Float64Array.of(1, -2, 3),
    };
    const read = Kinds.unpackFrom(Kinds.pack(row));
    equal([read.small, read.float, read.items, read.pairs], [-5, 1.5, row.items, row.pairs]);
    equal([read.anything, read.bytes, read.vector.toArray()], [row.anything, row.bytes, [1, -2, 3]]);
    equal(
      [String(read.day), String(read.when), String(read.price)],
      ['2026-11-29', '2026-11-29T12:00:00Z', '38.870'],
    );
  });
  await suite.check('in memory: an id mapper', () => {
    const ids = Ids.fromBuffer(
      Ids.pack([
        ['a', 1],
        ['b', 2],
      ]),
    );
    equal([ids.get('b'), ids.get('c'), ids.size], [2, undefined, 2]);
  });
  await suite.check('in memory: bytes without a declaration say what they are', () => {
    const opened = openBuffer(bytes);
    equal([opened.kind, opened.kind === 'mapping' && opened.size], ['mapping', COUNT]);
  });
  await suite.check('in memory: a SharedArrayBuffer is written and changed atomically', () => {
    const shared = Cities.fromBuffer(shareBuffer(bytes), { writable: true });
    const city = shared.get(keyOf(4))!;
    city.population = 5;
    equal([atomicAdd(city, 'population', 2), city.population], [5, 7]);
    equal([atomicCompareExchange(city, 'population', 7, 1), city.population], [7, 1]);
    equal(atomicAdd(city, 'visits', 1n), 2n ** 60n + 4n);
  });
  await suite.check('in memory: verifying finds nothing, and a byte that changed', () => {
    equal(verifyBuffer(bytes).findings.length, 0);
    const damaged = bytes.slice();
    damaged[damaged.length >> 1]! ^= 1;
    holds(verifyBuffer(damaged).findings.length > 0, 'a changed byte is found');
  });
  await suite.check('in memory: errors say what is wrong', async () => {
    await fails(() => Cities.fromBuffer(new Uint8Array(100)), CorruptBufferError, /./);
    await fails(() => Ids.fromBuffer(bytes), SchemaError, /mapping/);
    await fails(() => City.pack({ ...rowOf(1), population: -1 }), PackError, /population/);
    await fails(() => cities.array.column('typo' as 'name'), ArgumentError, /typo/);
  });
  await suite.check('in memory: close ends reading', async () => {
    const other = Cities.fromBuffer(bytes);
    const city = other.get(keyOf(1))!;
    other.close();
    await fails(() => city.population, ClosedError, /closed/);
    await fails(() => other.get(keyOf(1)), ClosedError, /closed/);
  });
}
