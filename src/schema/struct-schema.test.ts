import { as, PackError, Registry, struct, t } from 'sharedbuffers';
import { describe, expect, test } from 'vitest';

const registry = new Registry();
const Leaf = struct({ counts: t.list(t.uint8), any: t.any.optional() }, { registry, name: 'Leaf' });
const Branch = struct({ leaf: Leaf, leaves: t.list(Leaf).optional() }, { registry, name: 'Branch' });
const Tree = struct({ branch: Branch, id: t.uint16 }, { registry, name: 'Tree' });
registry.register(Leaf, 0x90);

function failure(pack: () => unknown): PackError {
  try {
    pack();
  } catch (error) {
    if (error instanceof PackError) return error;
    throw error;
  }
  throw new Error('nothing was refused');
}

describe('paths of what does not fit', () => {
  const good = { counts: [1] };

  test.each<[string, () => unknown, string, string]>([
    ['a field', () => Tree.pack({ branch: { leaf: good }, id: 65536 }), 'id', '65536 does not fit uint16'],
    [
      'an element of a nested struct',
      () => Tree.pack({ branch: { leaf: { counts: [1, 2, 3, 300] } }, id: 1 }),
      'branch.leaf.counts[3]',
      '300 does not fit uint8',
    ],
    [
      'a struct in a list',
      () => Tree.pack({ branch: { leaf: good, leaves: [good, { counts: [-1] }] }, id: 1 }),
      'branch.leaves[1].counts[0]',
      '-1 does not fit uint8',
    ],
    [
      'a tagged struct in any',
      () => Leaf.pack({ counts: [], any: ['x', as(Leaf, { counts: [999] })] }),
      'any[1].counts[0]',
      '999 does not fit uint8',
    ],
    [
      'a nested list',
      () => Leaf.pack({ counts: [], any: [[['a', Symbol('s')]]] }),
      'any[0][0][1]',
      'Symbol(s) has no type of its own to be stored with; give it one with as(type, value)',
    ],
  ])('%s', (_, pack, path, reason) => {
    const error = failure(pack);
    expect([error.path, error.reason]).toEqual([path, reason]);
    expect(error.message).toBe(`${path}: ${reason}`);
    expect(error.code).toBe('SB_VALUE');
  });
});

describe('missing and null', () => {
  const type = struct({
    required: t.int8,
    optional: t.int8.optional(),
    nullable: t.int8.nullable(),
    both: t.string.optional().nullable(),
  });

  test('what may be left out', () => {
    const record = type.unpackFrom(type.pack({ required: 1, nullable: 2 }));
    expect([record.optional, record.both]).toEqual([undefined, undefined]);
    expect(record.toObject()).toEqual({ required: 1, nullable: 2 });
    const given = type.unpackFrom(
      type.pack({ required: 1, optional: undefined, nullable: null, both: null }),
    );
    expect(given.toObject()).toEqual({ required: 1, nullable: null, both: null });
  });

  test('what may not', () => {
    expect(() => type.pack({ nullable: 1 } as never)).toThrow('required: is required but missing: give it');
    expect(() => type.pack({ required: 1 } as never)).toThrow('nullable: is required but missing');
    expect(() => type.pack({ required: null, nullable: 1 } as never)).toThrow(
      'required: is null but not declared .nullable()',
    );
    expect(() => type.pack({ required: 1, nullable: 1, optional: null } as never)).toThrow(
      'optional: is null',
    );
  });

  test('what is no object', () => {
    for (const value of [null, undefined, 5, 'text'])
      expect(() => type.pack(value as never)).toThrow(PackError);
    expect(() => Tree.pack({ branch: 5, id: 1 } as never)).toThrow(
      'branch: 5 is not an object to pack as Branch',
    );
  });

  test('a failing getter of the value is not disguised', () => {
    const value = {
      get required(): number {
        throw new TypeError('from the getter');
      },
      nullable: 1,
    };
    expect(() => type.pack(value)).toThrow(TypeError);
  });
});

test('a proxy packs again in the same bytes, also by a wider schema', () => {
  const Narrow = struct({ a: t.uint8, s: t.string });
  const Wide = struct({ a: t.uint32, s: t.string, extra: t.any.optional() });
  const bytes = Narrow.pack({ a: 5, s: 'x' });
  const record = Narrow.unpackFrom(bytes);
  expect(Narrow.pack(record)).toEqual(bytes);
  expect(Wide.unpackFrom(Wide.pack(record)).toObject()).toEqual({ a: 5, s: 'x' });
});

test('a struct in a list starts anywhere, and its values follow docs/format.md 9 from there', () => {
  const Point = struct({ x: t.string, y: t.string.optional() }, { registry, name: 'Point' });
  registry.register(Point, 0x91);
  const Box = struct({ l: t.list(t.any.nullable()), s: t.string }, { registry });
  const l = ['odd', as(Point, { x: 'odd', y: 'new' }), null, as(Point, { x: 'last' })];
  const bytes = Box.pack({ l, s: 'odd' });
  const back = Box.unpackFrom(bytes);
  expect(back.toObject()).toEqual({ l: ['odd', { x: 'odd', y: 'new' }, null, { x: 'last' }], s: 'odd' });
  // As Python packs it: no padding where the shared first value would have been.
  const [odd, point] = [24 + 8 + 16, 24 + 8 + 16 + 8 + 2 + 3];
  expect(bytes.slice(odd, odd + 1)).toEqual(Uint8Array.of('u'.charCodeAt(0)));
  expect(bytes[point]).toBe(0x91);
  const struct0 = point + 8;
  const y = new DataView(bytes.buffer).getInt32(struct0 + 16, true);
  expect(y).toBe(24);
});
