/** Numeric fields of one mapped file that both libraries have open for writing. */
import { setImmediate as turn } from 'node:timers/promises';
import { atomicAdd, atomicCompareExchange, mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { float, integer } from './encoding.js';
import { describeWithPython } from './peer.js';

const EACH = 20_000;
/** Both start each round together, so that they run at the same time whoever is first. */
const ROUNDS = 20;

const Counters = struct({
  arrived: t.uint32,
  u8: t.uint8,
  i8: t.int8,
  u16: t.uint16,
  i16: t.int16,
  u32: t.uint32,
  i32: t.int32,
  u64: t.biguint64,
  i64: t.bigint64,
  f32: t.float32,
  f64: t.float64,
  flag: t.bool,
});
const declaration = mapping({ key: t.string, value: Counters });
type Field = Exclude<keyof typeof ZEROS, 'arrived'>;

const ZEROS = {
  arrived: 0,
  u8: 0,
  i8: 0,
  u16: 0,
  i16: 0,
  u32: 0,
  i32: 0,
  u64: 0n,
  i64: 0n,
  f32: 0,
  f64: 0,
  flag: false,
};

/** Values at the limits of each field. */
const VALUES: Readonly<Record<Field, readonly (number | bigint | boolean)[]>> = {
  u8: [255, 0, 1],
  i8: [-128, 127, -1],
  u16: [65_535, 258],
  i16: [-32_768, 32_767],
  u32: [2 ** 32 - 1, 2 ** 31],
  i32: [-(2 ** 31), 2 ** 31 - 1],
  u64: [2n ** 64n - 1n, 2n ** 53n + 1n],
  i64: [-(2n ** 63n), 2n ** 63n - 1n, -1n],
  f32: [1.5, -0.25, 2 ** -149],
  f64: [Math.PI, -5e-324, 1.7e308],
  flag: [true, false],
};

function json(value: number | bigint | boolean, field: Field): Json {
  if (typeof value === 'boolean') return Number(value);
  return field === 'f32' || field === 'f64' ? float(value as number) : integer(BigInt(value));
}

describeWithPython('a file open for writing on both sides', (python) => {
  const path = () => python.path('live.sb');

  async function opened() {
    const rows = ['other', 'ours'].map((key) => [key, ZEROS] as const);
    // Of one record that stands for both keys, changing one would change the other.
    await buildMapping(path(), declaration, rows, { dedupe: false });
    await python.ask('open_writable', { path: path(), mapper: 'StringIdMapper' });
    const map = openMapping(path(), declaration, { writable: true });
    const close = async () => {
      map.close();
      await python.ask('close_writable', { path: path() });
    };
    return { map, record: map.get('ours')!, close };
  }

  const ask = <Answer>(request: string, field: Field, rest: object = {}) =>
    python.ask<Answer>(request, { path: path(), key: 'ours', field, ...rest });

  test.each(Object.keys(VALUES) as Field[])('%s is seen by each when the other assigns it', async (field) => {
    const { map, record, close } = await opened();
    for (const value of VALUES[field]) {
      (record as Record<Field, unknown>)[field] = value;
      expect(await ask('get_field', field)).toEqual(json(value, field));
      (record as Record<Field, unknown>)[field] = ZEROS[field];
      await ask('set_field', field, { value: json(value, field) });
      expect(record[field]).toBe(value);
      expect(map.get('other')![field]).toBe(ZEROS[field]);
    }
    await close();
  });

  test.each(['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'u64', 'i64', 'f32', 'f64'] as const)(
    '%s is added to and swapped by both',
    async (field) => {
      const { record, close } = await opened();
      await ask('add_to_field', field, { amount: json(5, field) });
      expect(Number(atomicAdd(record, field, 7))).toBe(5);
      expect(await ask('get_field', field)).toEqual(json(12, field));
      const swap = (expected: number, replacement: number) =>
        ask('swap_field', field, {
          expected: json(expected, field),
          replacement: json(replacement, field),
        });
      expect([await swap(11, 1), await swap(12, 20)]).toEqual([false, true]);
      const wide = (value: number) => (field === 'u64' || field === 'i64' ? BigInt(value) : value) as never;
      expect(Number(atomicCompareExchange(record, field, wide(12), wide(1)))).toBe(20);
      expect(Number(atomicCompareExchange(record, field, wide(20), wide(30)))).toBe(20);
      expect(await ask('get_field', field)).toEqual(json(30, field));
      await close();
    },
  );

  describe.each(['u16', 'u32', 'i32', 'u64', 'i64', 'f32', 'f64'] as const)(
    '%s, changed by both at once,',
    (field) => {
      const isFloat = field === 'f32' || field === 'f64';

      /** Runs `change` 20,000 times while Python does as much. */
      async function race(request: string, change: (record: typeof ZEROS) => void): Promise<void> {
        const { map, close } = await opened();
        const record = map.get('ours')! as unknown as typeof ZEROS;
        let running = true;
        const theirs = ask(request, field, { rounds: ROUNDS, each: EACH / ROUNDS }).finally(() => {
          running = false;
        });
        // Its failure is thrown below, once this side does not wait for it any more.
        theirs.catch(() => undefined);
        for (let round = 0; round < ROUNDS && running; round += 1) {
          atomicAdd(record, 'arrived', 1);
          while (record.arrived < 2 * (round + 1) && running) await turn();
          for (let count = 0; count < EACH / ROUNDS; count += 1) change(record);
        }
        await theirs;
        expect(Number(record[field])).toBe(2 * EACH);
        expect(await ask('get_field', field)).toEqual(json(2 * EACH, field));
        await close();
        using again = openMapping(path(), declaration);
        expect(Number(again.get('ours')![field])).toBe(2 * EACH);
      }

      // What Python adds to floats gets lost at times among its own processes already; its compare and swap is sound.
      test('loses no addition', async () => {
        await race(isFloat ? 'swap_in_rounds' : 'add_in_rounds', (record) => atomicAdd(record, field, 1));
      });

      test('loses no compare and swap', async () => {
        await race('swap_in_rounds', (record) => {
          for (;;) {
            const held = record[field];
            const next = typeof held === 'bigint' ? held + 1n : held + 1;
            if (atomicCompareExchange(record, field, held as never, next as never) === held) return;
          }
        });
      });
    },
  );
});
