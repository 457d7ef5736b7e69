/** What bucket tables find, held against a Map; chosen-keys.test.ts has keys that crowd. */
import fc from 'fast-check';
import { type Key, mapping, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32 });

/** Text and bytes of all lengths around words, the loop's end, and what is stored in another form. */
const lengths = fc.oneof(fc.nat(50), fc.constantFrom(60, 600, 5000, 0x7ffe, 0x7fff, 70_000));
const texts = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.string({ unit: 'binary-ascii', maxLength: 12 }),
  fc
    .tuple(fc.string({ unit: 'binary', maxLength: 6 }), lengths)
    .map(([text, length]) => Buffer.from(text.padEnd(length, text || 'x')).toString()),
);
const bytes = fc
  .tuple(fc.uint8Array({ minLength: 1, maxLength: 20 }), lengths)
  .map(([start, length]) => Uint8Array.from({ length }, (_, at) => start[at % start.length]! + (at >> 5)));

const name = (key: Key): unknown => (key instanceof Uint8Array ? Buffer.from(key).toString('hex') : key);

/** Holds a multi mapping of keys, which may come several times, against a Map. */
function check(type: object, keys: readonly Key[], others: readonly Key[]): void {
  const declaration = mapping({ ...type, value: Row, multi: true } as never);
  const packed = declaration.pack(keys.map((key, id) => [key, { id }]) as never);
  const map = declaration.fromBuffer(packed);
  const wanted = new Map<unknown, number[]>();
  for (const [id, key] of keys.entries()) wanted.set(name(key), [...(wanted.get(name(key)) ?? []), id]);
  for (const key of [...keys, ...others]) {
    const ids = wanted.get(name(key)) ?? [];
    expect((map.get(key as never) as { id: number } | undefined)?.id).toBe(ids[0]);
    expect(map.has(key as never)).toBe(ids.length > 0);
    expect(map.getAll(key as never).map((row) => (row as { id: number }).id)).toEqual(ids);
  }
}

describe.each([32, 64] as const)('in mappers of %i bits', (width) => {
  test('text', () => {
    const several = fc.array(texts, { maxLength: 40 });
    fc.assert(
      fc.property(several, several, (keys, others) => check({ key: t.string, width }, keys, others)),
      { numRuns: 60 },
    );
  });

  test('bytes', () => {
    const several = fc.array(bytes, { maxLength: 30 });
    fc.assert(
      fc.property(several, several, (keys, others) => check({ key: t.bytes, width }, keys, others)),
      { numRuns: 40 },
    );
  });

  test('integers', () => {
    const most = width === 64 ? 2n ** 64n - 1n : 2n ** 32n - 1n;
    const several = fc.array(fc.bigInt(0n, most), { minLength: 3, maxLength: 60 });
    fc.assert(
      fc.property(several, several, (keys, others) =>
        check({ key: t.uint64, width }, [...keys, most, 0n], [...others, most - 1n]),
      ),
      { numRuns: 60 },
    );
  });
});

test('text is found by its bytes, and bytes by their text', () => {
  const keys = ['', 'a', 'user:12', 'Zoë', 'ключ', '🦊 fox', 'x'.repeat(100)];
  const encoder = new TextEncoder();
  const byText = mapping({ key: t.string, value: Row });
  const fromText = byText.fromBuffer(byText.pack(keys.map((key, id) => [key, { id }])));
  const byBytes = mapping({ key: t.bytes, value: Row });
  const fromBytes = byBytes.fromBuffer(byBytes.pack(keys.map((key, id) => [encoder.encode(key), { id }])));
  for (const [id, key] of keys.entries()) {
    expect(fromText.get(encoder.encode(key) as never)?.id).toBe(id);
    expect(fromBytes.get(key as never)?.id).toBe(id);
  }
});

test('what is no key is not found', () => {
  const type = mapping({ key: t.string, value: Row });
  const map = type.fromBuffer(
    type.pack([
      ['\ufffd', { id: 1 }],
      ['1', { id: 2 }],
    ]),
  );
  for (const key of [
    '\ud800',
    'long enough for the encoder, and not well-formed \udc00',
    1,
    1n,
    null,
    undefined,
    {},
  ]) {
    expect(map.get(key as never)).toBeUndefined();
    expect(map.getAll(key as never)).toEqual([]);
  }
});

test('a hundred thousand keys, one after the other and at random', () => {
  const keys = Array.from({ length: 100_000 }, (_, id) =>
    id % 3 === 0 ? `user:${id}` : `${id * 7}-${id % 13}`,
  );
  const type = mapping({ key: t.string, value: Row });
  const map = type.fromBuffer(type.pack(keys.map((key, id) => [key, { id }])));
  expect(keys.every((key, id) => map.get(key)?.id === id)).toBe(true);
  expect(keys.some((key) => map.has(`${key}!`))).toBe(false);
});

test('a free slot beside the first key, whose tag seems to be the same, is not taken for it', () => {
  const type = mapping({ key: t.uint64, value: Row, multi: true });
  for (let key = 0; key < 2000; key += 1) {
    const others = [1, 2, 3, 4, 5, 6].map((id): [number, { id: number }] => [2 ** 40 + id * 1e6, { id: 0 }]);
    const map = type.fromBuffer(type.pack([[key, { id: 1 }], ...others]));
    expect(map.getAll(key).map(({ id }) => id)).toEqual([1]);
    expect(map.get(key)!.id).toBe(1);
  }
});
