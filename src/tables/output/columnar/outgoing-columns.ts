/** The columns that records leave in: a column a field, the key in front, each as its format keeps it. */
import { InputError } from '../../../errors.js';
import type { Key } from '../../../mappers/id-mapper.js';
import { isNatural, tellsMissing } from '../../columnar/natural-shape.js';
import { keyJson } from '../../input/key-input.js';
import { typedScalar } from '../../input/typed-keys.js';
import { RecordWriter } from '../../json/record-to-json.js';
import { escapedName, KEY_MEMBER } from '../../json/reserved-members.js';
import { type KeyTypeName, required, type TypeNode } from '../../schema/schema.js';
import { schemaJson } from '../../schema/schema-file.js';
import { noColumns, type Outgoing } from '../sink.js';
import { type KeptMember, type KeptType, keptType, MISSING, missingBits, orNothing } from './physical.js';

/** Rows that are put together, at most, and bytes of their text. */
const MAX_ROWS = 2 ** 16;
const MAX_BYTES = 2 ** 25;

export class OutgoingColumns {
  readonly columns: readonly KeptMember[];
  /** JSON of the schema, to be carried along. */
  readonly schema: string;
  /** By column, what was added since the last `take`. */
  #values: unknown[][];
  #bytes = 0;
  readonly #reads: ((record: object, key: Key | undefined, row: unknown[]) => void)[] = [];
  readonly unreadable: ReadonlyMap<string, string> | undefined;

  constructor({ schema, array, paths }: Outgoing) {
    this.schema = JSON.stringify(schemaJson(schema));
    const writer = array && new RecordWriter(array);
    this.unreadable = writer?.unreadable;
    const columns: KeptMember[] = [];
    if (schema.key !== undefined) {
      const type = keyType(schema.key.type);
      columns.push({ name: KEY_MEMBER, type });
      this.#reads.push((_record, key, row) => row.push(type.convert(key)));
    }
    const readers: ((record: object) => unknown)[] = [];
    for (const [name, node] of schema.root.fields) {
      const field = writer?.field(paths?.get(name) ?? [name]);
      const read = field?.read ?? ((record: object) => Reflect.get(record, name) as unknown);
      const type = isNatural(node, schema.structs)
        ? keptType(node, schema.structs)
        : jsonType(node, field!.json);
      const convert = orNothing(type.convert);
      columns.push({ name: escapedName(name), type });
      readers.push(read);
      this.#reads.push((record, _key, row) => row.push(convert(read(record))));
    }
    if (tellsMissing(schema.root.fields.values())) {
      columns.push(MISSING);
      this.#reads.push((record, _key, row) => row.push(missingBits(readers.map((read) => read(record)))));
    }
    this.columns = columns;
    this.#values = columns.map(() => []);
  }

  /** Adds a row; whether it is time to write. Throws `InputError` where there are no columns. */
  add(record: object, key: Key | undefined): boolean {
    if (this.columns.length === 0) throw noColumns();
    const row: unknown[] = [];
    for (const read of this.#reads) read(record, key, row);
    row.forEach((value, index) => {
      this.#values[index]!.push(value);
      this.#bytes += sizeOf(value);
    });
    return this.rows >= MAX_ROWS || this.#bytes > MAX_BYTES;
  }

  get rows(): number {
    return this.#values[0]?.length ?? 0;
  }

  /** What was added, by column. */
  take(): unknown[][] {
    const taken = this.#values;
    this.#values = this.columns.map(() => []);
    this.#bytes = 0;
    return taken;
  }
}

/** About what a value takes besides its place. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string' || value instanceof Uint8Array) return value.length;
  return Array.isArray(value) ? value.reduce((sum: number, item) => sum + 8 + sizeOf(item), 0) : 0;
}

/** Values of types without a form of their own. */
function jsonType({ optional, nullable }: TypeNode, json: (value: unknown) => string): KeptType {
  return { kept: { kind: 'text' }, nullable: optional || nullable, convert: json };
}

function keyType(type: KeyTypeName): KeptType {
  switch (type) {
    case 'uint64':
      return {
        kept: { kind: 'integer', bits: 64, signed: false },
        nullable: false,
        convert: (key) => BigInt(key as number),
      };
    case 'bytes':
      return {
        kept: { kind: 'bytes' },
        nullable: false,
        convert: (key) => (typeof key === 'string' ? new TextEncoder().encode(key) : key),
      };
    case 'string':
      return { kept: { kind: 'text' }, nullable: false, convert: textKey };
    case 'any':
      return { kept: { kind: 'text' }, nullable: false, convert: (key) => keyJson('any', key as Key) };
    default:
      return keptType(required({ kind: 'scalar', name: typedScalar(type) }), new Map());
  }
}

function textKey(key: unknown): string {
  if (typeof key === 'string') return key;
  const json = keyJson('string', key as Key);
  if (json.startsWith('"')) return JSON.parse(json) as string;
  throw new InputError('a key is bytes that are no text: say --key-type bytes');
}
