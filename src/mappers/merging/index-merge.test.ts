import fc from 'fast-check';
import { ArgumentError, indexMerge } from 'sharedbuffers';
import { describe, expect, expectTypeOf, test } from 'vitest';

const byKey = (a: readonly number[], b: readonly number[]) =>
  Number.isNaN(a[0]) ? (Number.isNaN(b[0]) ? 0 : 1) : Number.isNaN(b[0]) ? -1 : a[0]! - b[0]!;
const pairs = (key: fc.Arbitrary<number>) =>
  fc.array(fc.tuple(key, fc.nat(255)), { maxLength: 30 }).map((list) => list.sort(byKey));

describe('merged indexes', () => {
  test('are a stable sort of both', () => {
    fc.assert(
      fc.property(pairs(fc.nat(9)), pairs(fc.nat(9)), fc.boolean(), (first, second, into) => {
        const sorted = [...first, ...second].sort(byKey).flat();
        for (const Made of [Uint8Array, Int16Array, Uint32Array, Float32Array, Float64Array]) {
          const target = into ? new Made(200) : undefined;
          const merged = indexMerge(Made.from(first.flat()), Made.from(second.flat()), target);
          expect(Array.from(merged)).toEqual(sorted);
          if (target !== undefined) expect(merged.buffer).toBe(target.buffer);
        }
        const big = (list: readonly number[][]) => BigUint64Array.from(list.flat(), BigInt);
        expect(Array.from(indexMerge(big(first), big(second)), Number)).toEqual(sorted);
      }),
      { numRuns: 60 },
    );
  });

  test('have NaN last', () => {
    const merged = indexMerge(Float64Array.of(1, 0, Number.NaN, 1), Float64Array.of(0.5, 7, Number.NaN, 8));
    expect(Array.from(merged)).toEqual([0.5, 7, 1, 0, Number.NaN, 1, Number.NaN, 8]);
  });

  test('are of the type of their parts', () => {
    expectTypeOf(indexMerge(new Uint32Array(2), new Uint32Array(2))).toExtend<Uint32Array>();
    const mixed = () => indexMerge<Uint32Array | Int32Array>(new Uint32Array(2), new Int32Array(2));
    expect(mixed).toThrow(ArgumentError);
  });

  test.each([
    [Uint8Array.of(1), Uint8Array.of(1, 2), undefined],
    [[1, 2], Uint8Array.of(1, 2), undefined],
    [Uint8Array.of(1, 2), new DataView(new ArrayBuffer(2)), undefined],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 2), new Uint8Array(2)],
    [Uint8Array.of(1, 2), Uint8Array.of(1, 2), new Uint16Array(4)],
    [null, undefined, undefined],
  ])('are refused for %o and %o into %o', (first, second, target) => {
    expect(() => indexMerge(first as never, second as never, target as never)).toThrow(ArgumentError);
  });

  test('are not written over their parts', () => {
    const memory = new Uint32Array(10);
    const [first, second] = [memory.subarray(0, 2), memory.subarray(2, 4)];
    expect(() => indexMerge(first, second, memory.subarray(3, 9))).toThrow('overlaps');
    expect(indexMerge(first, second, memory.subarray(4, 8)).length).toBe(4);
  });
});
