/** What is not what a call takes is told by an error of the library, whatever it is: never by the engine's. */
import {
  array,
  as,
  idMapper,
  mapping,
  openBuffer,
  SharedBuffersError,
  struct,
  t,
  verifyBuffer,
} from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const WRONG: readonly unknown[] = [
  undefined,
  null,
  5,
  Number.NaN,
  'x',
  '',
  {},
  [],
  [null],
  [5],
  () => 1,
  Symbol('s'),
  1n,
];
const City = struct({ id: t.uint32, name: t.string.nullable() });
const Cities = mapping({ key: t.string, value: City });
const List = array(City);
const Ids = idMapper({ key: t.string });
const bytes = Cities.pack([['a', { id: 1, name: null }]]);

type Call = (...given: never[]) => unknown;

/** Calls with everything that is wrong for the first of the arguments, and for the second after `first`. */
function* wrongCalls(call: Call, first: unknown): Generator<() => unknown> {
  const any = call as (...given: unknown[]) => unknown;
  yield () => any();
  for (const each of WRONG) {
    yield () => any(each);
    yield () => any(first, each);
  }
}

function expectOwnErrors(call: Call, first: unknown): number {
  let thrown = 0;
  for (const attempt of wrongCalls(call, first)) {
    try {
      const given = attempt();
      if (typeof (given as Iterator<unknown> | undefined)?.next === 'function')
        (given as Iterator<unknown>).next();
    } catch (error) {
      if (!(error instanceof SharedBuffersError))
        throw new Error(`not an error of the library: ${error}`, { cause: error });
      expect(error.message.length).toBeGreaterThan(10);
      thrown += 1;
    }
  }
  return thrown;
}

describe('types', () => {
  const makers = ['list', 'tuple', 'set', 'dict', 'listView', 'tupleView', 'setView', 'dictView'] as const;
  test.each(makers)('t.%s', (name) => {
    expect(expectOwnErrors(t[name] as Call, t.uint8)).toBeGreaterThan(WRONG.length);
  });

  test('tell what they take', () => {
    // @ts-expect-error: no type.
    expect(() => t.list()).toThrow('t.list takes one type, or none where it is not called, not 0');
    // @ts-expect-error: no type.
    expect(() => t.dict(t.string, 5)).toThrow('t.dict takes a type, as t.uint32 or a struct, not 5');
    // @ts-expect-error: no type.
    expect(() => as('float', 1)).toThrow('as takes a type, as t.uint32 or a struct, not "float"');
    // @ts-expect-error: no fields.
    expect(() => struct(null)).toThrow(
      'fields are declared by an object, as { name: t.string }, not by null',
    );
    // @ts-expect-error: no keys.
    expect(() => idMapper()).toThrow('idMapper takes what the keys are: { key: t.string }');
  });
});

describe('calls of the portable entry', () => {
  test.each([
    [as, t.uint8],
    [struct, { id: t.uint32 }],
    [array, City],
    [mapping, { key: t.string, value: City }],
    [idMapper, { key: t.string }],
    [openBuffer, bytes],
    [verifyBuffer, bytes],
  ] as const)('%o', (call, first) => {
    expect(expectOwnErrors(call as Call, first)).toBeGreaterThan(0);
  });
});

describe.each([
  ['a struct', City, ['pack', 'packInto', 'unpackFrom'], { id: 1, name: 'a' }],
  ['an array', List, ['fromBuffer', 'pack', 'packChunk', 'joinChunks'], []],
  ['a mapping', Cities, ['fromBuffer', 'pack', 'packChunk', 'joinChunks'], []],
  ['an id mapper', Ids, ['fromBuffer', 'pack'], []],
] as const)('%s', (_, declared, names, first) => {
  test.each([...names])('%s', (name) => {
    const call = (declared as object as Record<string, Call>)[name]!.bind(declared);
    expect(expectOwnErrors(call as Call, first)).toBeGreaterThan(0);
  });
});

describe('an open mapping', () => {
  const cities = Cities.fromBuffer(
    Cities.pack([['a', { id: 1, name: null }]], { ordered: true, indexes: ['name'] }),
  );
  const names = ['getMany', 'hasMany', 'range', 'prefix', 'nearest', 'keys', 'values', 'entries', 'by'];
  test.each(names)('%s', (name) => {
    const call = (cities as object as Record<string, Call>)[name]!.bind(cities);
    expect(
      expectOwnErrors(call as Call, name === 'getMany' || name === 'hasMany' ? ['a'] : 'a'),
    ).toBeGreaterThan(0);
  });
});
