/** Single values (docs/format.md 2 to 6): each library reads what the other wrote, and both write the same bytes. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stableHash } from '../../src/hash/stable-hash.js';
import { Decoder } from '../golden/decode.js';
import type { Json } from '../golden/manifest.js';
import * as make from './encoding.js';
import { exchange, exchangeSame } from './exchange.js';
import { describeWithPython } from './peer.js';

const RUNS = 150;
const SEED = 20_260;

const KINDS: readonly (readonly [string, fc.Arbitrary<Json>])[] = [
  ['mapped_unicode', make.texts],
  ['mapped_bytes', make.byteStrings],
  ['mapped_list', make.sequences],
  ['mapped_tuple', make.tuples],
  ['mapped_frozenset', make.frozensets],
  ['mapped_object', make.values],
];

const NUMBERS: readonly (readonly [string, fc.Arbitrary<Json>])[] = [
  ...[8n, 16n, 32n, 64n].flatMap((bits) => [
    [`uint${bits}`, make.integers(0n, 2n ** bits - 1n)] as const,
    [`int${bits}`, make.integers(-(2n ** (bits - 1n)), 2n ** (bits - 1n) - 1n)] as const,
  ]),
  ['float64', make.floats],
  ['float32', fc.float().map(make.float)],
];

const MIB_TEXT = { $s_repeat: ['zero copy ', 60_000] } satisfies Json;
const LARGE: readonly (readonly [string, string, Json])[] = [
  ['text of 512 bytes, which stays as it is', 'mapped_unicode', { $s_repeat: ['a', 512] }],
  ['text of 513 bytes, compressed', 'mapped_unicode', { $s_repeat: ['a', 513] }],
  ['compressed text of several code units', 'mapped_unicode', { $s_repeat: ['añ€😀', 300] }],
  ['text whose compressed form has the long length', 'mapped_unicode', MIB_TEXT],
  ['bytes that compress badly', 'mapped_bytes', { $b_lcg: [5, 40_000] }],
  ['bytes of 32766', 'mapped_bytes', { $b_lcg: [6, 32_766] }],
  ['bytes of 32767', 'mapped_bytes', { $b_lcg: [7, 32_767] }],
  ['compressed bytes', 'mapped_bytes', { $b_repeat: ['00ff10', 5_000] }],
];

describeWithPython('values', (python) => {
  describe.each(KINDS)('%s', (type, arbitrary) => {
    test.each([false, true])('exchanged; type in front: %s', async (rtti) => {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(arbitrary, async (json) => {
          if (await exchangeSame(python, type, json, rtti)) compared += 1;
        }),
        { seed: SEED, numRuns: RUNS },
      );
      expect(compared).toBeGreaterThan(RUNS / 2);
    });
  });

  test.each(NUMBERS)('%s, tagged', async (type, arbitrary) => {
    await fc.assert(
      fc.asyncProperty(arbitrary, async (json) => {
        const { ours, theirs } = await exchange(python, type, json, true);
        expect(ours).toBe(theirs);
      }),
      { seed: SEED, numRuns: 50 },
    );
  });

  test.each(LARGE)('%s', async (_, type, json) => {
    const expected = json as { $b_lcg?: [number, number] };
    if (expected.$b_lcg === undefined) await exchange(python, type, json);
    // Incompressible, so that all is compared byte by byte.
    else expect(make.packed(type, json)).toBe(await python.ask('pack', { type, value: json }));
  });

  test('pads by the position in the buffer', async () => {
    await fc.assert(
      fc.asyncProperty(make.values.filter(make.sharesAlike), fc.nat(70), async (json, offset) => {
        const theirs = await python.ask('pack', { type: 'mapped_object', value: json, offset });
        expect(make.packed('mapped_object', json, false, offset)).toBe(theirs);
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('objects used twice are stored once', async () => {
    const long = 'a text of more than sixteen characters';
    const json: Json = [
      { $shared: 'text', value: long },
      { $shared: 'list', value: [1, 'x', { $f: 1.5 }] },
      { $shared: 'text' },
      { $tuple: [{ $shared: 'list' }, 'x', { $shared: 'float', value: { $f: 2.5 } }, { $shared: 'float' }] },
      { $shared: 'bytes', value: { $b: 'ff'.repeat(40) } },
      { $shared: 'bytes' },
    ];
    const ours = make.packed('mapped_list', json);
    expect(ours).toBe(await python.ask('pack', { type: 'mapped_list', value: json }));
    expect(make.unpacked('mapped_list', ours)).toEqual(
      make.readForm(await python.ask<Json>('unpack', { type: 'mapped_list', data: ours })),
    );
  });

  test('registered structs, in lists and by themselves', async () => {
    const point = { $obj: 'Point', attrs: { x: 1, y: null, label: 'north' } };
    const node = { $obj: 'Node', attrs: { v: -7, next: { $obj: 'Node', attrs: { tag: '' } } } };
    const json = [point, 'between', { $tuple: [node, { ...point }] }, null];
    for (const each of [point, node, json]) {
      const ours = make.packed('mapped_object', each);
      expect(ours).toBe(await python.ask('pack', { type: 'mapped_object', value: each }));
      const read = await python.ask<Json>('unpack', { type: 'mapped_object', data: ours });
      expect(make.normal(read)).toEqual(make.normal(each));
      expect(make.unpacked('mapped_object', ours)).toEqual(make.normal(each));
    }
  });

  test('stable hashes', async () => {
    const hashed = fc.letrec<{ item: Json }>((tie) => ({
      item: fc.oneof(
        { depthSize: 'small' },
        make.leaves,
        make.integers(-(2n ** 63n), 2n ** 64n - 1n),
        fc.array(tie('item'), { maxLength: 4 }).map(($tuple) => ({ $tuple })),
      ),
    })).item;
    const samples = fc.sample(hashed, { seed: SEED, numRuns: 1000 });
    const ours = samples.map((json) => {
      const halves = new Uint32Array(2);
      stableHash(new Decoder().untyped(json), halves);
      return ((BigInt(halves[1]!) << 32n) | BigInt(halves[0]!)).toString();
    });
    expect(ours).toEqual(await python.ask('stable_hashes', { values: samples }));
  });
});
