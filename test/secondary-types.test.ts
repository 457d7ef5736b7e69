/** What declared indexes say of their keys. */
import { type IndexKeyValue, mapping, type SecondaryIndex, struct, t } from 'sharedbuffers';
import { buildMapping, liveMapping, openMapping } from 'sharedbuffers/node';
import { describe, expect, expectTypeOf, test } from 'vitest';

const Address = struct({ street: t.string, country: t.string });
const City = struct({
  name: t.string,
  code: t.uint32.optional(),
  wide: t.biguint64.nullable(),
  raw: t.bytes,
  tags: t.list(t.string),
  zips: t.setView(t.uint32),
  address: Address.nullable(),
});
const Declared = mapping({
  key: t.string,
  value: City,
  indexes: [
    'name',
    'code',
    'wide',
    'tags',
    'zips',
    'address.country',
    { name: 'place', field: 'address.street' },
    { name: 'initial', keys: (row) => row.name[0] },
    { name: 'parts', keys: (row) => row.name.split(' ').map((part) => part.length) },
    { name: 'raws', key: t.bytes, keys: (row) => row.raw },
  ],
});
type KeyOf<I> = I extends SecondaryIndex<infer K, infer _V> ? K : never;

describe('the types of indexes', () => {
  test('are those of their fields and functions, where they are declared', () => {
    const open = () => openMapping('cities.sb', Declared);
    const key = <N extends Parameters<ReturnType<typeof open>['by']>[0]>(name: N) => open().by(name);
    expectTypeOf<KeyOf<ReturnType<typeof key<'name'>>>>().toEqualTypeOf<string>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'code'>>>>().toEqualTypeOf<number>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'wide'>>>>().toEqualTypeOf<bigint>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'tags'>>>>().toEqualTypeOf<string>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'zips'>>>>().toEqualTypeOf<number>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'address.country'>>>>().toEqualTypeOf<string>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'place'>>>>().toEqualTypeOf<string>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'initial'>>>>().toEqualTypeOf<string>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'parts'>>>>().toEqualTypeOf<number>();
    expectTypeOf<KeyOf<ReturnType<typeof key<'raws'>>>>().toEqualTypeOf<Uint8Array>();
    // @ts-expect-error: no index is called so.
    expect(() => Declared.fromBuffer(new Uint8Array()).by('population')).toThrow();
    // @ts-expect-error: names are text.
    expect(() => Declared.fromBuffer(new Uint8Array()).by('name').get(5)).toThrow();
    const live = () => liveMapping('cities.sb', Declared);
    expectTypeOf<KeyOf<ReturnType<Awaited<ReturnType<typeof live>>['by']>>>().toExtend<IndexKeyValue>();
  });

  test('are open where nothing is declared, and functions know what rows are', () => {
    const Cities = mapping({ key: t.string, value: City });
    const open = () => openMapping('cities.sb', Cities);
    expectTypeOf<KeyOf<ReturnType<ReturnType<typeof open>['by']>>>().toEqualTypeOf<IndexKeyValue>();
    const build = () =>
      buildMapping('cities.sb', Cities, [], {
        indexes: ['name', { name: 'initial', keys: (row) => [row.name[0], row.code] }],
      });
    expect(build).toBeTypeOf('function');
    // @ts-expect-error: rows have no such field.
    expect(() => Cities.pack([], { indexes: [{ name: 'a', keys: (row) => row.population }] })).toBeTypeOf(
      'function',
    );
    // @ts-expect-error: what is true or false is no key.
    expect(() => Cities.pack([], { indexes: [{ name: 'a', keys: () => true }] })).toBeTypeOf('function');
  });

  test('leave declarations what they were', () => {
    const takes = <V extends object>(
      _declaration: import('sharedbuffers').MappingDeclaration<string, V, never>,
    ) => 0;
    expect(takes(Declared)).toBe(0);
  });
});
