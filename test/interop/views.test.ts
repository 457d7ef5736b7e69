/** Lists, tuples, sets and dicts that are read in place (docs/format.md 4, 5 and 7), and packed again as they are. */
import fc from 'fast-check';
import { as, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { packInto } from '../../src/schema/pack.js';
import { any } from '../../src/values/any/any.js';
import type { ListView } from '../../src/values/sequences/list-view.js';
import type { Json } from '../golden/manifest.js';
import { registry } from '../golden/schemas.js';
import { orMiss } from '../or-miss.js';
import { dicts, keyOf } from './dicts.js';
import * as make from './encoding.js';
import { exchangeSame } from './exchange.js';
import { describeWithPython } from './peer.js';

const RUNS = 150;
const SEED = 7_401;

const KINDS: readonly (readonly [string, fc.Arbitrary<Json>])[] = [
  ['proxied_list', make.sequences],
  ['proxied_tuple', make.tuples],
  ['proxied_frozenset', make.frozensets],
  ['proxied_dict', dicts],
];

const { any: anything } = t;

describeWithPython('views', (python) => {
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

    test('packed again', async () => {
      let compared = 0;
      await fc.assert(
        fc.asyncProperty(arbitrary, async (json) => {
          const data = await python.ask<string>('pack', { type, value: json });
          const theirs = await python.ask<string>('repack', { type, data });
          const view = make.viewed(type, data);
          const target = new Uint8Array(2 ** 20);
          const end = packInto(registry, any, as(anything, [view, view]), target, 0);
          // Without the type of the list in front.
          const ours = Buffer.from(target.subarray(8, end)).toString('hex');
          const expected = [make.readForm(json), make.readForm(json)];
          expect(make.unpacked('mapped_list', theirs)).toEqual(expected);
          const [first, second] = make.viewed('mapped_list', ours) as unknown[];
          expect([first, second].map(make.encoded)).toEqual(expected);
          const read = await python.ask<Json>('unpack', { type: 'mapped_list', data: ours });
          // Numbers of untyped views lose their kind: an integral float is packed as an integer.
          expect(make.readForm(read)).toEqual(expected);
          if (ours === theirs) compared += 1;
        }),
        { seed: SEED, numRuns: RUNS },
      );
      expect(compared).toBeGreaterThan(RUNS / 2);
    });
  });

  test.each(make.SETS.map((arbitrary, index) => [index, arbitrary] as const))(
    'sets find what Python finds: shape %i',
    async (_, arbitrary) => {
      await fc.assert(
        fc.asyncProperty(arbitrary, arbitrary, async (json, other) => {
          const [members, others] = [json, other].map((each) => (each as { $set: Json[] }).$set);
          const keys = [...members!, ...others!];
          for (const data of [
            make.packed('mapped_frozenset', json),
            await python.ask<string>('pack', { type: 'mapped_frozenset', value: json }),
          ]) {
            const { has } = await python.ask<{ has: boolean[] }>('look_up', {
              type: 'proxied_frozenset',
              data,
              keys,
            });
            const view = make.viewed('proxied_frozenset', data) as ReadonlySet<unknown>;
            expect(keys.map((key) => orMiss(() => view.has(keyOf(key)), false))).toEqual(has);
            expect(has.slice(0, members!.length)).not.toContain(false);
          }
        }),
        { seed: SEED, numRuns: 40 },
      );
    },
  );

  test('lists are cut alike, and masked alike', async () => {
    const bound = fc.option(fc.integer({ min: -12, max: 12 }));
    const step = fc.option(fc.integer({ min: -4, max: 4 }).filter((each) => each !== 0));
    const cuts = fc.array(fc.tuple(bound, bound, step), { minLength: 1, maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(300), { maxLength: 10 }),
        fc.boolean(),
        cuts,
        async (items, texts, cut) => {
          const value = texts ? items.map((item) => `text ${item}`) : items;
          const data = await python.ask<string>('pack', { type: 'mapped_list', value });
          const theirs = await python.ask<Record<'items' | 'masked', Json[]>>('cut_list', {
            data,
            cuts: cut,
          });
          let view = make.viewed('proxied_list', data) as ListView;
          for (const [start, end, by] of cut)
            view = view.slice(start ?? undefined, end ?? undefined, by ?? 1);
          expect(view.toArray()).toEqual(theirs.items);
          const mask = theirs.items.map((_, index) => index % 3 !== 0);
          expect([...view.cursor({ mask })]).toEqual(theirs.masked);
        },
      ),
      { seed: SEED, numRuns: RUNS },
    );
  });

  test('lists give each element, from both ends', async () => {
    await fc.assert(
      fc.asyncProperty(make.sequences, async (json) => {
        const data = await python.ask<string>('pack', { type: 'mapped_list', value: json });
        const view = make.viewed('proxied_list', data) as ListView;
        const expected = make.readForm(json as Json) as Json[];
        expect(view.length).toBe(expected.length);
        for (let index = -expected.length; index <= expected.length; index += 1) {
          const item = view.at(index);
          if (index === expected.length) expect(item).toBeUndefined();
          else expect(make.encoded(item)).toEqual(expected.at(index));
        }
      }),
      { seed: SEED, numRuns: RUNS },
    );
  });
});
