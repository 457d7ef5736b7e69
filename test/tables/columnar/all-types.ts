/** What rows of `ALL_TYPES` hold, worked out here. */
import { isoText } from '../../../src/values/times/temporal-values.js';

const LARGE = 9223372036854775807n;

/** A row as plain text and numbers, as `plainRow` makes one of what was read. */
export function expectedRow(i: number): Record<string, unknown> {
  const some = i % 3 !== 1;
  const micros = BigInt(Date.UTC(2024, 1, 29, 12)) * 1000n + 1n + BigInt(i);
  const row: Record<string, unknown> = {
    id: i,
    i8: some ? (i % 200) - 100 : undefined,
    u8: some ? i % 256 : undefined,
    i16: i % 1000,
    u16: i % 65536,
    i32: i,
    u32: 4294967295 - i,
    i64: some ? LARGE - BigInt(i) : undefined,
    u64: 18446744073709551615n - BigInt(i),
    f32: Math.fround(i / 3),
    f64: some ? i / 3 : undefined,
    b: i % 2 === 0,
    s: some ? `text ${i}` : undefined,
    repeated: `é${i % 7}`,
    bin: some ? [0xff, ...Buffer.from(String(i))] : undefined,
    d9: (i / 100).toFixed(2),
    d38: some ? (i === 0 ? '0.000' : `-${i}.000`) : undefined,
    day: new Date(Date.UTC(2024, 1, 28 + i)).toISOString().slice(0, 10),
    ts: micros,
    tstz: (BigInt(Date.UTC(2024, 1, 29, 12)) + BigInt(i) * 1000n) * 1000n,
    clock: '23:59:59',
    uuid: '550e8400-e29b-41d4-a716-446655440000',
    list: i % 3 === 0 ? [i, null, i + 1] : i % 3 === 1 ? [] : undefined,
    nested: i % 3 === 0 ? [['a'], null, []] : undefined,
    st: some ? (i % 3 === 0 ? { x: i, y: 'in' } : { x: i }) : undefined,
    structs: some ? [[['x', i]], null] : undefined,
    dict:
      i % 3 === 0
        ? [
            [1, 'one'],
            [i + 2, null],
          ]
        : i % 3 === 1
          ? []
          : undefined,
  };
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== undefined));
}

export function plainRow(row: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)]));
}

function plain(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Uint8Array) return [...value];
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return Array.from(value, ([key, item]) => [plain(key), plain(item)]);
  const tag = (value as { [Symbol.toStringTag]?: string })[Symbol.toStringTag];
  if (tag === 'Temporal.Instant') return (value as { epochNanoseconds: bigint }).epochNanoseconds / 1000n;
  if (tag !== undefined) return isoText(value as never);
  if ('exponent' in value) return String(value);
  return plainRow(value);
}
