import * as fc from 'fast-check';
import { Parser } from 'pickleparser';
import { describe, expect, test } from 'vitest';
import { PackError } from '../../errors.js';
import { readPickle } from './pickle-reader.js';
import {
  PickleCall,
  PickleFrozenSet,
  PickleGlobal,
  type PickleInput,
  PicklePersistentId,
  PickleTuple,
  type PickleValue,
} from './pickle-values.js';
import { writePickle } from './pickle-writer.js';

const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1');
/** A pickle's text without the two bytes of PROTO. */
const body = (value: PickleInput) => latin1(writePickle(value)).slice(2);

/** Random data whose numbers come back as they are: −0 apart, whole floats are ints in JavaScript. */
const { data } = fc.letrec<{ data: PickleValue; key: PickleValue }>((tie) => ({
  key: fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.integer(),
    fc.boolean(),
    fc.constant(null),
    fc.tuple(fc.integer(), fc.string()).map((items) => new PickleTuple(items)),
  ),
  data: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('key'),
    fc.double(),
    fc.bigInt().filter((n) => n > 2n ** 53n || n < -(2n ** 53n)),
    fc.uint8Array(),
    fc.array(tie('data')),
    fc.array(tie('data'), { maxLength: 6 }).map((items) => new PickleTuple(items)),
    fc.array(fc.tuple(tie('key'), tie('data'))).map((entries) => new Map(entries)),
    fc.array(tie('key')).map((items) => new Set(items)),
    fc.array(tie('key')).map((items) => new PickleFrozenSet(items)),
  ),
}));

describe('PickleWriter', () => {
  test('what is written reads back equal', () => {
    fc.assert(
      fc.property(data, (value) => {
        expect(readPickle(writePickle(value))).toStrictEqual(value);
      }),
      { numRuns: 300 },
    );
  });

  test('another reader reads the same', () => {
    /** What `pickleparser` is known to lose or misread is left out: integers past 32 bits, tuples, bytes. */
    const { simple } = fc.letrec<{ simple: PickleValue }>((tie) => ({
      simple: fc.oneof(
        { depthSize: 'small' },
        fc.string({ unit: 'grapheme' }),
        fc.integer(),
        fc.double().filter((n) => !Number.isSafeInteger(n) || (n === (n | 0) && !Object.is(n, -0))),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('simple')),
        fc.array(fc.tuple(fc.string(), tie('simple'))).map((entries) => new Map(entries)),
      ),
    }));
    const parser = new Parser({ unpicklingTypeOfDictionary: 'Map' });
    fc.assert(
      fc.property(simple, (value) => {
        const pickle = writePickle(value);
        expect(parser.parse(pickle)).toStrictEqual(value);
        expect(readPickle(pickle)).toStrictEqual(value);
      }),
      { numRuns: 200 },
    );
  });

  test('a full batch of dict entries is followed by another, as in Python', () => {
    const entries = (count: number) => new Map(Array.from({ length: count }, (_, i) => [i, null]));
    expect(body(entries(999)).endsWith('Nu.')).toBe(true);
    expect(body(entries(1000)).endsWith('Nu(u.')).toBe(true);
    expect(body(entries(1001)).endsWith('Nu(M\xe8\x03Nu.')).toBe(true);
  });

  test('a full batch of list items is not', () => {
    expect(body(Array(1000).fill(null))).toBe(`]q\0(${'N'.repeat(1000)}e.`);
    expect(body(Array(1001).fill(null))).toBe(`]q\0(${'N'.repeat(1000)}e(Ne.`);
  });

  test('objects that occur again, or hold themselves, are references', () => {
    const list: PickleValue[] = [];
    expect(body([list, list])).toBe(']q\0(]q\x01h\x01e.');
    list.push(list);
    expect(body(list)).toBe(']q\0h\0a.');

    const inner: PickleValue[] = [];
    const pair = new PickleTuple([inner]);
    inner.push(pair);
    expect(body(pair)).toBe(']q\0h\0\x85q\x01a0h\x01.');

    const last: PickleValue[] = [];
    const four = new PickleTuple([1, 2, 3, last]);
    last.push(four);
    expect(body(four)).toBe('(K\x01K\x02K\x03]q\0(K\x01K\x02K\x03h\0tq\x01a1h\x01.');
  });

  test('byte arrays are shared by identity, their spelling is not', () => {
    const bytes = Uint8Array.of(0x61, 0x62);
    expect(body([bytes, bytes, Uint8Array.of(0x63, 0x64)])).toBe(
      ']q\0(c_codecs\nencode\nq\x01X\x02\0\0\0abq\x02X\x06\0\0\0latin1q\x03\x86q\x04Rq\x05' +
        'h\x05h\x01X\x02\0\0\0cdq\x06h\x03\x86q\x07Rq\x08e.',
    );
  });

  test('plain objects are dicts with text keys', () => {
    expect(readPickle(writePickle({ a: 1, ['__proto__']: { b: [] } }))).toStrictEqual(
      new Map<string, PickleValue>([
        ['a', 1],
        ['__proto__', new Map([['b', []]])],
      ]),
    );
  });

  test('inert calls go out as they came in', () => {
    const call = new PickleCall('reduce', new PickleGlobal('collections', 'deque'), new PickleTuple([]));
    call.items.push(1, 2);
    call.entries.push('k', 'v', 'l', 'w');
    call.states.push(new Map([['x', call]]));
    const made = new PickleCall('newobj', new PickleGlobal('m', 'C'), new PickleTuple([call]));
    const value = [made, new PicklePersistentId('far')];
    expect(readPickle(writePickle(value))).toStrictEqual(value);
  });

  test('what has no form is refused by path', () => {
    expect(() => writePickle({ a: [1, new Date() as never] })).toThrow(/^a\[1\]: .*plain data/);
    expect(() => writePickle([undefined as never])).toThrow(PackError);
    expect(() => writePickle([(() => 1) as never])).toThrow(PackError);
    expect(() => writePickle(new PickleGlobal('os\nsystem', 'x'))).toThrow(/line break/);
    const withKeywords = new PickleCall(
      'newobjEx',
      new PickleGlobal('m', 'C'),
      new PickleTuple([]),
      new Map(),
    );
    expect(() => writePickle(withKeywords)).toThrow(/keyword/);
  });

  test('nesting is written as deep as it is read, and no deeper', () => {
    const nest = (depth: number) => {
      let value: PickleValue = [];
      for (let i = 1; i < depth; i++) value = [value];
      return value;
    };
    expect(() => readPickle(writePickle(nest(1000)))).not.toThrow();
    expect(() => writePickle(nest(1100))).toThrow(/nested/);
    const set = new Set<PickleValue>();
    set.add(set);
    expect(() => writePickle(set)).toThrow(/nested/);
  });
});
