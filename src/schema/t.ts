/** The types that fields are declared with. */
import { SchemaError } from '../errors.js';
import * as any from '../values/any/any.js';
import { DictViewCodec, ListViewCodec, SetViewCodec } from '../values/any/view-codec.js';
import type { Codec } from '../values/base/codec.js';
import { Tagged } from '../values/base/tagged-value.js';
import type { Decimal, DecimalInput } from '../values/decimals/decimal.js';
import { decimal } from '../values/decimals/decimal-codec.js';
import { DictCodec } from '../values/dicts/dict.js';
import type { NdArray } from '../values/ndarrays/ndarray.js';
import { ndarray } from '../values/ndarrays/ndarray-codec.js';
import * as numbers from '../values/numbers/number-types.js';
import { Element } from '../values/sequences/element-type.js';
import { SequenceCodec } from '../values/sequences/sequence.js';
import type { NumberArray } from '../values/sequences/typed-array-of-numbers.js';
import { SetCodec } from '../values/sets/set.js';
import { type BufferInput, buffer } from '../values/text/buffer.js';
import { bytes, text } from '../values/text/text-and-bytes.js';
import { date } from '../values/times/date.js';
import { datetime, datetimeLocal, datetimeUtc, jsDate } from '../values/times/datetime.js';
import { datetimeTz, datetimeTzLocal } from '../values/times/datetime-zone.js';
import type { Temporal } from '../values/times/temporal-library.js';
import type { DateInput, DatetimeInput } from '../values/times/temporal-values.js';
import type {
  DictType,
  DictViewType,
  IntegerInput,
  ListType,
  ListViewType,
  SetType,
  SetViewType,
  TupleType,
  TupleViewType,
} from './container-types.js';
import {
  type AnyType,
  descriptorOf,
  makeType,
  type RequiredType,
  TYPE,
  type Type,
  withType,
} from './type.js';

/** The element type of a declared container. */
function elementOf(type: AnyType): Element {
  const { codec, nullable } = type[TYPE];
  return new Element(codec, nullable);
}

function scalar<Out, In = Out>(codec: Codec, stored: string): RequiredType<Out, In> {
  return makeType({ codec, stored, optional: false, nullable: false });
}

/** A container type: by itself untyped, called with an element type a container of that. */
function container<T extends object>(
  untyped: Codec,
  stored: string,
  make: (name: string, ...elements: Element[]) => Codec,
): T {
  const count = make.length - 1;
  const typed = (...elements: AnyType[]): AnyType => {
    if (elements.length !== count) {
      const wanted = count === 1 ? 'one type' : `${count} types`;
      throw new SchemaError(
        `t.${untyped.name} takes ${wanted}, or none where it is not called, not ${elements.length}`,
      );
    }
    const names = elements.map((element) => descriptorOf(element, `t.${untyped.name}`).codec.name).join(', ');
    return scalar(make(`${untyped.name}<${names}>`, ...elements.map(elementOf)), stored);
  };
  return withType(typed, { codec: untyped, stored, optional: false, nullable: false }) as unknown as T;
}

const list = (name: string, element: Element): SequenceCodec => new SequenceCodec(name, 'eE', element);
const tuple = (name: string, element: Element): SequenceCodec => new SequenceCodec(name, 'tW', element);
const set = (name: string, element: Element): SetCodec => new SetCodec(name, element);
const dict = (name: string, key: Element, value: Element): DictCodec => new DictCodec(name, key, value);

interface Types {
  /** 0 to 255. */
  readonly uint8: RequiredType<number, IntegerInput>;
  /** −128 to 127. */
  readonly int8: RequiredType<number, IntegerInput>;
  /** 0 to 65,535. */
  readonly uint16: RequiredType<number, IntegerInput>;
  /** −32,768 to 32,767. */
  readonly int16: RequiredType<number, IntegerInput>;
  /** 0 to 2³² − 1. */
  readonly uint32: RequiredType<number, IntegerInput>;
  /** −2³¹ to 2³¹ − 1. */
  readonly int32: RequiredType<number, IntegerInput>;
  /** 0 to 2⁶⁴ − 1, read as `number`: reading more than 2⁵³ − 1 throws `IntegerRangeError`. */
  readonly uint64: RequiredType<number, IntegerInput>;
  /** −2⁶³ to 2⁶³ − 1, read as `number`: reading beyond ±(2⁵³ − 1) throws `IntegerRangeError`. */
  readonly int64: RequiredType<number, IntegerInput>;
  /** Python's `int` in a struct: `int64` under the name that Python declares it by. */
  readonly int: RequiredType<number, IntegerInput>;
  /** `int64` read as `bigint`. */
  readonly bigint64: RequiredType<bigint, IntegerInput>;
  /** `uint64` read as `bigint`. */
  readonly biguint64: RequiredType<bigint, IntegerInput>;
  /** A number of 4 bytes: some 7 decimal digits. */
  readonly float32: RequiredType<number>;
  /** A number of 8 bytes, which JavaScript's own are. */
  readonly float64: RequiredType<number>;
  /** Python's `float` in a struct: `float64` under the name that Python declares it by. */
  readonly float: RequiredType<number>;
  /** True or false. */
  readonly bool: RequiredType<boolean>;
  /** Text, stored as UTF-8; compressed when longer than 512 bytes and worth it. */
  readonly string: RequiredType<string>;
  /** A byte string; reading copies it out. */
  readonly bytes: RequiredType<Uint8Array>;
  /** A list, read as an array; `t.list(element)` for elements of one type. */
  readonly list: ListType;
  /** A tuple, read as a frozen array; `t.tuple(element)` for elements of one type. */
  readonly tuple: TupleType;
  /** A set; `t.set(element)` for members of one type. */
  readonly set: SetType;
  /**
   * A dict, read as a Map in the order of the keys' stable hash; `t.dict(key, value)` for keys and values of one type.
   * Takes a plain object too.
   */
  readonly dict: DictType;
  /** A list that stays in the file: read as a view, element by element. */
  readonly listView: ListViewType;
  /** A tuple that stays in the file. */
  readonly tupleView: TupleViewType;
  /** A set that stays in the file: `has` reads the bytes that it needs. */
  readonly setView: SetViewType;
  /** A dict that stays in the file: `get` reads the bytes that it needs. */
  readonly dictView: DictViewType;
  /** Any value, stored with its type in front. */
  readonly any: RequiredType<unknown>;
  /** A numpy array, read in place; packing takes typed arrays too. */
  readonly ndarray: RequiredType<NdArray, NdArray | NumberArray>;
  /** Bytes, read in place: a view, not a copy, and never compressed. Takes any buffer or view of one. */
  readonly buffer: RequiredType<Uint8Array, BufferInput>;
  /** A day of the years 1 to 9999. A `Date` or `Instant` stands for its UTC day. */
  readonly date: RequiredType<Temporal.PlainDate, DateInput>;
  /** An exact time to the microsecond, years 1 to 9999; a `PlainDateTime` is taken as local time. */
  readonly datetime: RequiredType<Temporal.Instant, DatetimeInput>;
  /** The same bytes; a `PlainDateTime` is taken as UTC. */
  readonly datetimeUtc: RequiredType<Temporal.Instant, DatetimeInput>;
  /** The same as `datetime`, under the name that Python declares it by. */
  readonly datetimeLocal: RequiredType<Temporal.Instant, DatetimeInput>;
  /** An exact time, and the offset from UTC in minutes; +00:00 for what has none, a `PlainDateTime` included. */
  readonly datetimeTz: RequiredType<Temporal.ZonedDateTime, DatetimeInput>;
  /** The same bytes; a `PlainDateTime` is taken as local time, with the offset there. */
  readonly datetimeTzLocal: RequiredType<Temporal.ZonedDateTime, DatetimeInput>;
  /** `datetimeUtc` read as a `Date`, cut off to milliseconds. */
  readonly jsDate: RequiredType<Date, DatetimeInput>;
  /** An exact decimal number, with its trailing zeros. */
  readonly decimal: RequiredType<Decimal, DecimalInput>;
}

/**
 * The types of fields, elements and keys. Each has `.optional()`, for what may be missing and then reads as `undefined`, and
 * `.nullable()`, for what may be None and then reads as `null`.
 *
 * @namespace
 *
 * @example
 * const City = struct({
 *   name: t.string,
 *   population: t.uint32,
 *   languages: t.set(t.string),
 *   nickname: t.string.optional(),
 * });
 */
export const t: Types = {
  uint8: scalar(numbers.uint8, 'ubyte'),
  int8: scalar(numbers.int8, 'byte'),
  uint16: scalar(numbers.uint16, 'ushort'),
  int16: scalar(numbers.int16, 'short'),
  uint32: scalar(numbers.uint32, 'uint32'),
  int32: scalar(numbers.int32, 'int32'),
  uint64: scalar(numbers.uint64, 'uint64'),
  int64: scalar(numbers.int64, 'int64'),
  int: scalar(numbers.int, 'int'),
  bigint64: scalar(numbers.bigint64, 'int64'),
  biguint64: scalar(numbers.biguint64, 'uint64'),
  float32: scalar(numbers.float32, 'float32'),
  float64: scalar(numbers.float64, 'float64'),
  float: scalar(numbers.float, 'float'),
  bool: scalar(numbers.bool, 'bool'),
  string: scalar(text, 'mapped_unicode'),
  bytes: scalar(bytes, 'mapped_bytes'),
  list: container(any.list, 'mapped_list', list),
  tuple: container(any.tuple, 'mapped_tuple', tuple),
  set: container(any.set, 'mapped_frozenset', set),
  dict: container(any.dict, 'mapped_dict', dict),
  listView: container(
    any.listView,
    'proxied_list',
    (name, element) => new ListViewCodec(name, list(name, element)),
  ),
  tupleView: container(
    any.tupleView,
    'proxied_tuple',
    (name, element) => new ListViewCodec(name, tuple(name, element)),
  ),
  setView: container(
    any.setView,
    'proxied_frozenset',
    (name, element) => new SetViewCodec(name, set(name, element)),
  ),
  dictView: container(
    any.dictView,
    'proxied_dict',
    (name, key, value) => new DictViewCodec(name, dict(name, key, value)),
  ),
  any: scalar(any.any, 'mapped_object'),
  ndarray: scalar(ndarray, 'proxied_ndarray'),
  buffer: scalar(buffer, 'proxied_buffer'),
  date: scalar(date, 'mapped_date'),
  datetime: scalar(datetime, 'mapped_datetime'),
  datetimeUtc: scalar(datetimeUtc, 'mapped_datetime_utc'),
  datetimeLocal: scalar(datetimeLocal, 'mapped_datetime_local'),
  datetimeTz: scalar(datetimeTz, 'mapped_datetime_tz'),
  datetimeTzLocal: scalar(datetimeTzLocal, 'mapped_datetime_tz_local'),
  // Of the types with these bytes, the one that Python reads from slots.
  jsDate: scalar(jsDate, 'mapped_datetime'),
  decimal: scalar(decimal, 'mapped_decimal'),
};

/**
 * A value to be packed as `type` where types are otherwise guessed: in `t.any` fields and untyped containers. Where a
 * container is declared it is taken, too: what is declared of the elements stands. `as(t.float64, 1)` packs a float,
 * `as(t.tuple, [1, 2])` a tuple, `as(Point, { x: 1 })` a registered struct.
 *
 * @param type What to pack it as.
 * @param value The value, as the type takes it.
 * @throws `SchemaError` for what is no type.
 *
 * @example
 * const Note = struct({ value: t.any });
 * Note.pack({ value: [as(t.float64, 1), as(t.tuple, [1, 2])] });
 */
export function as<In>(type: Type<unknown, In, boolean, unknown>, value: In): Tagged {
  return new Tagged(descriptorOf(type, 'as').codec, value);
}
