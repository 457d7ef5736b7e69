import fc from 'fast-check';
import { CorruptBufferError, SchemaError } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { Memory } from '../bytes/memory.js';
import { type Alignment, Layout, MISSING, NONE, slotOrder } from './layout.js';

function slots(count: number): { name: string; size: number }[] {
  return Array.from({ length: count }, (_, index) => ({ name: `s${index}`, size: 1 }));
}

test('slots are ordered by size, biggest first, then by name in code points', () => {
  const names = ['\u{1f600}', '\uffff', 'b', 'B', 'a10', 'a2', ''];
  const mixed = names.map((name, index) => ({ name, size: index === 2 ? 8 : 4 }));
  expect(slotOrder(mixed).map(({ name }) => name)).toEqual([
    'b',
    '',
    'B',
    'a10',
    'a2',
    '\uffff',
    '\u{1f600}',
  ]);
});

describe('bitmap width', () => {
  test.each<[number, Alignment, number]>([
    [1, 1, 1],
    [8, 2, 1],
    [8, 4, 2],
    [8, 8, 4],
    [8, 16, 8],
    [8, 32, 8],
    [9, 1, 2],
    [16, 4, 2],
    [16, 8, 4],
    [17, 1, 4],
    [32, 8, 4],
    [32, 16, 8],
    [33, 1, 8],
    [64, 8, 8],
  ])('%i slots, alignment %i: %i bytes', (count, alignment, bytes) => {
    const layout = new Layout(slots(count), alignment, 2);
    expect([layout.bitmap, layout.header]).toEqual([bytes, 2 * bytes]);
  });

  test('version 1 ignores the alignment', () => {
    expect([8, 16, 32, 64].map((count) => new Layout(slots(count), 8, 1).bitmap)).toEqual([1, 2, 4, 8]);
  });
});

test('more than 64 slots, or two of one name, are refused', () => {
  expect(() => new Layout(slots(65), 8, 2)).toThrow(SchemaError);
  expect(() => new Layout([...slots(2), ...slots(1)], 8, 2)).toThrow('two fields called s0');
  for (const name of ['\ud800window', '\ud800offset']) {
    expect(() => new Layout([{ name, size: 8 }], 8, 2)).toThrow('no field can be called');
  }
});

test('finds every slot of a record of any shape', () => {
  const size = fc.constantFrom(1, 2, 4, 8);
  const state = fc.constantFrom('set', 'none', 'missing');
  const slot = fc.record({ size, state });
  fc.assert(
    fc.property(
      fc.array(slot, { minLength: 1, maxLength: 64 }),
      fc.constantFrom<Alignment>(1, 2, 4, 8, 16, 32),
      fc.constantFrom(1, 2),
      fc.nat(5),
      (given, alignment, version, offset) => {
        const named = given.map((each, index) => ({ ...each, name: `s${index}` }));
        const layout = new Layout(named, alignment, version);
        const bytes = new Uint8Array(offset + layout.header + 64 * 8);
        let place = offset + layout.header;
        const expected = named.map((each, index) => {
          if (each.state === 'missing') return MISSING;
          bytes[offset + (index >> 3)]! |= 1 << (index & 7);
          if (each.state === 'none') {
            bytes[offset + layout.bitmap + (index >> 3)]! |= 1 << (index & 7);
            return NONE;
          }
          place += each.size;
          return place - each.size;
        });
        const window = Memory.over(bytes).windowAt(0);
        expect(named.map((_, index) => layout.locate(window, offset, index))).toEqual(expected);
        named.forEach(({ name }, index) => {
          expect(layout.indexOf(name)).toBe(index);
        });
        const cut = Memory.over(bytes.subarray(0, place)).windowAt(0);
        expect(named.map((_, index) => layout.locate(cut, offset, index))).toEqual(expected);
        if (place > offset + layout.header) {
          const last = expected.findLastIndex((at) => at >= 0);
          const short = Memory.over(bytes.subarray(0, place - 1)).windowAt(0);
          expect(() => layout.locate(short, offset, last)).toThrow(CorruptBufferError);
        }
      },
    ),
  );
});

test('a slot lies at a constant place when all before it are there', () => {
  const layout = new Layout(
    [
      { name: 'a', size: 8 },
      { name: 'b', size: 4 },
      { name: 'c', size: 1 },
    ],
    8,
    2,
  );
  expect([0, 1, 2].map((index) => layout.placeWhenFull(index))).toEqual([8, 16, 20]);
  expect(layout.indexOf('d')).toBe(-1);
});
