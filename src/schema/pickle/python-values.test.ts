import { describe, expect, test } from 'vitest';
import fixtures from '../../../test/fixtures/schema-pickles.json' with { type: 'json' };
import { readPickle } from './pickle-reader.js';
import { PickleFrozenSet, PickleTuple, type PickleValue } from './pickle-values.js';
import { writePickle } from './pickle-writer.js';

/** A value as the fixture describes it: JSON, with an object of one `$` key for what JSON has not. */
type Described = null | boolean | number | string | Described[] | { readonly [tag: string]: unknown };

const TAGS: Readonly<Record<string, (content: never) => PickleValue>> = {
  $int: (digits: string) => BigInt(digits),
  $f: (repr: string) => Number(repr.replace('inf', 'Infinity')),
  $u16: (units: number[]) => String.fromCharCode(...units),
  $b: (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex')),
  $tuple: (items: Described[]) => new PickleTuple(items.map(value)),
  $set: (items: Described[]) => new Set(items.map(value)),
  $frozenset: (items: Described[]) => new PickleFrozenSet(items.map(value)),
  $dict: (entries: [Described, Described][]) => new Map(entries.map(([k, v]) => [value(k), value(v)])),
};

function value(described: Described): PickleValue {
  if (Array.isArray(described)) return described.map(value);
  if (typeof described !== 'object' || described === null) return described;
  const [[tag, content]] = Object.entries(described) as [[string, unknown]];
  return TAGS[tag]!(content as never);
}

const cases = (fixtures.python as { value: Described; pickles: string[] }[]).map(
  ({ value: described, pickles }) => ({
    name: JSON.stringify(described).slice(0, 60),
    expected: value(described),
    pickles: pickles.map((hex) => Buffer.from(hex, 'hex')),
  }),
);

/** Python writes a bytearray as a call with bytes below protocol 5; written back, it is bytes. */
const isBytearray = (pickle: Buffer) => pickle.includes('bytearray');

describe('pickles that Python wrote', () => {
  test.each(cases)('$name reads the same from every protocol', ({ expected, pickles }) => {
    for (const pickle of pickles) expect(readPickle(pickle)).toStrictEqual(expected);
  });

  test.each(cases)('$name is written byte for byte as Python does', ({ expected, pickles }) => {
    const protocol2 = pickles.find((pickle) => pickle[0] === 0x80 && pickle[1] === 2)!;
    if (isBytearray(protocol2)) {
      expect(readPickle(writePickle(expected))).toStrictEqual(expected);
    } else {
      expect(Buffer.from(writePickle(expected)).toString('hex')).toBe(protocol2.toString('hex'));
    }
  });
});
