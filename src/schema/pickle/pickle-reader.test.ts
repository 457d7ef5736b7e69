import { describe, expect, test } from 'vitest';
import { nestingDepth } from './depth.js';
import { readPickle } from './pickle-reader.js';
import {
  PickleCall,
  PickleFrozenSet,
  PickleGlobal,
  PicklePersistentId,
  PickleTuple,
} from './pickle-values.js';

const read = (text: string) => readPickle(Buffer.from(text, 'latin1'));

describe('opcodes that Python 3 does not write', () => {
  test.each([
    ['I42\n.', 42],
    ['I-7\n.', -7],
    ['I01\n.', true],
    ['I00\n.', false],
    ['L12345678901234567890L\n.', 12345678901234567890n],
    ['L-5L\n.', -5],
    ['\x8a\x00.', 0],
    ['F-inf\n.', Number.NEGATIVE_INFINITY],
    ['F1.5e+300\n.', 1.5e300],
    ["S'it\\'s \\x41\\101\\n\\\\'\n.", "it's AA\n\\"],
    ['S"caf\\xe9"\n.', Uint8Array.from(Buffer.from('caf\xe9', 'latin1'))],
    ['U\x03abc.', 'abc'],
    ['U\x01\xe9.', Uint8Array.of(0xe9)],
    ['T\x02\0\0\0ok.', 'ok'],
    ['Vna\xefve \\u20ac \\U0001F600 \\\\u0041\n.', 'naïve € 😀 \\\\u0041'],
    ['(K\x01K\x02l.', [1, 2]],
    ['(K\x01K\x02d.', new Map([[1, 2]])],
    ['NK\x050.', null],
    ['N(K\x05K\x061.', null],
    ['N(0.', null],
    ['K\x012\x86.', new PickleTuple([1, 1])],
    ['Pfar\n.', new PicklePersistentId('far')],
    ['K\x03Q.', new PicklePersistentId(3)],
    ['(im\nOld\n.', new PickleCall('newobj', new PickleGlobal('m', 'Old'), new PickleTuple([]))],
  ])('%j', (text, expected) => {
    expect(read(text)).toStrictEqual(expected);
  });
});

describe('builtins spelled as calls', () => {
  test.each([
    ['c__builtin__\nset\n(]K\x01atR.', new Set([1])],
    ['c__builtin__\nset\n)R.', new Set()],
    ['cbuiltins\nfrozenset\n((K\x01K\x02ttR.', new PickleFrozenSet([1, 2])],
    ['c_codecs\nencode\n(X\x02\0\0\0\xc3\xa9X\x06\0\0\0latin1tR.', Uint8Array.of(0xe9)],
    ['c__builtin__\nbytearray\n(X\x02\0\0\0\xc3\xa9X\x07\0\0\0latin-1tR.', Uint8Array.of(0xe9)],
    ['c__builtin__\nbytes\n)R.', new Uint8Array(0)],
  ])('%j is data', (text, expected) => {
    expect(read(text)).toStrictEqual(expected);
  });

  test.each([
    ['an encoding of another name', 'c_codecs\nencode\n(X\x01\0\0\0aX\x03\0\0\0rottR.'],
    ['text beyond Latin-1', 'c_codecs\nencode\n(X\x03\0\0\0\xe2\x82\xacX\x06\0\0\0latin1tR.'],
    ['a set of two arguments', 'c__builtin__\nset\n(]]tR.'],
    ['a set of a number', 'c__builtin__\nset\n(K\x01tR.'],
    ['another builtin', 'c__builtin__\nlist\n)R.'],
  ])('%s stays a record of a call', (_, text) => {
    expect(read(text)).toBeInstanceOf(PickleCall);
  });
});

describe('objects', () => {
  test('what is appended, set and built is recorded in its place', () => {
    const call = read('cm\nC\n)R(K\x01K\x02eK\x03a(K\x04\x90(NK\x05uK\x06K\x07s}b)b.') as PickleCall;
    expect(call.items).toEqual([1, 2, 3, 4]);
    expect(call.entries).toEqual([null, 5, 6, 7]);
    expect(call.states).toStrictEqual([new Map(), new PickleTuple([])]);
  });

  test('keyword arguments are kept', () => {
    const call = read("\x80\x04cm\nC\n)}S'k'\nK\x01s\x92.") as PickleCall;
    expect(call.keywords).toStrictEqual(new Map([['k', 1]]));
  });
});

describe('memory', () => {
  test('values do not change with the bytes they were read from', () => {
    const bytes = Uint8Array.from(Buffer.from('C\x02ab.', 'latin1'));
    const value = readPickle(bytes);
    bytes.fill(0);
    expect(value).toStrictEqual(Uint8Array.of(0x61, 0x62));
  });

  test('shared memory and views into larger buffers are read', () => {
    const shared = new Uint8Array(new SharedArrayBuffer(16), 3, 8);
    shared.set(Buffer.from('X\x02\0\0\0ab.'));
    expect(readPickle(shared)).toBe('ab');
  });

  test('what follows the end is not looked at', () => {
    expect(read('N.\xff\xff')).toBe(null);
  });
});

describe('nestingDepth', () => {
  test('counts the longest way down, through whatever kind of value', () => {
    const shared = [[[]]];
    expect(nestingDepth(1)).toBe(0);
    expect(nestingDepth([])).toBe(1);
    expect(nestingDepth([shared, [shared]])).toBe(5);
    expect(nestingDepth(new Map([[new PickleTuple([1]), new Set([new PickleTuple([])])]]))).toBe(3);
    const call = new PickleCall(
      'newobjEx',
      new PickleGlobal('m', 'C'),
      new PickleTuple([]),
      new Map([[1, []]]),
    );
    expect(nestingDepth(call)).toBe(3);
    call.states.push(call);
    expect(nestingDepth(call)).toBe(3);
  });
});
