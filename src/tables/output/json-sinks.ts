/** NDJSON, an object a line, and JSON, one array of the same objects. */
import type { Key } from '../../mappers/id-mapper.js';
import { VALUE_MEMBER } from '../files/entries.js';
import { keyJson } from '../input/key-input.js';
import { numberJson } from '../json/json-forms.js';
import { RecordWriter } from '../json/record-to-json.js';
import type { ByteTarget, Outgoing, Sink } from './sink.js';
import { TextBlocks } from './text-blocks.js';

/** Gives the JSON of a record with its key. */
export class EntryJson {
  readonly #writer: RecordWriter | undefined;
  readonly #key: Outgoing['key'];

  constructor({ key, only, array }: Pick<Outgoing, 'key' | 'only' | 'array'>) {
    this.#writer = array && new RecordWriter(array, only);
    this.#key = key;
  }

  get unreadable(): ReadonlyMap<string, string> | undefined {
    return this.#writer?.unreadable;
  }

  /** Without the end of the line. */
  json(record: object, key: Key | undefined): string {
    const label = this.#key === undefined ? undefined : keyJson(this.#key.type, key as Key);
    if (this.#writer !== undefined) return this.#writer.record(record, label);
    const value = numberJson((record as { [VALUE_MEMBER]: number | bigint })[VALUE_MEMBER]);
    return label === undefined ? `{"$value":${value}}` : `{"$key":${label},"$value":${value}}`;
  }
}

export function ndjsonSink(outgoing: Outgoing, target: ByteTarget): Sink {
  const blocks = new TextBlocks(target);
  const entries = new EntryJson(outgoing);
  return {
    add: (record, key) => blocks.add(`${entries.json(record, key)}\n`),
    flush: () => blocks.flush(),
    end: () => blocks.flush(),
    get unreadable() {
      return entries.unreadable;
    },
  };
}

export function jsonSink(outgoing: Outgoing, target: ByteTarget): Sink {
  const blocks = new TextBlocks(target);
  const entries = new EntryJson(outgoing);
  let before = '[\n';
  return {
    add(record, key) {
      const line = before + entries.json(record, key);
      before = ',\n';
      return blocks.add(line);
    },
    async end() {
      await blocks.add(before === '[\n' ? '[]\n' : '\n]\n');
      await blocks.flush();
    },
    get unreadable() {
      return entries.unreadable;
    },
  };
}
