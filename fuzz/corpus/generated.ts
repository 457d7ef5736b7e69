/** Files that this library writes: every kind of container, key and index, with columns and without. */
import { array, as, idMapper, type Key, mapping, Registry, struct, t } from 'sharedbuffers';
import { readArray, readMapper, readMapping } from '../read/containers.js';
import type { Sample } from './sample.js';

const registry = new Registry();
const Point = struct({ x: t.float64, y: t.float64, label: t.string.optional() }, { name: 'Point', registry });
registry.register(Point, 0x90);

/** A field of every kind. */
const Row = struct(
  {
    id: t.uint32,
    big: t.int64.optional(),
    ratio: t.float64,
    name: t.string.nullable(),
    long: t.string.optional(),
    raw: t.bytes.optional(),
    buffer: t.buffer.optional(),
    tags: t.set.optional(),
    typed: t.set(t.string).optional(),
    list: t.list.optional(),
    views: t.listView.optional(),
    tuple: t.tupleView.optional(),
    members: t.setView.optional(),
    table: t.dict.optional(),
    lookup: t.dictView.optional(),
    any: t.any.optional(),
    when: t.datetime.optional(),
    day: t.date.optional(),
    price: t.decimal.optional(),
    grid: t.ndarray.optional(),
    inner: struct({ x: t.uint8, y: t.tuple.optional() }).optional(),
    points: t.list(Point).optional(),
  },
  { registry, userData: { made: ['here', 1] } },
);

type Input = Parameters<typeof Row.pack>[0];

const rows: readonly Input[] = [
  {
    id: 1,
    big: -5,
    ratio: 0.5,
    name: 'one',
    long: 'abc'.repeat(300),
    tags: new Set([1, 50]),
    any: 'x',
    when: new Date(0),
    day: new Date(86_400_000),
    price: '12.50',
    points: [{ x: 1, y: 2, label: 'p' }],
  },
  {
    id: 2,
    ratio: 2,
    name: null,
    list: [1, 'two', null, [3, 4.5]],
    views: ['a', ['b', 7], new Map([[1, 'x']])],
    raw: new Uint8Array(20),
    buffer: new Uint8Array([1, 2, 3]),
    members: new Set(['m', 'n', 500]),
    typed: new Set(['s']),
    inner: { x: 1, y: [1, 2] },
  },
  {
    id: 3,
    ratio: -1,
    name: 'three',
    tuple: [1, 2, 'three'],
    table: new Map<unknown, unknown>([
      ['k', 1],
      [as(t.tuple, [1, 2]), 'v'],
    ]),
    lookup: new Map([['k1', [1, 2, 3]]]),
    any: [new Set([1]), 2.5, { a: 1 }],
    grid: new Float32Array([1, 2, 3, 4]),
    inner: { x: 2 },
  },
];

const TEXTS: readonly string[] = ['a', 'k1', '', 'k'.repeat(600), 'a'];
const DENSE: readonly number[] = [1, 3, 5, 3];
const SPARSE: readonly number[] = [0, 10_007, 506952113, 2 ** 40];
const OBJECTS: readonly Key[] = ['a', 1, new Uint8Array([1]), as(t.tuple, [1, 'b']) as never];

/** By text, integers, bytes, several of them, a field of a struct, and a function. */
const INDEXES = [
  { name: 'name', ordered: true },
  'id',
  'raw',
  'typed',
  'inner.x',
  { name: 'own', keys: () => ['a', 'own'] },
];

const keyed = <K>(keys: readonly K[]): [K, Input][] =>
  keys.map((key, index) => [key, rows[index % rows.length]!]);

/** A mapping, read as declared and as what it says of itself. */
function mappingSample<K extends Key>(
  name: string,
  key: object,
  keys: readonly K[],
  options: object = {},
): Sample {
  const declared = mapping({ ...key, value: Row } as never);
  const undeclared = mapping(key as never);
  return {
    name,
    bytes: declared.pack(keyed(keys) as never, options),
    read(damaged, all) {
      all.attempt(() => readMapping(declared.fromBuffer(damaged), all));
      all.attempt(() => readMapping(undeclared.fromBuffer(damaged), all));
    },
  };
}

function mapperSample<K extends Key>(name: string, key: object, keys: readonly K[]): Sample {
  const declared = idMapper<Key>(key as never);
  return {
    name,
    bytes: declared.pack(
      keys.map((each, index) => [each, index]),
      { checksums: true },
    ),
    read(damaged, all) {
      all.attempt(() => readMapper(declared.fromBuffer(damaged), all));
    },
  };
}

function arraySample(name: string, options: object = {}): Sample {
  const declared = array(Row);
  return {
    name,
    bytes: declared.pack(rows, { checksums: true, ...options }),
    read(damaged, all) {
      all.attempt(() => readArray(declared.fromBuffer(damaged), all));
    },
  };
}

export function generatedSamples(): Sample[] {
  const samples = [arraySample('array')];
  for (const width of [64, 32] as const) {
    for (const index of ['table', 'compact', 'none'] as const) {
      const sparse = SPARSE.filter((key) => width === 64 || key < 2 ** 32);
      samples.push(
        mappingSample(`mapping of text, ${width} bits, ${index}`, { key: t.string, width }, TEXTS, { index }),
        mappingSample(`mapping of dense integers, ${width} bits, ${index}`, { key: t.uint64, width }, DENSE, {
          index,
        }),
        mappingSample(`mapping of integers, ${width} bits, ${index}`, { key: t.uint64, width }, sparse, {
          index,
        }),
      );
    }
    samples.push(
      mappingSample(`multi mapping, ${width} bits`, { key: t.string, width, multi: true }, TEXTS),
      mappingSample(
        `approximate mapping, ${width} bits`,
        { key: t.string, width, multi: true, approximate: true },
        TEXTS,
      ),
      mapperSample(`id mapper of text, ${width} bits`, { key: t.string, width }, TEXTS),
      mapperSample(`id mapper of bytes, ${width} bits`, { key: t.bytes, width }, [new Uint8Array([1, 2])]),
      mapperSample(`id mapper of integers, ${width} bits`, { key: t.uint64, width }, DENSE),
    );
  }
  samples.push(
    mappingSample('mapping with columns', { key: t.string }, TEXTS, { columns: ['id', 'ratio'] }),
    mappingSample('mapping of dates', { key: t.date }, [new Date(0), new Date(864e5), new Date(864e6)]),
    mappingSample('mapping of datetimes', { key: t.datetime }, [new Date(0), new Date(-1)]),
    mappingSample('mapping of floats', { key: t.float64 }, [0.5, -1, Number.POSITIVE_INFINITY]),
    mappingSample('mapping of signed integers', { key: t.int64, signed: true }, [-1, 5, -(2 ** 40)]),
    mappingSample('mapping with a filter', { key: t.string }, TEXTS, { filter: true }),
    mappingSample('mapping of text in order', { key: t.string }, TEXTS, { ordered: true }),
    mappingSample('mapping with indexes', { key: t.string }, TEXTS, { indexes: INDEXES }),
    mappingSample('mapping with compact indexes', { key: t.string }, TEXTS, {
      indexes: INDEXES,
      index: 'compact',
    }),
    mappingSample('mapping without sections', { key: t.string }, TEXTS, { sections: false }),
    mappingSample('mapping of any key', { key: t.any }, OBJECTS),
    mapperSample('id mapper of any key', { key: t.any }, OBJECTS),
  );
  return samples;
}
