import fc from 'fast-check';
import { ArgumentError, type PackOptions, Sharing, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Item = struct({ id: t.uint32, name: t.string, tags: t.list(t.string).optional() });
const item = { id: 7, name: 'name', tags: ['a', 'b'] };

describe('packInto and unpackFrom', () => {
  test.each<[string, (length: number) => Uint8Array | ArrayBufferLike]>([
    ['an ArrayBuffer', (length) => new ArrayBuffer(length)],
    ['a SharedArrayBuffer', (length) => new SharedArrayBuffer(length)],
    ['a Uint8Array', (length) => new Uint8Array(length)],
    ['a Buffer', (length) => Buffer.alloc(length)],
    [
      'an unaligned part of an ArrayBuffer',
      (length) => new Uint8Array(new ArrayBuffer(length + 9), 3, length),
    ],
    [
      'an unaligned part of a SharedArrayBuffer',
      (length) => new Uint8Array(new SharedArrayBuffer(length + 9), 5, length),
    ],
  ])('%s, at any offset', (_, make) => {
    for (let offset = 0; offset < 40; offset += 1) {
      const memory = make(200);
      const end = Item.packInto(item, memory, offset);
      expect(end % 8).toBe(0);
      expect(Item.unpackFrom(memory, offset).toObject()).toEqual(item);
      const bytes = memory instanceof Uint8Array ? memory : new Uint8Array(memory);
      expect(bytes.subarray(0, offset).every((byte) => byte === 0)).toBe(true);
      expect(bytes.subarray(end).every((byte) => byte === 0)).toBe(true);
    }
  });

  test('records one after another', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string(), { minLength: 1, maxLength: 8 }),
        fc.nat(20),
        fc.boolean(),
        (names, start, share) => {
          const memory = new Uint8Array(4096);
          const options: PackOptions = share ? { sharing: new Sharing() } : {};
          let end = start;
          const offsets = names.map((name, id) => {
            const offset = end;
            end = Item.packInto({ id, name }, memory, offset, options);
            return offset;
          });
          expect(offsets.map((offset) => Item.unpackFrom(memory, offset).name)).toEqual(names);
        },
      ),
    );
  });

  test('a value that does not fit leaves the target as it is', () => {
    const target = new Uint8Array(30).fill(9);
    expect(() => Item.packInto(item, target, 0)).toThrow(
      /the value takes \d+ bytes, but the target has 30 from offset 0 on/,
    );
    expect(target.every((byte) => byte === 9)).toBe(true);
    const exact = Item.pack(item).length;
    expect(Item.packInto(item, new Uint8Array(exact))).toBe(exact);
    expect(() => Item.packInto(item, new Uint8Array(exact - 1))).toThrow(ArgumentError);
  });

  test('offsets outside, and what is no buffer, are refused', () => {
    for (const offset of [-1, 0.5, NaN, 41, Infinity]) {
      expect(() => Item.packInto(item, new Uint8Array(40), offset)).toThrow(ArgumentError);
      expect(() => Item.unpackFrom(new Uint8Array(40), offset)).toThrow(ArgumentError);
    }
    expect(() => Item.unpackFrom(new Uint8Array(40), 40)).toThrow(ArgumentError);
    for (const data of [
      null,
      undefined,
      5,
      'text',
      [1, 2],
      new Float32Array(4),
      new DataView(new ArrayBuffer(8)),
    ]) {
      expect(() => Item.unpackFrom(data as unknown as Uint8Array)).toThrow(
        'is not a Uint8Array, ArrayBuffer',
      );
      expect(() => Item.packInto(item, data as unknown as Uint8Array)).toThrow(ArgumentError);
    }
  });

  test('a record that starts right before the end is refused', () => {
    expect(() => Item.unpackFrom(new Uint8Array(40), 36)).toThrow('8 bytes are needed');
  });
});

describe('sharing across packings', () => {
  test('later records point back, negatively, into earlier ones', () => {
    const sharing = new Sharing();
    const first = Item.pack({ id: 1, name: 'a long enough name' }, { sharing });
    const second = Item.pack(
      { id: 2, name: 'a long enough name' },
      { sharing, implicitOffset: first.length },
    );
    expect(second.length).toBeLessThan(first.length);
    const memory = new Uint8Array([...first, ...second]);
    expect(Item.unpackFrom(memory, first.length).name).toBe('a long enough name');
    expect(sharing.size).toBeGreaterThan(0);
  });

  test('one object twice in a record is one value, by each declared type', () => {
    const Point = struct({ x: t.int32 });
    const Pair = struct({ a: Point, b: Point, c: Point });
    const point = { x: 5 };
    const bytes = Pair.pack({ a: point, b: { x: 5 }, c: point });
    const pointers = new DataView(bytes.buffer);
    expect(pointers.getInt32(8, true)).toBe(pointers.getInt32(24, true));
    expect(pointers.getInt32(8, true)).not.toBe(pointers.getInt32(16, true));
  });
});

test('a getter that packs while its object is packed', () => {
  const outer = {
    id: 1,
    get name(): string {
      return String(Item.pack({ id: 2, name: 'inner' }).length);
    },
  };
  expect(Item.unpackFrom(Item.pack(outer)).name).toBe('32');
});

test('padding is zero whatever was packed before', () => {
  const Mixed = struct({ a: t.uint8, s: t.string, l: t.list });
  Mixed.pack({ a: 255, s: '\uffff'.repeat(100), l: ['x', 'y', 1.5] });
  const bytes = Mixed.pack({ a: 1, s: '', l: [1] });
  const again = Mixed.packInto({ a: 1, s: '', l: [1] }, new Uint8Array(100), 0);
  expect(again).toBe(bytes.length);
  expect(bytes.reduce((sum, byte) => sum + byte, 0)).toBeLessThan(255 * 2);
  expect(Mixed.pack({ a: 1, s: '', l: [1] })).toEqual(bytes);
});

test.each([3, 5, 12, 24, 48])(
  'pads to multiples of %i counted from the target, wherever it starts',
  (alignment) => {
    const Aligned = struct({ n: t.uint8, a: t.string, b: t.string }, { alignment, name: 'Aligned' });
    const value = { n: 1, a: 'x', b: 'yz' };
    for (const offset of [0, 1, 7, 32, 33, 100, 1000]) {
      const target = new Uint8Array(2000);
      const end = Aligned.packInto(value, target, offset);
      expect(end % alignment).toBe(0);
      expect(Aligned.unpackFrom(target, offset).toObject()).toEqual(value);
      // From a multiple of the alignment on, the bytes are those of a record by itself.
      if (offset % alignment === 0) expect(target.subarray(offset, end)).toEqual(Aligned.pack(value));
    }
  },
);
