/** How often shared parts are looked at, counted: what many values hold costs as much as what one holds. */
import { as, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const LENGTH = 1000;
const HOLDERS = 500;

/** A tuple that counts how often its last element is read. */
function counted(): { readonly tuple: readonly number[]; reads(): number } {
  let reads = 0;
  const tuple = new Proxy(Object.freeze(Array.from({ length: LENGTH }, (_, index) => index)), {
    get(target, key, receiver) {
      if (key === String(LENGTH - 1)) reads += 1;
      return Reflect.get(target, key, receiver);
    },
  });
  return { tuple, reads: () => reads };
}

const Holder = struct({ set: t.set, dict: t.dict });
const Views = struct({ set: t.setView });

describe('a tuple that many others hold is looked at a few times', () => {
  const few = 40;
  const holders = (tuple: readonly number[]) =>
    Array.from({ length: HOLDERS }, (_, index) => Object.freeze([tuple, index]));

  test('as members', () => {
    const { tuple, reads } = counted();
    Holder.pack({ set: new Set(holders(tuple)), dict: new Map() });
    expect(reads()).toBeLessThan(few);
  });

  test('as keys', () => {
    const { tuple, reads } = counted();
    Holder.pack({ set: new Set(), dict: new Map(holders(tuple).map((key) => [key, 1])) });
    expect(reads()).toBeLessThan(few);
  });
});

test('sets read in place that hold what cannot be a member still compare with their equals', () => {
  const list = [1, 2, 3];
  const bytes = struct({ set: t.list }).pack({
    set: ['x', ...Array.from({ length: HOLDERS }, () => as(t.list, list))],
  });
  const { set } = Views.unpackFrom(bytes);
  const again = Views.unpackFrom(bytes.slice()).set;
  expect(set.isSubsetOf(again)).toBe(true);
  expect(set.difference(again).size).toBe(0);
});
