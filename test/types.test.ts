/** What TypeScript makes of declarations. The calls are compiled, not run, but for the last. */
import {
  type ArrayDeclaration,
  array,
  type Decimal,
  type Infer,
  type InferInput,
  idMapper,
  type Key,
  type Mapping,
  mapping,
  type NumberColumn,
  type RecordArray,
  struct,
  t,
  type UndeclaredRecord,
} from 'sharedbuffers';
import {
  buildArray,
  buildIdMapper,
  buildMapping,
  type OpenedFile,
  openArray,
  openBundle,
  openFile,
  openIdMapper,
  openMapping,
} from 'sharedbuffers/node';
import type { Temporal } from 'temporal-polyfill';
import { describe, expect, expectTypeOf, test } from 'vitest';

const Place = struct({ lat: t.float64, lon: t.float64 });
class City extends struct({
  name: t.string,
  population: t.uint32,
  area: t.float64.optional(),
  mayor: t.string.nullable(),
  id: t.biguint64,
  place: Place,
  places: t.list(Place),
  tags: t.set(t.string),
  extra: t.any,
}) {
  get label(): string {
    return `${this.name} (${this.population})`;
  }
}
const Cities = mapping({ key: t.string, value: City });
const rows: [string, InferInput<typeof City>][] = [];

/** Never called: only its types matter. */
const compiled = (call: () => unknown): void => expect(call).toBeTypeOf('function');

describe('records', () => {
  test('have the fields that are declared', () => {
    expectTypeOf<City['name']>().toEqualTypeOf<string>();
    expectTypeOf<City['population']>().toEqualTypeOf<number>();
    expectTypeOf<City['area']>().toEqualTypeOf<number | undefined>();
    expectTypeOf<City['mayor']>().toEqualTypeOf<string | null>();
    expectTypeOf<City['id']>().toEqualTypeOf<bigint>();
    expectTypeOf<City['place']['lat']>().toEqualTypeOf<number>();
    expectTypeOf<City['places'][number]['lon']>().toEqualTypeOf<number>();
    expectTypeOf<City['tags']>().toEqualTypeOf<Set<string>>();
    expectTypeOf<City['extra']>().toEqualTypeOf<unknown>();
    expectTypeOf<City['label']>().toEqualTypeOf<string>();
  });

  test('are plain objects to Infer', () => {
    expectTypeOf<Infer<typeof Place>>().toEqualTypeOf<{ lat: number; lon: number }>();
    expectTypeOf<Infer<typeof City>['place']>().toEqualTypeOf<{ lat: number; lon: number }>();
    expectTypeOf<Infer<typeof City>>().not.toHaveProperty('label');
    expectTypeOf<InferInput<typeof City>['population']>().toEqualTypeOf<number | bigint>();
  });
});

describe('dates, decimals and buffers', () => {
  const Event = struct({
    day: t.date,
    at: t.datetime,
    zoned: t.datetimeTz.optional(),
    date: t.jsDate,
    price: t.decimal.nullable(),
    data: t.buffer,
    times: t.list(t.datetimeUtc),
  });
  type EventInput = InferInput<typeof Event>;

  test('are read as Temporal values, Date, Decimal and Uint8Array', () => {
    expectTypeOf<Infer<typeof Event>>().toEqualTypeOf<{
      day: Temporal.PlainDate;
      at: Temporal.Instant;
      zoned?: Temporal.ZonedDateTime | undefined;
      date: Date;
      price: Decimal | null;
      data: Uint8Array;
      times: Temporal.Instant[];
    }>();
  });

  test('are packed from any implementation’s values, and from Date', () => {
    expectTypeOf<Date | Temporal.Instant | Temporal.ZonedDateTime | Temporal.PlainDateTime>().toExtend<
      EventInput['at']
    >();
    expectTypeOf<Date | Temporal.Instant | Temporal.PlainDate>().toExtend<EventInput['day']>();
    expectTypeOf<Temporal.PlainDate>().not.toExtend<EventInput['at']>();
    expectTypeOf<string>().not.toExtend<EventInput['at']>();
    expectTypeOf<EventInput['price']>().toEqualTypeOf<Decimal | string | number | bigint | null>();
    expectTypeOf<ArrayBuffer | SharedArrayBuffer | DataView | Float32Array>().toExtend<EventInput['data']>();
  });
});

describe('mappings', () => {
  test('read keys and records of the declared types', () => {
    compiled(() => {
      const map = Cities.fromBuffer(new Uint8Array());
      expectTypeOf(map).toEqualTypeOf<Mapping<string, City>>();
      expectTypeOf(map.get('x')).toEqualTypeOf<City | undefined>();
      expectTypeOf(map.getAll('x')).toEqualTypeOf<City[]>();
      expectTypeOf(map.iterate('x')).toExtend<Iterable<City>>();
      expectTypeOf(map.keys()).toExtend<Iterable<string>>();
      expectTypeOf([...map]).toEqualTypeOf<[string, City][]>();
      expectTypeOf(map.array).toEqualTypeOf<RecordArray<City>>();
      expectTypeOf(map).toExtend<ReadonlyMap<string, City>>();
      expectTypeOf(map).toExtend<Disposable>();
      expectTypeOf(openMapping('path', Cities)).toEqualTypeOf<Mapping<string, City>>();
    });
  });

  test('of several values a key are the same', () => {
    compiled(() => {
      const map = mapping({ key: t.uint32, value: City, multi: true, width: 32 }).fromBuffer(
        new Uint8Array(),
      );
      expectTypeOf(map).toEqualTypeOf<Mapping<number, City>>();
      expectTypeOf(map.getAll(1)).toEqualTypeOf<City[]>();
      const wide = mapping({ key: t.biguint64, value: City });
      expectTypeOf(wide.fromBuffer(new Uint8Array()).keys()).toExtend<Iterable<bigint>>();
      const bytes = mapping({ key: t.bytes, value: City });
      expectTypeOf(bytes.fromBuffer(new Uint8Array()).keys()).toExtend<Iterable<Uint8Array>>();
    });
  });

  test('whose records are not declared give unknown fields', () => {
    compiled(() => {
      const map = openMapping('path');
      expectTypeOf(map).toEqualTypeOf<Mapping<Key, UndeclaredRecord>>();
      expectTypeOf(map.get('x')?.name).toEqualTypeOf<unknown>();
      const named = openMapping('path', mapping({ key: t.string }));
      expectTypeOf(named).toEqualTypeOf<Mapping<string, UndeclaredRecord>>();
    });
  });

  test('refuse keys and rows of other types', () => {
    compiled(() => {
      const map = Cities.fromBuffer(new Uint8Array());
      // @ts-expect-error keys are strings
      map.get(1);
      // @ts-expect-error keys are strings
      map.has(1n);
      // @ts-expect-error there is no such field
      map.get('x')?.height;
      // @ts-expect-error fields are read only
      map.array.at(0)!.name = 'x';
      // @ts-expect-error a record without most of its fields
      Cities.pack([['x', { name: 'x' }]]);
      // @ts-expect-error a key of another type
      Cities.pack([[1, rows[0]![1]]]);
      // @ts-expect-error a float is no key
      mapping({ key: t.list, value: City });
      // @ts-expect-error records are structs
      mapping({ key: t.string, value: t.string });
      // @ts-expect-error only 32 and 64 bits
      mapping({ key: t.string, value: City, width: 16 });
      // @ts-expect-error nothing to pack without a schema
      mapping({ key: t.string }).pack([['x', {}]]);
      // @ts-expect-error rows are entries
      return buildMapping('path', Cities, [rows[0]![1]]);
    });
    expect(() => mapping({ key: t.list as never, value: City })).toThrow('cannot be a key');
  });

  test('are built from rows at hand or to come', () => {
    compiled(() => {
      expectTypeOf(buildMapping('path', Cities, rows)).toEqualTypeOf<Promise<void>>();
      async function* coming(): AsyncGenerator<[string, InferInput<typeof City>]> {
        yield* rows;
      }
      return buildMapping('path', Cities, coming(), {
        sections: false,
        signal: new AbortController().signal,
        onProgress: (progress) => expectTypeOf(progress.phase).toEqualTypeOf<'rows' | 'file'>(),
      });
    });
  });
});

describe('arrays', () => {
  test('read records of the declared type', () => {
    compiled(() => {
      expectTypeOf(array().fromBuffer(new Uint8Array())).toEqualTypeOf<RecordArray<UndeclaredRecord>>();
      expectTypeOf(mapping().fromBuffer(new Uint8Array())).toEqualTypeOf<Mapping<Key, UndeclaredRecord>>();
      expectTypeOf(array(City)).toExtend<ArrayDeclaration<City, InferInput<typeof City>>>();
      const cities = array(City).fromBuffer(new Uint8Array());
      expectTypeOf(cities.at(0)).toEqualTypeOf<City | undefined>();
      expectTypeOf([...cities]).toEqualTypeOf<City[]>();
      expectTypeOf([...cities.cursor({ mask: [1, 0] })]).toEqualTypeOf<City[]>();
      expectTypeOf(openArray('path', City)).toEqualTypeOf<RecordArray<City>>();
      expectTypeOf(openArray('path')).toEqualTypeOf<RecordArray<UndeclaredRecord>>();
      const there = { offset: 32, length: 96, mmap: 'required' } as const;
      expectTypeOf(openArray(new URL('file:///a.sb'), City, there)).toEqualTypeOf<RecordArray<City>>();
    });
  });

  test('have columns of the field types', () => {
    compiled(() => {
      const cities = array(City).fromBuffer(new Uint8Array());
      expectTypeOf(cities.column('population')).toEqualTypeOf<NumberColumn>();
      expectTypeOf(cities.column('id')).toEqualTypeOf<BigInt64Array | BigUint64Array>();
      expectTypeOf(cities.column('area')).toEqualTypeOf<(number | undefined)[]>();
      expectTypeOf(cities.column('mayor')).toEqualTypeOf<(string | null)[]>();
      expectTypeOf(cities.column('name')).toEqualTypeOf<string[]>();
      const into = new Uint32Array(3);
      expectTypeOf(cities.column('population', { into })).toEqualTypeOf<typeof into>();
      // @ts-expect-error there is no such field
      cities.column('height');
      // @ts-expect-error a row of another type
      array(Place).pack([{ lat: 'north', lon: 0 }]);
      // @ts-expect-error records are structs
      array(t.string);
      return buildArray('path', Place, [{ lat: 1, lon: 2 }]);
    });
  });
});

describe('id mappers', () => {
  test('lead from keys to integers', () => {
    compiled(() => {
      const ids = idMapper({ key: t.string, multi: true });
      const mapper = ids.fromBuffer(new Uint8Array());
      expectTypeOf(mapper.get('x')).toEqualTypeOf<number | bigint | undefined>();
      expectTypeOf(mapper.getAll('x')).toEqualTypeOf<(number | bigint)[]>();
      expectTypeOf([...mapper]).toEqualTypeOf<[string, number | bigint][]>();
      expectTypeOf(openIdMapper('path', ids).keys()).toExtend<Iterable<string>>();
      // @ts-expect-error keys are strings
      mapper.get(5);
      // @ts-expect-error values are integers
      ids.pack([['x', 'y']]);
      return buildIdMapper('path', ids, [['x', 1]]);
    });
  });
});

describe('a file of any kind', () => {
  test('is told by its kind', () => {
    compiled(() => {
      const file = openFile(new URL('file:///a.sb'), { mmap: 'required' });
      expectTypeOf(file).toEqualTypeOf<OpenedFile>();
      expectTypeOf(file.mapped).toEqualTypeOf<boolean>();
      expectTypeOf(file.notMappedBecause).toEqualTypeOf<string | undefined>();
      if (file.kind === 'array') expectTypeOf(file).toEqualTypeOf<RecordArray<UndeclaredRecord>>();
      if (file.kind === 'mapping') expectTypeOf(file.get('x')).toEqualTypeOf<UndeclaredRecord | undefined>();
      if (file.kind === 'idMapper') expectTypeOf(file.get('x')).toEqualTypeOf<number | bigint | undefined>();
      if (file.kind === 'bundle') expectTypeOf(file.names).toEqualTypeOf<string[]>();
      // @ts-expect-error it may be of another kind
      file.names;
      // @ts-expect-error there is no such kind
      file.kind === 'folder';
      const writable = openFile('path', { writable: true });
      const record = writable.kind === 'array' ? writable.at(0) : undefined;
      if (record !== undefined) record.name = 'x';
      // @ts-expect-error mapping is on, off or required
      openFile('path', { mmap: 'yes' });
      // @ts-expect-error bundles are read-only
      return openBundle('path', { writable: true });
    });
  });
});
