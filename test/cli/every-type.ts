/** Every type, with values of it, and every kind of key: what commands have to carry unharmed. */
import {
  type Alignment,
  as,
  Decimal,
  type Key,
  type KeyType,
  mapping,
  NdArray,
  Registry,
  struct,
  t,
} from 'sharedbuffers';
import { buildArray, buildMapping } from 'sharedbuffers/node';
import type { AnyType } from '../../src/schema/type.js';

const registry = new Registry();
const Point = struct({ x: t.float64, y: t.float32.optional() }, { name: 'Point', registry });
const Odd = struct({ $key: t.string, list: t.list(t.int32) }, { name: 'an odd name', registry });
registry.register(Odd, 200);
registry.register(Point, 130);
/** In two fields, with no code. */
const Shared = struct(
  { s: t.string, deep: struct({ n: t.int8.nullable() }, { alignment: 16 }) },
  { registry },
);

/** New ones, as one value that stands twice in a record is stored once. */
const day = () => new Date('2024-02-29');
const time = () => new Date('2024-02-29T12:34:56.789Z');

/** Values of each type; the last ones are its corners. */
export const TYPES: readonly (readonly [name: string, type: AnyType, values: readonly unknown[]])[] = [
  ['uint8', t.uint8, [0, 255]],
  ['int8', t.int8, [-128, 127]],
  ['uint16', t.uint16, [0, 65_535]],
  ['int16', t.int16, [-32_768, 0]],
  ['uint32', t.uint32, [0, 2 ** 32 - 1]],
  ['int32', t.int32, [-(2 ** 31), 5]],
  ['uint64', t.uint64, [0, 2n ** 64n - 1n]],
  ['int64', t.int64, [-(2n ** 63n), 2 ** 53 - 1]],
  ['int', t.int, [1, -(2n ** 60n)]],
  ['biguint64', t.biguint64, [1n, 2n ** 63n]],
  ['float32', t.float32, [1.5, -0, Number.NaN]],
  ['float64', t.float64, [0.1, -0, 1e300, Number.POSITIVE_INFINITY, 2 ** 60]],
  ['float', t.float, [0.1, 3]],
  ['bool', t.bool, [true, false]],
  [
    'string',
    t.string,
    ['text', '', 'é "quoted", and\r\nlines', '\u202e', ' spaces ', '\\n', 'x'.repeat(2000)],
  ],
  ['bytes', t.bytes, [new Uint8Array([0, 255]), new Uint8Array(0)]],
  ['buffer', t.buffer, [new Uint8Array([1, 2, 3])]],
  ['date', t.date, [day()]],
  ['datetime', t.datetime, [time()]],
  ['datetimeUtc', t.datetimeUtc, [time()]],
  ['datetimeLocal', t.datetimeLocal, [time()]],
  ['datetimeTz', t.datetimeTz, [time()]],
  ['datetimeTzLocal', t.datetimeTzLocal, [time()]],
  ['jsDate', t.jsDate, [time()]],
  ['decimal', t.decimal, [Decimal.from('1.50'), Decimal.from('-1E+30')]],
  ['ndarray', t.ndarray, [NdArray.fromBytes('<i4', [2, 1], new Uint8Array(8))]],
  ['list', t.list, [[1, 'a', null, [2.5]], []]],
  ['list<int64>', t.list(t.int64), [[1, -(2n ** 63n)], []]],
  ['list<uint8 | null>', t.list(t.uint8.nullable()), [[1, null]]],
  ['list<float32>', t.list(t.float32), [[1, 2.5, Number.NaN]]],
  ['list<float64>', t.list(t.float64), [[1, 2]]],
  ['list<bool>', t.list(t.bool), [[true]]],
  ['list<string>', t.list(t.string), [['a', ''], []]],
  ['list<bytes>', t.list(t.bytes), [[new Uint8Array([1])]]],
  ['list<date>', t.list(t.date), [[day()]]],
  ['list<datetime>', t.list(t.datetime), [[time()]]],
  ['list<decimal>', t.list(t.decimal), [[Decimal.from('0.10')]]],
  ['list<list<int32>>', t.list(t.list(t.int32)), [[[1], []]]],
  ['list<set<string>>', t.list(t.set(t.string)), [[new Set(['a'])]]],
  ['list<dict<string, int32>>', t.list(t.dict(t.string, t.int32)), [[new Map([['a', 1]])]]],
  ['list<Point>', t.list(Point), [[{ x: 1 }, { x: 2, y: 0.5 }]]],
  ['list<Odd>', t.list(Odd), [[{ $key: 'k', list: [1] }]]],
  ['tuple', t.tuple, [Object.freeze([1, 'a'])]],
  ['tuple<float64>', t.tuple(t.float64), [Object.freeze([1, 2])]],
  ['set', t.set, [new Set([1, 2])]],
  ['set<string>', t.set(t.string), [new Set(['a', 'b'])]],
  ['set<int32>', t.set(t.int32), [new Set([-1, 70_000])]],
  ['dict', t.dict, [new Map<unknown, unknown>([['a', 1]]), new Map([[1, 'b']])]],
  ['dict<string, float64>', t.dict(t.string, t.float64), [new Map([['a', 1]])]],
  ['dict<int32, Point>', t.dict(t.int32, Point), [new Map([[1, { x: 1 }]])]],
  ['listView<int16>', t.listView(t.int16), [[1, 2]]],
  ['listView', t.listView, [['a', 1]]],
  ['tupleView<string>', t.tupleView(t.string), [Object.freeze(['a'])]],
  ['setView<string>', t.setView(t.string), [new Set(['a'])]],
  [
    'dictView<string, any | null>',
    t.dictView(t.string, t.any.nullable()),
    [new Map<string, unknown>([['a', null]])],
  ],
  [
    'any',
    t.any,
    [
      1,
      'text',
      '5',
      true,
      2.5,
      new Uint8Array([1]),
      new Set([1]),
      Object.freeze([1]),
      new Map([[2, 'x']]),
      2n ** 60n,
      Decimal.from('1.0'),
      day(),
      as(Point as never, { x: 1 } as never),
      as(Odd as never, { $key: 'x', list: [] } as never),
    ],
  ],
  ['struct', Shared as unknown as AnyType, [{ s: 'a', deep: { n: null } }]],
  ['the same struct', Shared as unknown as AnyType, [{ s: 'b', deep: { n: 1 } }]],
  ['Point', Point as unknown as AnyType, [{ x: -1 }]],
];

type Row = Record<string, unknown>;

/** A record type with fields of all types, and rows with all values; optional and nullable fields lack theirs in turn. */
export function everyType(
  alignment: Alignment = 8,
  without: readonly string[] = [],
): { record: ReturnType<typeof struct>; rows: Row[] } {
  const types: Record<string, AnyType> = {};
  const all = TYPES.filter(([name]) => !without.includes(name));
  all.forEach(([name, type], index) => {
    types[name] = [type, type.optional(), type.nullable(), type.optional().nullable()][index % 4]!;
  });
  const count = Math.max(...all.map(([, , values]) => values.length)) + 2;
  const rows = Array.from({ length: count }, (_, row) => {
    const record: Row = {};
    all.forEach(([name, , values], index) => {
      const kind = index % 4;
      if (row === 0 && kind % 2 === 1) return;
      record[name] = row === 1 && kind >= 2 ? null : values[row % values.length];
    });
    return record;
  });
  return { record: struct(types, { registry, alignment }), rows };
}

/** Kinds of keys with their declarations, and a key for each number. */
export const KEYS: readonly (readonly [name: string, declared: object, key: (row: number) => Key])[] = [
  ['string', { key: t.string }, (row) => `k ${row},"é`],
  ['string, several', { key: t.string, multi: true }, (row) => `k${row % 3}`],
  ['string, 32 bits', { key: t.string, width: 32 }, (row) => `k${row}`],
  ['bytes', { key: t.bytes }, (row) => new Uint8Array([255, row])],
  ['integers', { key: t.uint64 }, (row) => (row === 0 ? 2n ** 63n : row)],
  ['integers, 32 bits', { key: t.uint32, width: 32 }, (row) => row * 7],
  ['integers, several', { key: t.uint64, multi: true }, (row) => row % 2],
  ['bigints', { key: t.biguint64 }, (row) => BigInt(row) * 2n ** 50n],
  [
    'any',
    { key: t.any },
    (row) => [1, 'a', '1', new Uint8Array([1]), Object.freeze([1, 'x']) as never][row]!,
  ],
];

export async function buildEveryType(
  path: string,
  alignment?: Alignment,
  without?: readonly string[],
): Promise<void> {
  const { record, rows } = everyType(alignment, without);
  await buildArray(path, record as never, rows as never, { reproducible: true });
}

/** A mapping with these keys. */
export async function buildKeyed(
  path: string,
  [, declared, key]: (typeof KEYS)[number],
  options: object = {},
): Promise<void> {
  const value = struct({ n: t.int32, s: t.string.optional() });
  const multi = (declared as { multi?: boolean }).multi ?? false;
  const rows = Array.from(
    { length: multi ? 12 : 5 },
    (_, n) => [key(n), n % 2 ? { n, s: `s${n}` } : { n }] as const,
  );
  const declaration = mapping({ ...(declared as { key: KeyType<Key> }), value });
  await buildMapping(path, declaration as never, rows as never, { reproducible: true, ...options });
}
