/** Arrow, as a file: record batches as they come, and an index of them behind. */
import { type DataType, field, Table, tableToIPC } from '@uwdata/flechette';
import { messagesOf } from '../../columnar/arrow/messages.js';
import { type ByteTarget, type Outgoing, SCHEMA_METADATA, type Sink } from '../sink.js';
import { arrowColumn, arrowType } from './arrow-columns.js';
import { type Block, FILE_START, fileEnd } from './arrow-file.js';
import { OutgoingColumns } from './outgoing-columns.js';

export function arrowSink(outgoing: Outgoing, target: ByteTarget): Sink {
  const columns = new OutgoingColumns(outgoing);
  const types = columns.columns.map(({ type }) => arrowType(type));
  const metadata = new Map([[SCHEMA_METADATA, columns.schema]]);
  const fields = columns.columns.map(({ name, type }, index) =>
    field(name, types[index] as DataType, type.nullable),
  );
  const blocks: Block[] = [];
  let position = 0;
  const write = (bytes: Uint8Array): Promise<void> => {
    position += bytes.length;
    return target.write(bytes);
  };
  const table = (values: readonly (readonly unknown[])[]) =>
    new Table(
      { version: 4, endianness: 0, fields, metadata },
      values.map((column, index) => arrowColumn(types[index]!, columns.columns[index]!.type, column)),
    );
  /** Writes the messages of a table: the schema the first time, and its batch. */
  const batch = async (values: readonly (readonly unknown[])[]): Promise<void> => {
    const bytes = tableToIPC(table(values), { format: 'stream' })!;
    for (const message of messagesOf(memory(bytes))) {
      if (message.kind === 'schema' && position > 0) continue;
      if (position === 0) await write(FILE_START);
      if (message.kind === 'batch')
        blocks.push({ position, head: message.head, body: message.length - message.head });
      await write(bytes.slice(message.position, message.position + message.length));
    }
  };
  return {
    add: (record, key) => (columns.add(record, key) ? batch(columns.take()) : undefined),
    async end() {
      if (columns.rows > 0 || position === 0) await batch(columns.take());
      const row = columns.columns.map(() => [null]);
      const one = tableToIPC(table(row), { format: 'file' })!;
      await write(fileEnd(one, blocks));
    },
    get unreadable() {
      return columns.unreadable;
    },
  };
}

function memory(bytes: Uint8Array): Parameters<typeof messagesOf>[0] {
  return {
    name: 'batch',
    byteLength: bytes.length,
    *chunks() {},
    read(position, into) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
    close() {},
  };
}
