import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import oracle from 'xxhash-wasm';
import vectors from '../../test/fixtures/hash-vectors.json' with { type: 'json' };
import { PackError } from '../errors.js';
import { type HashableTag, stableHash, stableHashOf } from './stable-hash.js';

const { h64Raw } = await oracle();
const out = new Uint32Array(2);

function hash(value: unknown): bigint {
  stableHash(value, out);
  return (BigInt(out[1]!) << 32n) | BigInt(out[0]!);
}

/** A value of the fixture: plain JSON, or an object whose one key starts with `$`. */
function decode(json: unknown): unknown {
  if (json === null || typeof json !== 'object') return json;
  const [[kind, content]] = Object.entries(json) as [[string, unknown]];
  switch (kind) {
    case '$int':
      return BigInt(content as string);
    case '$f':
      return Number(content === 'inf' ? Infinity : content === '-inf' ? -Infinity : content);
    case '$b':
      return Uint8Array.from(Buffer.from(content as string, 'hex'));
    case '$tuple':
      return (content as unknown[]).map(decode);
    case '$set':
      return new Set((content as unknown[]).map(decode));
    default:
      throw new Error(`unknown kind ${kind}`);
  }
}

function tag(value: unknown): HashableTag {
  return { [stableHashOf]: () => value };
}

describe('stable hash of', () => {
  test.each(vectors.stable_hash as [unknown, string][])('%j is as in the golden data', (json, expected) => {
    expect(hash(decode(json))).toBe(BigInt(expected));
  });

  test('floats is as Python gives it', () => {
    for (const [hex, expected] of vectors.floats as [string, string][]) {
      const value = Buffer.from(hex, 'hex').readDoubleBE(0);
      expect(hash(value), String(value)).toBe(BigInt(expected));
    }
  });

  test('integers is as Python gives it', () => {
    for (const [digits, expected] of vectors.integers as [string, string][]) {
      expect(hash(BigInt(digits)), digits).toBe(BigInt(expected));
    }
  });

  test.each(vectors.tuples as [unknown, string][])('the tuple %j is as Python gives it', (json, expected) => {
    expect(hash(decode(json))).toBe(BigInt(expected));
  });

  test('an integer is its value modulo 2⁶⁴, and never 0', () => {
    fc.assert(
      fc.property(fc.bigInt(), (value) => {
        const expected = BigInt.asUintN(64, value);
        expect(hash(value)).toBe(expected === 0n ? 1n : expected);
      }),
    );
  });

  test('a number is that of the equal bigint, within int64', () => {
    const integral = fc.oneof(
      fc.maxSafeInteger(),
      fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1024n }).map(Number),
    );
    fc.assert(
      fc.property(integral, (value) => {
        expect(hash(value)).toBe(hash(BigInt(value)));
      }),
    );
    expect(hash(-(2 ** 63))).toBe(2n ** 63n);
    expect(hash(2 ** 63)).not.toBe(hash(2n ** 63n));
  });

  test('text and bytes is xxh64 of the bytes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 100 }), (text) => {
        const bytes = new TextEncoder().encode(text);
        expect(hash(text)).toBe(h64Raw(bytes));
        expect(hash(bytes)).toBe(h64Raw(bytes));
      }),
    );
  });

  test('large text is xxh64 of the bytes', () => {
    const text = 'ü'.repeat(500_000);
    expect(hash(text)).toBe(h64Raw(new TextEncoder().encode(text)));
  });

  test('a set follows the iteration order of the set', () => {
    expect(hash(new Set(['a', 'b']))).not.toBe(hash(new Set(['b', 'a'])));
  });

  test('a tagged value is that of the value inside, at any level', () => {
    expect(hash(tag(tag(2n ** 63n)))).toBe(2n ** 63n);
    expect(hash(['x', tag([1, null])])).toBe(hash(['x', [1, null]]));
  });
});

describe('no stable hash', () => {
  test.each([
    ['undefined', undefined],
    ['symbol', Symbol('s')],
    ['function', () => 1],
    ['Map', new Map()],
    ['Object', {}],
    ['Date', new Date(0)],
    ['Float64Array', new Float64Array(1)],
    ['ArrayBuffer', new ArrayBuffer(1)],
    ['object without a class', Object.create(null)],
  ])('has %s, which the error names', (kind, value) => {
    expect(() => hash(value)).toThrow(PackError);
    expect(() => hash(value)).toThrow(`type ${kind} has no stable hash`);
  });

  test('within containers, the error says where', () => {
    expect(() => hash([1, ['a', new Set([2, new Date(0)])]])).toThrow(/^\[1\]\[1\]\[1\]: .*Date/);
    expect(() => hash(new Array(1))).toThrow(/^\[0\]: .*undefined/);
  });

  test('text with a lone surrogate', () => {
    expect(() => hash(['a', '\ud800'])).toThrow(PackError);
    expect(() => hash(['a', '\ud800'])).toThrow(/^\[1\]: .*lone surrogate/);
  });

  test('an array that holds itself, or nests too deep', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    expect(() => hash(cycle)).toThrow('nest deeper than 1000 levels');
    let deep: unknown = 1;
    for (let level = 0; level < 1000; level++) deep = [deep];
    expect(() => hash(deep)).not.toThrow();
    expect(() => hash([[deep]])).toThrow('nest deeper than 1000 levels');
    const self: HashableTag = { [stableHashOf]: () => self };
    expect(() => hash(self)).toThrow('nest deeper than 1000 levels');
  });
});
