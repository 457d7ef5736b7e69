/** Dicts (docs/format.md 7): keys of all kinds with a stable hash, and what each library finds in the other's. */
import fc from 'fast-check';
import { as, PackError, struct, t } from 'sharedbuffers';
import { expect, test } from 'vitest';
import type { Json } from '../golden/manifest.js';
import { orMiss } from '../or-miss.js';
import { dicts, keyOf, keys, mixed } from './dicts.js';
import * as make from './encoding.js';
import { exchange, exchangeSame } from './exchange.js';
import { describeWithPython, type Peer } from './peer.js';

const RUNS = 200;
const SEED = 7_301;

interface Found {
  readonly has: readonly boolean[];
  readonly found: readonly Json[];
}

async function lookUp(python: Peer, data: string, wanted: readonly Json[]): Promise<Found> {
  return python.ask<Found>('look_up', { type: 'proxied_dict', data, keys: wanted });
}

const pairsOf = (json: Json) => (json as { $dict: [Json, Json][] }).$dict;

describeWithPython('dicts', (python) => {
  test.each(['mapped_dict', 'proxied_dict'])('%s', async (type) => {
    for (const rtti of [false, true]) {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(dicts, async (json) => {
          if (await exchangeSame(python, type, json, rtti)) compared += 1;
        }),
        { seed: SEED, numRuns: RUNS },
      );
      expect(compared).toBeGreaterThan(RUNS / 2);
    }
  });

  test('inside any value, and any value inside them', async () => {
    let compared = 0;
    await fc.assert(
      fc.asyncProperty(mixed, async (json) => {
        if (await exchangeSame(python, 'mapped_object', json)) compared += 1;
      }),
      { seed: SEED, numRuns: 2 * RUNS },
    );
    expect(compared).toBeGreaterThan(RUNS);
  });

  test('of ours are found in by Python, and the other way round', async () => {
    await fc.assert(
      fc.asyncProperty(dicts, fc.array(keys, { maxLength: 4 }), async (json, others) => {
        const wanted = [...pairsOf(json).map(([key]) => key), ...others];
        const ours = make.packed('mapped_dict', json);
        const theirs = await python.ask<string>('pack', { type: 'mapped_dict', value: json });
        const [a, b] = [await lookUp(python, ours, wanted), await lookUp(python, theirs, wanted)];
        expect(a.has).toEqual(b.has);
        expect(make.normal(a.found as Json)).toEqual(make.normal(b.found as Json));
        const view = make.viewed('proxied_dict', theirs) as ReadonlyMap<unknown, unknown>;
        const found = wanted.map((key) => orMiss(() => view.has(keyOf(key)), false));
        expect(found).toEqual(b.has);
        wanted.forEach((key, index) => {
          if (!found[index]) return;
          expect(make.encoded(view.get(keyOf(key)))).toEqual(make.readForm(b.found[index]!));
        });
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('with keys that are sets, which Python hashes in an order of the day', async () => {
    const sets = [[2, 3, 4], ['a', 'b', 'c', 'd'], [{ $f: 2.5 }, 'x', null], [], ['one']].map(($set) => ({
      $set,
    }));
    const tuple = { $tuple: [sets[1]!, 5] };
    const $dict = [...sets, tuple].map((key, index): [Json, Json] => [key, index]);
    const { ours, theirs } = await exchange(python, 'mapped_dict', { $dict });
    const view = make.viewed('proxied_dict', theirs) as ReadonlyMap<unknown, unknown>;
    for (const [key, value] of $dict) expect(view.get(keyOf(key))).toBe(value);
    // One member has one order.
    const { found } = await lookUp(python, ours, [{ $set: [] }, { $set: ['one'] }]);
    expect(found).toEqual([3, 4]);
  });

  test('with the keys 0 and 1, and long ones that are stored once', async () => {
    const long = 'a key of more than sixteen characters, also met as a value';
    const $dict: Json = [
      [0, 'zero'],
      [1, 'one'],
      [{ $tuple: [0, 1, 'a'] }, { $shared: 'long', value: long }],
      [{ $shared: 'long' }, { $dict: [[{ $shared: 'long' }, { $shared: 'long' }]] }],
      ['', { $dict: [] }],
    ];
    const ours = make.packed('mapped_list', [{ $dict }]);
    expect(ours).toBe(await python.ask('pack', { type: 'mapped_list', value: [{ $dict }] }));
  });

  test('of thousands of entries', async () => {
    const $dict = Array.from({ length: 3_000 }, (_, n): [Json, Json] => [
      n % 3 === 0 ? `key ${n}` : n % 3 === 1 ? n + 2 : { $tuple: [n, `${n}`] },
      n % 2 === 0 ? n : `${n}`,
    ]);
    const { ours, theirs } = await exchange(python, 'mapped_dict', { $dict });
    expect(ours).toBe(theirs);
  });

  test('from plain objects and typed declarations', async () => {
    const Row = struct({
      plain: t.dict(t.string, t.uint8),
      typed: t.dict(t.int, t.list(t.float64)),
      any: t.any,
    });
    const spec = {
      declared: ['plain', 'typed', 'any'].map((name) => [
        name,
        name === 'any' ? 'mapped_object' : 'mapped_dict',
      ]),
    };
    const typed = new Map([
      [2, [1, 2]],
      [-7, []],
    ]);
    const any = { a: as(t.float64, 1), b: { c: null } };
    const data = Buffer.from(Row.pack({ plain: { x: 1, y: 255 }, typed, any })).toString('hex');
    const read = await python.ask<Json>('unpack', { type: spec, data });
    expect(make.normal(read)).toEqual(
      make.normal({
        $obj: 'proxy',
        attrs: {
          plain: {
            $dict: [
              ['x', 1],
              ['y', 255],
            ],
          },
          typed: {
            $dict: [
              [2, [{ $f: 1 }, { $f: 2 }]],
              [-7, []],
            ],
          },
          any: {
            $dict: [
              ['a', { $f: 1 }],
              ['b', { $dict: [['c', null]] }],
            ],
          },
        },
      }),
    );
  });

  test('with a key that has no stable hash are refused by both', async () => {
    const Row = struct({ dict: t.dict });
    expect(() => Row.pack({ dict: new Map([[new Map(), 1]]) })).toThrow(PackError);
    const value = { $dict: [[{ $date: '2020-01-01' }, 1]] };
    await expect(python.ask('pack', { type: 'mapped_dict', value })).rejects.toThrow('unhashable');
    expect(() => make.packed('mapped_dict', value)).toThrow(PackError);
  });
});
