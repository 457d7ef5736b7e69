import fc from 'fast-check';
import { expect, test } from 'vitest';
import { walk } from './walk.js';

test('gives what a generator gives, to whoever goes how far through it', () => {
  const generator = function* (count: number, from: number, mask: boolean[] | undefined) {
    for (let step = from; step < count; step += 1) if (mask === undefined || mask[step]) yield 3 * step;
  };
  const sizes = fc.nat(8).chain((count) =>
    fc.record({
      count: fc.constant(count),
      from: fc.nat(count),
      mask: fc.option(fc.array(fc.boolean(), { minLength: count, maxLength: count }), { nil: undefined }),
      ends: fc.array(fc.constantFrom('next', 'return'), { maxLength: 12 }),
    }),
  );
  fc.assert(
    fc.property(sizes, ({ count, from, mask, ends }) => {
      const walked = walk(count, (step) => 3 * step, from, mask);
      const generated = generator(count, from, mask);
      for (const call of ends as ('next' | 'return')[]) {
        expect(walked[call](undefined as never)).toEqual(generated[call](undefined as never));
      }
      expect([...walked]).toEqual([...generated]);
    }),
  );
});

test('is an iterator as the language has them', () => {
  const walked = walk(3, (step) => step);
  const parent = Object.getPrototypeOf(Object.getPrototypeOf([].values()));
  expect(Object.prototype.isPrototypeOf.call(parent, walked)).toBe(true);
  expect(walked[Symbol.iterator]()).toBe(walked);
  expect(Array.from(walked)).toEqual([0, 1, 2]);
});

test('ends where an error is thrown, by what it reads or by its caller', () => {
  const walked = walk(3, (step) => {
    if (step === 1) throw new RangeError('torn');
    return step;
  });
  expect(walked.next()).toEqual({ done: false, value: 0 });
  expect(() => walked.next()).toThrow('torn');
  expect(walked.next()).toEqual({ done: true, value: undefined });
  const other = walk(3, (step) => step);
  expect(() => other.throw(new RangeError('left'))).toThrow('left');
  expect(other.next()).toEqual({ done: true, value: undefined });
});
