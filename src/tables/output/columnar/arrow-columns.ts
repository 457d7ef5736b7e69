/** Columns of Arrow from values, laid out here: flechette's own builders take times as milliseconds, which are not exact. */
import {
  batchType,
  binary,
  bool,
  Column,
  type DataType,
  dateDay,
  field,
  float32,
  float64,
  int,
  list,
  map,
  struct,
  TimeUnit,
  timestamp,
  utf8,
} from '@uwdata/flechette';
import type { Kept, KeptType } from './physical.js';

export function arrowType({ kept }: KeptType): DataType {
  switch (kept.kind) {
    case 'integer':
      return int(kept.bits, kept.signed);
    case 'float32':
      return float32();
    case 'float64':
      return float64();
    case 'bool':
      return bool();
    case 'text':
      return utf8();
    case 'bytes':
      return binary();
    case 'day':
      return dateDay();
    case 'micros':
      return timestamp(TimeUnit.MICROSECOND, 'UTC');
    case 'list':
      return list(field('item', arrowType(kept.element), kept.element.nullable));
    case 'map':
      return map(
        field('key', arrowType(kept.key), false),
        field('value', arrowType(kept.value), kept.value.nullable),
      );
    case 'struct':
      return struct(kept.members.map(({ name, type }) => field(name, arrowType(type), type.nullable)));
  }
}

type Batch = InstanceType<ReturnType<typeof batchType>>;

/** A column of one batch; none where there are no values. */
export function arrowColumn(type: DataType, { kept }: KeptType, values: ArrayLike<unknown>): Column<unknown> {
  return new Column(values.length === 0 ? [] : [batchOf(type, kept, values)], type);
}

/** A column over numbers that lie in memory already. */
export function numberColumn(
  type: DataType,
  values: ArrayBufferView & { readonly length: number },
): Column<unknown> {
  return new Column(
    values.length === 0 ? [] : [made(type, { length: values.length, nullCount: 0, values })],
    type,
  );
}

function made(type: DataType, parts: object): Batch {
  const Kind = batchType(type, {}) as unknown as new (parts: object) => Batch;
  return new Kind({ type, validity: new Uint8Array(0), ...parts });
}

function batchOf(type: DataType, kept: Kept, values: ArrayLike<unknown>): Batch {
  const { length } = values;
  let nullCount = 0;
  for (let index = 0; index < length; index += 1) if (values[index] === null) nullCount += 1;
  const validity = nullCount === 0 ? new Uint8Array(0) : bitsOf(length, (index) => values[index] !== null);
  return made(type, { length, nullCount, validity, ...buffersOf(type, kept, values) });
}

function bitsOf(length: number, set: (index: number) => boolean): Uint8Array {
  const bits = new Uint8Array((length + 7) >> 3);
  for (let index = 0; index < length; index += 1) if (set(index)) bits[index >> 3]! |= 1 << (index & 7);
  return bits;
}

function buffersOf(type: DataType, kept: Kept, values: ArrayLike<unknown>): object {
  const { length } = values;
  const children =
    (type as unknown as { readonly children?: readonly { readonly type: DataType }[] }).children ?? [];
  switch (kept.kind) {
    case 'bool':
      return { values: bitsOf(length, (index) => values[index] === true) };
    case 'text':
    case 'bytes':
      return bytesOf(
        Array.from(values, (value) =>
          typeof value === 'string' ? Buffer.from(value) : (value as Uint8Array | null),
        ),
      );
    case 'list': {
      const items = values as ArrayLike<unknown[] | null>;
      const offsets = offsetsOf(items);
      const inner = Array.from(items).flatMap((item) => item ?? []);
      return { offsets, children: [batchOf(children[0]!.type, kept.element.kept, inner)] };
    }
    case 'map': {
      const items = values as ArrayLike<[unknown, unknown][] | null>;
      const offsets = offsetsOf(items);
      const inner = Array.from(items).flatMap((item) => item ?? []);
      const members = [
        { name: 'key', type: kept.key },
        { name: 'value', type: kept.value },
      ];
      return { offsets, children: [batchOf(children[0]!.type, { kind: 'struct', members }, inner)] };
    }
    case 'struct':
      return {
        children: kept.members.map((member, index) =>
          batchOf(
            children[index]!.type,
            member.type.kept,
            Array.from(values, (row) => (row === null ? null : (row as unknown[])[index])),
          ),
        ),
      };
    default: {
      const Numbers = (
        type as unknown as { readonly values: new (length: number) => { [index: number]: unknown } }
      ).values;
      const numbers = new Numbers(length);
      for (let index = 0; index < length; index += 1) {
        const value = values[index];
        if (value !== null) numbers[index] = value;
      }
      return { values: numbers };
    }
  }
}

function offsetsOf(items: ArrayLike<{ readonly length: number } | null>): Int32Array {
  const offsets = new Int32Array(items.length + 1);
  for (let index = 0; index < items.length; index += 1)
    offsets[index + 1] = offsets[index]! + (items[index]?.length ?? 0);
  return offsets;
}

function bytesOf(items: readonly (Uint8Array | null)[]): object {
  const offsets = offsetsOf(items);
  const values = new Uint8Array(offsets[items.length]!);
  items.forEach((item, index) => {
    if (item !== null) values.set(item, offsets[index]);
  });
  return { offsets, values };
}
