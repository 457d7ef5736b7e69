import fc from 'fast-check';
import { ArgumentError, type IdMapper, idMapper, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';
import { keyOrder } from './key-order.js';

const entries = fc.array(fc.tuple(fc.string({ maxLength: 5 }), fc.nat(99)), { maxLength: 60 });

describe('sequential order', () => {
  test.each([32, 64] as const)('is that in which string keys were written, in %i bits', (width) => {
    const declaration = idMapper({ key: t.string, width, multi: true });
    fc.assert(
      fc.property(entries, (written) => {
        const mapper = declaration.fromBuffer(declaration.pack(written));
        expect([...mapper.entries({ order: 'sequential' })]).toEqual(written);
        expect([...mapper.keys({ order: 'sequential' })]).toEqual(written.map(([key]) => key));
        expect([...mapper.values({ order: 'sequential' })]).toEqual(written.map(([, value]) => value));
        expect([...mapper.entries({ order: 'index' })]).toEqual([...mapper]);
      }),
    );
  });

  test.each([32, 64] as const)('is the same where values count up or down, in %i bits', (width) => {
    const declaration = idMapper({ key: t.string, width });
    const keys = fc.uniqueArray(fc.string({ maxLength: 5 }), { maxLength: 60 });
    fc.assert(
      fc.property(keys, fc.boolean(), fc.nat(1), (names, down, first) => {
        const written = names.map((name, place): [string, number] => [
          name,
          first + (down ? names.length - 1 - place : place),
        ]);
        const mapper = declaration.fromBuffer(declaration.pack(written));
        expect([...mapper.entries({ order: 'sequential' })]).toEqual(written);
        expect([...mapper.keys({ order: 'sequential' })]).toEqual(names);
        expect([...mapper.values({ order: 'sequential' })]).toEqual(written.map(([, value]) => value));
      }),
    );
  });

  test('is the same however few entries are sorted at a time', () => {
    const declaration = idMapper({ key: t.string });
    fc.assert(
      fc.property(entries, fc.integer({ min: 1, max: 20 }), (written, limit) => {
        const { index, keyBytes }: IdMapper<string>['parts'] = declaration.fromBuffer(
          declaration.pack(written),
        ).parts;
        const whole = [...keyOrder(index, 1, keyBytes)];
        expect([...keyOrder(index, 1, keyBytes, limit)]).toEqual(whole);
        expect([...whole].sort((a, b) => a - b)).toEqual([...written.keys()]);
      }),
    );
  });

  test('is that of the index for integer keys', () => {
    const declaration = idMapper({ key: t.uint32 });
    const mapper = declaration.fromBuffer(
      declaration.pack([
        [5, 1],
        [2, 2],
      ]),
    );
    expect([...mapper.keys({ order: 'sequential' })]).toEqual([2, 5]);
  });

  test('walks the records of a mapping in the order they were written', () => {
    const Row = struct({ n: t.uint32 });
    const declaration = mapping({ key: t.string, value: Row });
    const rows = Array.from({ length: 200 }, (_, n): [string, { n: number }] => [`key ${n % 150}`, { n }]);
    const map = declaration.fromBuffer(declaration.pack(rows));
    expect(Array.from(map.entries({ order: 'sequential' }), ([key, { n }]) => [key, { n }])).toEqual(rows);
    expect([...map.keys({ order: 'sequential' })]).toEqual(rows.map(([key]) => key));
    expect(Array.from(map.values({ order: 'sequential' }), ({ n }) => n)).toEqual(rows.map(([, { n }]) => n));
  });

  test('is one of two', () => {
    const mapper = idMapper({ key: t.string }).fromBuffer(new Uint8Array(32).fill(16, 8, 9));
    expect(() => [...mapper.keys({ order: 'hash' as never })]).toThrow(ArgumentError);
  });
});
