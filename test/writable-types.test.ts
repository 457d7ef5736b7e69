/** What TypeScript lets be assigned. The calls are compiled, not run. */
import {
  array,
  atomicAdd,
  atomicCompareExchange,
  type Mapping,
  mapping,
  type RecordArray,
  struct,
  t,
  type Writable,
} from 'sharedbuffers';
import { openArray, openMapping } from 'sharedbuffers/node';
import { expect, expectTypeOf, test } from 'vitest';

class City extends struct({
  name: t.string,
  population: t.uint32,
  area: t.float64.optional(),
  id: t.biguint64.nullable(),
  open: t.bool,
  place: struct({ lat: t.float64 }),
  old: struct({ lat: t.float64 }).nullable(),
  extra: t.any,
  list: t.list(t.uint8),
}) {
  #secret = 1;
  get label(): string {
    return `${this.name} ${this.#secret}`;
  }
}
const Cities = mapping({ key: t.string, value: City });
const bytes = new Uint8Array();
const WRITABLE = { writable: true } as const;

/** Never called: only its types matter. */
const compiled = (call: () => unknown): void => expect(call).toBeTypeOf('function');

test('records are writable if all is opened so', () => {
  compiled(() => {
    expectTypeOf(openMapping('path', Cities, WRITABLE)).toEqualTypeOf<Mapping<string, Writable<City>>>();
    expectTypeOf(openArray('path', City, WRITABLE)).toEqualTypeOf<RecordArray<Writable<City>>>();
    expectTypeOf(openMapping('path', undefined, WRITABLE).get('x')?.name).toEqualTypeOf<unknown>();
    expectTypeOf(Cities.fromBuffer(bytes, { writable: true })).toEqualTypeOf<
      Mapping<string, Writable<City>>
    >();
    expectTypeOf(array(City).fromBuffer(bytes, WRITABLE)).toEqualTypeOf<RecordArray<Writable<City>>>();
    expectTypeOf(City.unpackFrom(bytes, 0, WRITABLE)).toEqualTypeOf<Writable<City>>();
    expectTypeOf(City.unpackFrom(bytes, 0, { writable: false })).toEqualTypeOf<City>();
    expectTypeOf(openMapping('path', Cities, { mmap: true })).toEqualTypeOf<Mapping<string, City>>();
    const maybe = { writable: Date.now() > 0 };
    expectTypeOf(openMapping('path', Cities, maybe)).toEqualTypeOf<Mapping<string, City>>();
    expectTypeOf(array(City).fromBuffer(bytes, maybe)).toEqualTypeOf<RecordArray<City>>();
  });
});

test('numbers and bools can be assigned then, and nothing else', () => {
  compiled(() => {
    const city = Cities.fromBuffer(bytes, WRITABLE).get('x')!;
    city.population = 1;
    city.population += 1;
    city.area = 2.5;
    city.id = 5n;
    city.open = false;
    city.place.lat = 1;
    if (city.old !== null) city.old.lat = 1;
    expectTypeOf(city).toExtend<City>();
    expectTypeOf(city.label).toEqualTypeOf<string>();
    expectTypeOf<Writable<City>['area']>().toEqualTypeOf<number | undefined>();
    expectTypeOf(city.toObject().place).toEqualTypeOf<{ lat: number }>();
    // @ts-expect-error text is of variable size
    city.name = 'x';
    // @ts-expect-error a struct is not assigned as a whole
    city.place = Cities.fromBuffer(bytes, WRITABLE).get('y')!.place;
    // @ts-expect-error a list is of variable size
    city.list = [1];
    // @ts-expect-error values of no declared type are of variable size
    city.extra = 1;
    // @ts-expect-error another type
    city.population = '1';
    // @ts-expect-error another type
    city.open = 1;

    const read = Cities.fromBuffer(bytes).get('x')!;
    // @ts-expect-error read only
    read.population = 1;
    // @ts-expect-error read only
    read.place.lat = 1;

    const any = openArray('path', undefined, WRITABLE).at(0)!;
    any.whatever = 1;
    // @ts-expect-error read only
    openArray('path').at(0)!.whatever = 1;
  });
});

test('atomic changes take the numeric fields and their types', () => {
  compiled(() => {
    const city = Cities.fromBuffer(bytes, WRITABLE).get('x')!;
    expectTypeOf(atomicAdd(city, 'population', 1)).toEqualTypeOf<number>();
    expectTypeOf(atomicAdd(city, 'area', 1)).toEqualTypeOf<number>();
    expectTypeOf(atomicAdd(city, 'id', 1)).toEqualTypeOf<bigint>();
    expectTypeOf(atomicAdd(city.place, 'lat', 1)).toEqualTypeOf<number>();
    expectTypeOf(atomicCompareExchange(city, 'open', true, false)).toEqualTypeOf<boolean>();
    expectTypeOf(atomicCompareExchange(city, 'id', 1n, 2n)).toEqualTypeOf<bigint>();
    // @ts-expect-error nothing is added to a bool
    atomicAdd(city, 'open', 1);
    // @ts-expect-error nothing is added to text
    atomicAdd(city, 'name', 1);
    // @ts-expect-error there is no such field
    atomicAdd(city, 'height', 1);
    // @ts-expect-error another type
    atomicAdd(city, 'population', '1');
    // @ts-expect-error a missing field has no room for a value
    atomicCompareExchange(city, 'area', undefined, 1);
    // @ts-expect-error another type
    atomicCompareExchange(city, 'id', 1, 2);

    const any = openArray('path', undefined, WRITABLE).at(0)!;
    expectTypeOf(atomicAdd(any, 'n', 1n)).toEqualTypeOf<number | bigint | boolean>();
  });
});

test('functions over any writable record are written once', () => {
  const bump = (record: Writable<City>): void => {
    record.population += 1;
  };
  const label = (record: City): string => record.label;
  compiled(() => {
    const city = Cities.fromBuffer(bytes, WRITABLE).get('x')!;
    bump(city);
    return label(city);
  });
});
