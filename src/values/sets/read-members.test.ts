import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Memory } from '../../bytes/memory.js';
import { array } from '../../containers/declaring/declare.js';
import { struct } from '../../schema/struct.js';
import { t } from '../../schema/t.js';
import { uint8 } from '../numbers/number-types.js';
import { Element } from '../sequences/element-type.js';
import { readFew } from './read-members.js';

const Row = struct({ small: t.set(t.uint8), any: t.set, view: t.setView(t.uint8), wide: t.set(t.int32) });
const Rows = array(Row);

test('sets of integers of any size come as they were, from each of their forms', () => {
  const upTo = (max: number, maxLength: number) => fc.uniqueArray(fc.nat(max), { maxLength });
  const bytes = fc.oneof(upTo(55, 56), upTo(119, 120), upTo(255, 15), upTo(255, 40));
  fc.assert(
    fc.property(
      bytes,
      fc.uniqueArray(fc.integer({ min: -300, max: 300 }), { maxLength: 30 }),
      (few, wide) => {
        const row = { small: new Set(few), any: new Set(few), view: new Set(few), wide: new Set(wide) };
        const read = Rows.fromBuffer(Rows.pack([row])).at(0)!;
        expect(read.small).toEqual(row.small);
        expect(read.any).toEqual(row.any);
        expect(new Set(read.view)).toEqual(row.view);
        expect(read.view.toSet()).toEqual(row.view);
        expect(read.wide).toEqual(row.wide);
      },
    ),
  );
});

test('what does not lie in the window, or is no set of a few, is left to the usual way', () => {
  const element = new Element(uint8, false);
  const few = (bytes: number[], at = 0) =>
    readFew(Memory.over(Uint8Array.from(bytes)).windowAt(0), at, element);
  const padding = new Array<number>(12).fill(0);
  const code = 'B'.charCodeAt(0);
  expect(few([code, 2, 0, 0, 7, 9, ...padding])).toEqual(new Set([7, 9]));
  expect(few([code, 2, 0, 0, 7, 9])).toBeUndefined();
  expect(few([code, 200, 0, 0, 7, 9, ...padding])).toBeUndefined();
  expect(few([code, 15, 0, 0, ...padding])).toBeUndefined();
  expect(few(['i'.charCodeAt(0), 2, 0, 0, 7, 9, ...padding])).toBeUndefined();
});
