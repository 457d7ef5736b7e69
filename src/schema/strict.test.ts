import { describe, expect, test } from 'vitest';
import { PackError } from '../errors.js';
import { struct } from './struct.js';
import { t } from './t.js';

const Inner = struct({ x: t.int32 }, { name: 'Inner', strict: true });
const Strict = struct(
  { n: t.int32, inner: Inner.optional(), s: t.string.optional() },
  { name: 'Row', strict: true },
);
const Loose = struct({ n: t.int32, more: t.string.optional() });

describe('a strict struct', () => {
  test('refuses what is no field, with its path and the name that was meant', () => {
    expect(() => Strict.pack({ n: 1, m: 2 } as never)).toThrow(PackError);
    expect(() => Strict.pack({ n: 1, iner: { x: 1 } } as never)).toThrow(
      'iner: is no field of Row, which is strict: is it inner?',
    );
    expect(() => Strict.pack({ n: 1, inner: { x: 1, y: 2 } } as never)).toThrow(
      'inner.y: is no field of Inner',
    );
    expect(() => Strict.pack({ n: 1, constructor: 2 } as never)).toThrow('constructor: is no field of Row');
  });

  test('takes what has its fields only, or undefined in others', () => {
    expect(
      Strict.unpackFrom(Strict.pack({ n: 1, inner: { x: 2 }, gone: undefined } as never)).toObject(),
    ).toEqual({
      n: 1,
      inner: { x: 2 },
    });
    class Own {
      n = 3;
      get derived(): number {
        return this.n;
      }
    }
    expect(Strict.unpackFrom(Strict.pack(new Own())).n).toBe(3);
  });

  test('looks at records of others, too', () => {
    const plain = Loose.unpackFrom(Loose.pack({ n: 1 }));
    expect(Strict.unpackFrom(Strict.pack(plain as never)).n).toBe(1);
    const more = Loose.unpackFrom(Loose.pack({ n: 1, more: 'x' }));
    expect(() => Strict.pack(more as never)).toThrow('more: is no field of Row');
  });

  test('others pass over it', () => {
    expect(Loose.unpackFrom(Loose.pack({ n: 1, other: 2 } as never)).n).toBe(1);
  });
});
