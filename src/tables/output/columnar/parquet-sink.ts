/** Parquet, with hyparquet-writer: a row group at a time, compressed with snappy. */
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import { type ByteTarget, type Outgoing, SCHEMA_METADATA, type Sink } from '../sink.js';
import { OutgoingColumns } from './outgoing-columns.js';
import type { Kept, KeptMember, KeptType } from './physical.js';

/** As this writer's own release of hyparquet has it. */
type SchemaElement = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

export function parquetSink(outgoing: Outgoing, target: ByteTarget): Sink {
  const columns = new OutgoingColumns(outgoing);
  const bytes = new ByteWriter();
  bytes.finish = () => {};
  const writer = new ParquetWriter({
    writer: bytes,
    schema: [{ name: 'schema', num_children: columns.columns.length }, ...columns.columns.flatMap(elements)],
    kvMetadata: [{ key: SCHEMA_METADATA, value: columns.schema }],
    createdBy: 'sharedbuffers',
  });
  const made = columns.columns.map(({ type }) => valueMaker(type));
  // The dictionaries of hyparquet-writer 0.17 take 0 and -0 for one value.
  const plain = columns.columns.map(({ type }) => hasFloats(type));
  const drain = (): Promise<void> => {
    const written = bytes.getBytes().slice();
    bytes.index = 0;
    return target.write(written);
  };
  const group = (): Promise<void> => {
    const { rows } = columns;
    const columnData = columns.take().map((values, index) => ({
      name: columns.columns[index]!.name,
      data: values.map((value) => (value === null ? undefined : made[index]!(value))),
      ...(plain[index] && { encoding: 'PLAIN' as const }),
    }));
    writer.write({ columnData, rowGroupSize: rows });
    return drain();
  };
  return {
    add: (record, key) => (columns.add(record, key) ? group() : undefined),
    async end() {
      if (columns.rows > 0) await group();
      writer.finish();
      await drain();
    },
    get unreadable() {
      return columns.unreadable;
    },
  };
}

/** hyparquet-writer takes structs as objects, by the names of their members. */
function valueMaker({ kept }: KeptType): (value: unknown) => unknown {
  switch (kept.kind) {
    case 'list': {
      const item = nullSafe(kept.element);
      return (value) => (value as unknown[]).map(item);
    }
    case 'map': {
      const item = nullSafe(kept.value);
      return (value) => (value as [unknown, unknown][]).map(([key, each]) => ({ key, value: item(each) }));
    }
    case 'struct': {
      const members = kept.members.map(({ name, type }) => ({ name, make: nullSafe(type) }));
      return (value) => {
        const object: Record<string, unknown> = Object.create(null);
        members.forEach(({ name, make }, index) => {
          object[name] = make((value as unknown[])[index]);
        });
        return object;
      };
    }
    default:
      return (value) => value;
  }
}

function hasFloats({ kept }: KeptType): boolean {
  switch (kept.kind) {
    case 'list':
      return hasFloats(kept.element);
    case 'map':
      return hasFloats(kept.value);
    case 'struct':
      return kept.members.some(({ type }) => hasFloats(type));
    default:
      return kept.kind === 'float32' || kept.kind === 'float64';
  }
}

function nullSafe(type: KeptType): (value: unknown) => unknown {
  const make = valueMaker(type);
  return (value) => (value === null ? undefined : make(value));
}

function elements({ name, type }: KeptMember): SchemaElement[] {
  const repetition_type = type.nullable ? 'OPTIONAL' : 'REQUIRED';
  const { kept } = type;
  switch (kept.kind) {
    case 'list':
      return [
        { name, repetition_type, num_children: 1, converted_type: 'LIST', logical_type: { type: 'LIST' } },
        { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
        ...elements({ name: 'element', type: kept.element }),
      ];
    case 'map':
      return [
        { name, repetition_type, num_children: 1, converted_type: 'MAP', logical_type: { type: 'MAP' } },
        { name: 'key_value', repetition_type: 'REPEATED', num_children: 2 },
        ...elements({ name: 'key', type: kept.key }),
        ...elements({ name: 'value', type: kept.value }),
      ];
    case 'struct':
      return [
        { name, repetition_type, num_children: kept.members.length },
        ...kept.members.flatMap(elements),
      ];
    default:
      return [{ name, repetition_type, ...leaf(kept) }];
  }
}

function leaf(kept: Exclude<Kept, { kind: 'list' | 'map' | 'struct' }>): Partial<SchemaElement> {
  switch (kept.kind) {
    case 'integer':
      // The newer annotation comes out of hyparquet-writer 0.17 as one that other readers refuse.
      return {
        type: kept.bits === 64 ? 'INT64' : 'INT32',
        converted_type: `${kept.signed ? '' : 'U'}INT_${kept.bits}`,
      };
    case 'float32':
      return { type: 'FLOAT' };
    case 'float64':
      return { type: 'DOUBLE' };
    case 'bool':
      return { type: 'BOOLEAN' };
    case 'text':
      return { type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
    case 'bytes':
      return { type: 'BYTE_ARRAY' };
    case 'day':
      return { type: 'INT32', converted_type: 'DATE', logical_type: { type: 'DATE' } };
    case 'micros':
      return {
        type: 'INT64',
        converted_type: 'TIMESTAMP_MICROS',
        logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
      };
  }
}
