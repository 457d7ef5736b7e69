/**
 * CSV (RFC 4180) and TSV, with a header. What a cell holds comes back by the schema: text as it is, quoted where it is
 * empty; numbers, dates and the like as in JSON, without its quotes; lists, structs and values of any kind as JSON.
 * Missing values are empty, null too; where a value could be either, null is `\N`.
 */
import { InputError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { VALUE_MEMBER } from '../files/entries.js';
import { NULL_CELL } from '../input/csv-values.js';
import { keyJson } from '../input/key-input.js';
import { numberJson } from '../json/json-forms.js';
import { RecordWriter } from '../json/record-to-json.js';
import { escapedName, KEY_MEMBER } from '../json/reserved-members.js';
import type { KeyTypeName, TypeNode } from '../schema/schema.js';
import { type ByteTarget, noColumns, type Outgoing, type Sink } from './sink.js';
import { TextBlocks } from './text-blocks.js';

const END = '\r\n';

interface Column {
  readonly name: string;
  /** The cell, quoted where it has to be. */
  cell(record: object): string;
}

export function csvSink(outgoing: Outgoing, target: ByteTarget, delimiter = ','): Sink {
  const blocks = new TextBlocks(target);
  const { key, array } = outgoing;
  const quoted = quoting(delimiter);
  const writer = array && new RecordWriter(array);
  const columns = writer === undefined ? [valueColumn] : columnsOf(outgoing, writer, quoted);
  const names = [...(key === undefined ? [] : [KEY_MEMBER]), ...columns.map(({ name }) => name)];
  if (names.includes('')) throw noName();
  const header = names.map(quoted).join(delimiter) + END;
  let before = header;
  const lone = names.length === 1;
  return {
    add(record, keyOf) {
      if (names.length === 0) throw noColumns();
      let line = before;
      before = '';
      if (key !== undefined) line += quoted(keyCell(key.type, keyOf as Key));
      let first = key === undefined;
      for (const column of columns) {
        if (!first) line += delimiter;
        first = false;
        const cell = column.cell(record);
        if (cell === '' && lone) throw blankLine(column.name);
        line += cell;
      }
      return blocks.add(line + END);
    },
    flush: () => blocks.flush(),
    async end() {
      await blocks.add(before);
      await blocks.flush();
    },
    get unreadable() {
      return writer?.unreadable;
    },
  };
}

export function tsvSink(outgoing: Outgoing, target: ByteTarget): Sink {
  return csvSink(outgoing, target, '\t');
}

const valueColumn: Column = {
  name: VALUE_MEMBER,
  cell: (record) =>
    numberJson((record as { [VALUE_MEMBER]: number | bigint })[VALUE_MEMBER]).replaceAll('"', ''),
};

function columnsOf(
  { schema, paths }: Outgoing,
  writer: RecordWriter,
  quoted: (text: string) => string,
): Column[] {
  return Array.from(schema.root.fields, ([name, type]): Column => {
    const { read, json } = writer.field(paths?.get(name) ?? [name]);
    const text = textOf(type, json);
    const nothing = type.optional && type.nullable ? NULL_CELL : '';
    return {
      name: escapedName(name),
      cell(record) {
        const value = read(record);
        if (value === undefined) return '';
        if (value === null) return nothing;
        const cell = text(value);
        if (cell === NULL_CELL && nothing !== '') throw looksNull(name);
        return quoted(cell);
      },
    };
  });
}

/** What stands in a cell, before it is quoted. */
function textOf({ shape }: TypeNode, json: (value: unknown) => string): (value: unknown) => string {
  if (shape.kind !== 'scalar' || shape.name === 'ndarray') return json;
  if (shape.name === 'string') return (value) => value as string;
  // Dates, base64 and the like, which need no escapes.
  return (value) => {
    const written = json(value);
    return written.startsWith('"') ? written.slice(1, -1) : written;
  };
}

/** A key's cell: text as it is, where keys are text; of any kind, JSON. */
function keyCell(type: KeyTypeName, key: Key): string {
  if (type !== 'any' && typeof key === 'string') return key;
  const json = keyJson(type, key);
  return type !== 'any' && json.startsWith('"') ? json.slice(1, -1) : json;
}

/** Quotes a cell where it is needed: for what has a meaning of its own, and for text that is empty. */
function quoting(delimiter: string): (text: string) => string {
  const special = new RegExp(`["\\r\\n${delimiter}]|^\\s|\\s$`);
  return (text) => (text === '' || special.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
}

function looksNull(name: string): InputError {
  return new InputError(
    `field ${name} holds the text ${NULL_CELL}, which stands for null in CSV: write --format ndjson`,
  );
}

function noName(): InputError {
  return new InputError(
    'a field has the empty text for a name, and columns of CSV without a name are called by their place: write --format ndjson',
  );
}

function blankLine(name: string): InputError {
  return new InputError(
    `${name} is missing, and CSV of one column has no way to say so, as blank lines are passed over: ` +
      'write --format ndjson, or select another field too',
  );
}
