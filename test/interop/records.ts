/** Schemas and records made at random, and the same schema as each library declares it. */

import fc from 'fast-check';
import { type Alignment, array, struct } from 'sharedbuffers';
import type { AnyType } from '../../src/schema/type.js';
import { Decoder } from '../golden/decode.js';
import type { GoldenSchema, Json, JsonNode } from '../golden/manifest.js';
import { registry, typeNamed } from '../golden/schemas.js';
import { dicts, mixed } from './dicts.js';
import * as make from './encoding.js';
import { ndarrays } from './ndarrays.js';
import type { SchemaSpec } from './peer.js';
import { buffers, dates, instants, plainDecimals } from './specials.js';

export interface Sample {
  readonly schema: Omit<SchemaSpec, 'declared'> & {
    readonly declared: readonly (readonly [string, string])[];
  };
  /** Records, whose fields may be missing or None. */
  readonly rows: readonly Row[];
}

export interface Row extends JsonNode {
  readonly $obj: string;
  readonly attrs: JsonNode;
}

const points: fc.Arbitrary<Json> = fc
  .record(
    {
      x: fc.option(make.integers(-(2n ** 31n), 2n ** 31n - 1n)),
      y: make.integers(-(2n ** 31n), 2n ** 31n - 1n),
      label: make.texts,
    },
    { requiredKeys: [], noNullPrototype: true },
  )
  .map((attrs) => ({ $obj: 'Point', attrs: attrs as JsonNode }));

/** Values of each slot type. */
const SLOTS: Readonly<Record<string, fc.Arbitrary<Json>>> = {
  uint8: make.integers(0n, 255n),
  int8: make.integers(-128n, 127n),
  uint16: make.integers(0n, 2n ** 16n - 1n),
  int16: make.integers(-(2n ** 15n), 2n ** 15n - 1n),
  uint32: make.integers(0n, 2n ** 32n - 1n),
  int32: make.integers(-(2n ** 31n), 2n ** 31n - 1n),
  uint64: make.integers(0n, 2n ** 64n - 1n),
  int64: make.integers(-(2n ** 63n), 2n ** 63n - 1n),
  int: make.integers(-(2n ** 53n) + 1n, 2n ** 53n - 1n),
  float32: fc.float().map(make.float),
  float64: make.floats,
  float: make.floats,
  bool: fc.boolean(),
  mapped_unicode: make.texts,
  mapped_bytes: make.byteStrings,
  mapped_list: make.sequences,
  mapped_tuple: make.tuples,
  mapped_frozenset: make.frozensets,
  mapped_object: mixed,
  mapped_dict: dicts,
  mapped_date: dates,
  mapped_datetime: instants,
  mapped_decimal: plainDecimals,
  proxied_buffer: buffers,
  proxied_ndarray: ndarrays,
  proxied_list: make.sequences,
  proxied_tuple: make.tuples,
  proxied_frozenset: make.frozensets,
  proxied_dict: dicts,
  'registered:Point': points,
};

/** Names that sort differently by code points and by UTF-16 code units among them. */
const NAMES = [
  ...['id', 'name', 'Name', '_x', 'ñ', '名前', 'ﬀ', '𝒜', 'a1', 'a10', 'a2'],
  ...['constructor', 'toJSON', '$window', '$offset', 'window', 'offset'],
];
export const ALIGNMENTS: readonly Alignment[] = [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 24, 48, 64, 128, 256];

function sampleOf(count: number, alignment: number, maxRows: number): fc.Arbitrary<Sample> {
  const names = [...NAMES, ...Array.from({ length: 64 }, (_, index) => `field_${index}`)];
  return fc
    .tuple(
      fc.shuffledSubarray(names, { minLength: count, maxLength: count }),
      fc.array(fc.constantFrom(...Object.keys(SLOTS)), { minLength: count, maxLength: count }),
    )
    .chain(([chosen, types]) => {
      const declared = chosen.map((name, index): [string, string] => [name, types[index]!]);
      const fields = Object.fromEntries(
        declared.map(([name, type]) => [name, fc.option(SLOTS[type]!, { freq: 5 })]),
      );
      const row = fc
        .record(fields, { requiredKeys: [], noNullPrototype: true })
        .map((attrs): Row => ({ $obj: 'row', attrs: attrs as JsonNode }));
      return fc.record({
        schema: fc.constant({ declared, alignment }),
        rows: fc.array(row, { minLength: 1, maxLength: maxRows }),
      });
    });
}

/** Samples of up to 64 fields, so with bitmaps of every width. */
export function samples(maxRows: number): fc.Arbitrary<Sample> {
  return fc
    .tuple(fc.constantFrom(1, 3, 8, 9, 16, 17, 32, 33, 64), fc.constantFrom(...ALIGNMENTS))
    .chain(([count, alignment]) => sampleOf(count, alignment, maxRows));
}

/** Slots that are declared so that they read as bigint. The embedded schema tells `int` from `int64`. */
const WIDE: readonly string[] = ['int64', 'uint64'];

/** The struct class for a schema. */
export function structOf({ declared, alignment = 8 }: Sample['schema']): ReturnType<typeof struct> {
  const fields = declared.map(([name, type]): [string, AnyType] => [
    name,
    typeNamed(type, WIDE.includes(type))!.optional().nullable(),
  ]);
  return struct(Object.fromEntries(fields), { registry, alignment });
}

/** A record as this library takes it. */
export function inputOf({ schema }: Pick<Sample, 'schema'>, row: Row): object {
  return new Decoder().record(row, structOf(schema), schema.declared as GoldenSchema['slots'])
    .value as object;
}

/** What reading a record with this library gives, in the form of `encode`. */
export function expectedOf({ schema }: Pick<Sample, 'schema'>, row: Json): Json {
  const types = new Map(schema.declared);
  const attrs = Object.entries((row as Row).attrs).map(([name, item]): [string, Json] => {
    const type = types.get(name)!;
    if (type === 'bool' && item !== null) return [name, Boolean(item)];
    const wide = WIDE.includes(type) && typeof item === 'number';
    return [name, wide ? { $int: String(item) } : make.readForm(item)];
  });
  return { $obj: 'proxy', attrs: Object.fromEntries(attrs) };
}

/** What Python reads. */
export function theirsOf({ schema }: Pick<Sample, 'schema'>, row: Row): Json {
  const types = new Map(schema.declared);
  const attrs = Object.entries(row.attrs).map(([name, item]): [string, Json] => [
    name,
    types.get(name) === 'bool' && item !== null ? Number(item) : make.normal(item),
  ]);
  return { $obj: 'proxy', attrs: Object.fromEntries(attrs) };
}

/** The bytes of an array of the rows. */
export function arrayOf(sample: Sample, describeStructs: boolean): Uint8Array {
  const type = structOf(sample.schema);
  const inputs = sample.rows.map((row) => inputOf(sample, row));
  return array(type as never).pack(inputs as never[], { describeStructs });
}
