import { describe, expect, test } from 'vitest';
import { CorruptBufferError } from '../../errors.js';
import { readPickle } from './pickle-reader.js';
import { PickleCall, PickleGlobal, PickleTuple, type PickleValue } from './pickle-values.js';

const pickle = (text: string) => Buffer.from(text, 'latin1');
const read = (text: string): PickleValue => readPickle(pickle(text));

describe('hostile pickles', () => {
  test.each([
    ['REDUCE', 'cos\nsystem\n(S"true"\ntR.', 'reduce'],
    ['REDUCE of a builtin', 'c__builtin__\neval\n(S"true"\ntR.', 'reduce'],
    ['NEWOBJ', '\x80\x02cos\nsystem\n(S"true"\nt\x81.', 'newobj'],
    ['NEWOBJ_EX', '\x80\x04cos\nsystem\n(S"true"\nt}\x92.', 'newobjEx'],
    ['INST', '(S"true"\nios\nsystem\n.', 'reduce'],
    ['OBJ', '(cos\nsystem\nS"true"\no.', 'reduce'],
    ['STACK_GLOBAL', '\x80\x04\x8c\x02os\x8c\x06system\x93(S"true"\ntR.', 'reduce'],
  ])('%s is a record of a call, and nothing is called', (_, text, kind) => {
    const call = read(text) as PickleCall;
    expect(call).toBeInstanceOf(PickleCall);
    expect(call.kind).toBe(kind);
    expect(call.callable).toBeInstanceOf(PickleGlobal);
    expect(call.args).toStrictEqual(new PickleTuple(['true']));
    expect(call.states).toEqual([]);
  });

  test('the result of one call may be called: that is another record', () => {
    const outer = read('c__builtin__\ngetattr\n(cos\npath\nS"join"\ntR(S"x"\ntR.') as PickleCall;
    expect(outer.callable).toBeInstanceOf(PickleCall);
  });

  test('BUILD sets no attribute of anything', () => {
    const call = read("cm\nC\n)\x81}(S'__proto__'\n}S'x'\nK\x01sub.") as PickleCall;
    expect(Object.getPrototypeOf(call)).toBe(PickleCall.prototype);
    expect(call.states).toStrictEqual([new Map([['__proto__', new Map([['x', 1]])]])]);
    expect(() => read('}}b.')).toThrow(CorruptBufferError);
    expect(() => read('cm\nC\n}b.')).toThrow(CorruptBufferError);
  });

  test('keys called __proto__ are keys', () => {
    const dict = read("}(S'__proto__'\n}S'toString'\nK\x01u.") as Map<PickleValue, PickleValue>;
    expect([...dict.keys()]).toEqual(['__proto__', 'toString']);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  test.each([
    ['text', 'X\xff\xff\xff\x7f'],
    ['text, long form', '\x8d\xff\xff\xff\xff\xff\xff\xff\xff'],
    ['bytes', 'B\xff\xff\xff\xff'],
    ['bytes, long form', '\x8e\0\0\0\0\0\0\0\x80'],
    ['bytearray', '\x96\0\0\0\0\x01\0\0\0'],
    ['integer', '\x8b\xff\xff\xff\x7f'],
    ['frame', '\x95\xff\xff\xff\0\0\0\0\0N'],
  ])('a length past the end (%s) is refused before anything is allocated', (_, text) => {
    expect(() => read(`${text}.`)).toThrow(/needed/);
  });

  test('a memo index may be any number without making a large memo', () => {
    expect(read('Nr\xff\xff\xff\xff0j\xff\xff\xff\xff.')).toBe(null);
    expect(read('Np9007199254740991\n0g9007199254740991\n.')).toBe(null);
    expect(() => read('Np99999999999999999999\n.')).toThrow(/memo index/);
    expect(() => read('Np-1\n.')).toThrow(/memo index/);
    expect(() => read('h\x05.')).toThrow(/remembered/);
  });

  test.each([
    ['lists', `${']'.repeat(5000)}${'a'.repeat(4999)}.`],
    ['tuples', `)${'\x85'.repeat(5000)}.`],
    ['dicts', `${'}N'.repeat(3000)}N${'s'.repeat(3000)}.`],
    ['calls', `cm\nC\n${')R'.repeat(3000)}.`],
    // Each list is put into the one before, so that no value is deep at the time it is made.
    ['lists from the outside in', `]${']q\x01ah\x01'.repeat(3000)}${'0'.repeat(3000)}.`],
  ])('nesting thousands deep is refused (%s)', (_, text) => {
    expect(() => read(text)).toThrow(/nested/);
  });

  test('a value that fans out to 2^2000 paths is read once', () => {
    const nested = read(`]${'2\x86'.repeat(900)}.`) as PickleTuple;
    expect(nested.items[0]).toBe(nested.items[1]);
    expect(() => read(`]${'2\x86'.repeat(2000)}.`)).toThrow(/nested/);
  });

  test('a value may hold itself', () => {
    const list = read(']q\0h\0a.') as PickleValue[];
    expect(list[0]).toBe(list);
    const dict = read('}q\0Nh\0s.') as Map<null, unknown>;
    expect(dict.get(null)).toBe(dict);
  });

  test('one list copied into many sets is refused', () => {
    const list = `](${'N'.repeat(1000)}eq\0`;
    expect(read(`${list}0c__builtin__\nset\nh\0\x85R.`)).toStrictEqual(new Set([null]));
    expect(() => read(`(${list}c__builtin__\nset\nq\x01${'h\x01h\0\x85R'.repeat(500)}l.`)).toThrow(/copied/);
  });

  test('a million empty dicts are refused, as they would take 200 times their size', () => {
    expect(() => read(`(${'}'.repeat(1_000_001)}l.`)).toThrow(/objects/);
  });

  test.each([
    ['an empty file', ''],
    ['no end', 'N'],
    ['nothing at the end', '.'],
    ['two values at the end', 'NN.'],
    ['an open mark at the end', '(N.'],
    ['a mark that is not there', 't.'],
    ['a value from below a mark', 'N(\x85.'],
    ['an append to a number', 'K\x01Na.'],
    ['an entry in a list', ']NNs.'],
    ['a key without value', '}(Nu.'],
    ['an item in a frozenset', '(\x91(N\x90.'],
    ['arguments that are no tuple', 'cm\nC\n]R.'],
    ['a call of a number', 'K\x01)R.'],
    ['a call of text', "S'x'\n)\x81."],
    ['keywords that are no dict', 'cm\nC\n)]\x92.'],
    ['an object without class', '(o.'],
    ['a global whose name is a number', 'K\x01K\x02\x93.'],
    ['a global without end', 'cos\nsystem'],
    ['text that is not UTF-8', 'X\x01\0\0\0\xff.'],
    ['protocol 6', '\x80\x06N.'],
    ['an extension code', '\x82\x01.'],
    ['an out-of-band buffer', '\x97.'],
    ['an unknown opcode', '\xff.'],
    ['an integer that is none', 'Ix\n.'],
    ['an integer of too many digits', `L${'9'.repeat(20_000)}\n.`],
    ['a float that is none', 'F0x1\n.'],
    ['a string without quotes', 'Sx\n.'],
    ['an escape cut short', 'V\\u12\n.'],
  ])('%s is refused', (_, text) => {
    expect(() => read(text)).toThrow(CorruptBufferError);
  });

  test('errors name the offset in the file', () => {
    expect(() => readPickle(pickle('\x80\x02NN\xff.'), { base: 1000 })).toThrow(/at byte 1004\)/);
  });
});
