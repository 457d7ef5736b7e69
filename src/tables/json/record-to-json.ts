/**
 * Records as JSON, straight from the file. Fields of a declared type have their natural form: sets as arrays, bytes
 * as base64, integers past 2^53 as strings (`json-forms.ts`).
 */
import type { RecordArray } from '../../containers/record-array.js';
import type { StructProxy } from '../../schema/proxies/struct-proxy.js';
import { namesOfStructs } from '../../schema/stored/described-types.js';
import { typeOf } from '../../schema/struct-class.js';
import { StructCodec } from '../../schema/struct-codec.js';
import type { Descriptor } from '../../schema/type.js';
import type { Shape, StructNode } from '../schema/schema.js';
import { shapeOfStored } from '../schema/schema-of-file.js';
import { codecWithin, type Getter, getterOf, pathReader } from './field-reader.js';
import { type Escaping, escapedName } from './reserved-members.js';
import { type ScalarJson, scalarJson, textJson } from './scalar-to-json.js';
import { bytesOf, ValueWriter } from './value-to-json.js';

interface FieldWriter {
  readonly name: string;
  /** Comma, name and colon. */
  readonly label: string;
  /** Whether the library can read fields of this type. */
  readonly readable: boolean;
  readonly read: Getter;
  /** The JSON of a value that is neither text nor holds others; undefined for what does. */
  readonly scalar: ScalarJson | undefined;
  /** Puts the JSON of any other value. */
  readonly write: (value: unknown) => void;
}

/** How the values of one field are read and written. */
export interface FieldJson {
  /** Of a record; undefined where it, or a struct around it, is missing. */
  readonly read: (record: object) => unknown;
  readonly json: (value: unknown) => string;
}

/** Text held back before it is put. */
const PIECE = 2 ** 12;
/** Stands for the value of a field that cannot be read. */
const UNREADABLE = Symbol('unreadable');
const unreadable = () => UNREADABLE;

export class RecordWriter extends ValueWriter {
  /** Stored types that fields could not be read as, by the fields' names. */
  readonly unreadable: Map<string, string> = new Map();
  readonly #names: Map<StructCodec, string>;
  readonly #codec: StructCodec;
  readonly #root: readonly FieldWriter[];
  /** Writers of structs whose objects have members with a meaning of their own, and of all other structs. */
  readonly #escaped = new Map<StructCodec, FieldWriter[]>();
  readonly #plain = new Map<StructCodec, FieldWriter[]>();
  /** How records without a key begin: with a space where they may hold what needs it (`first-look.ts`). */
  readonly #open: string;
  #field = '';

  /** `only`: the fields to write, and of the structs in them; all where it is left out. */
  constructor(array: RecordArray<object>, only?: StructNode) {
    super();
    this.#names = namesOfStructs(array.schema.registry);
    this.#codec = typeOf(array.type).codec as StructCodec;
    this.#root = this.#made(this.#codec, 'record', only);
    // Tags are in what has no declared type, as elements of containers have none in files.
    this.#open = this.#names.size > 0 || hasUntyped(this.#codec, new Set()) ? '{ ' : '{';
  }

  /** One line without its end; `key` is JSON and stands first. Errors name the field. */
  record(record: object, key?: string): string {
    this.text.restart(key === undefined ? this.#open : `{"$key":${key}`);
    this.#field = '';
    try {
      this.#fields(this.#root, record as StructProxy, key === undefined);
    } catch (error) {
      if (this.#field !== '' && error instanceof Error)
        error.message = `field ${this.#field}: ${error.message}`;
      throw error;
    }
    return `${this.text.content}}`;
  }

  /** What reads one field, of a struct within the record where its path is longer, and what its JSON is. */
  field(path: readonly string[]): FieldJson {
    const codec = codecWithin(this.#codec, path);
    const { readable, scalar, write } = this.#fieldWriter(codec, path.at(-1)!, undefined, undefined);
    const json = (value: unknown): string => {
      this.text.restart('');
      write(value);
      return this.text.content;
    };
    return { read: readable ? pathReader(this.#codec, path) : unreadable, json: scalar ?? json };
  }

  /** Texts are joined here as long as they are short, and put together. */
  #fields(writers: readonly FieldWriter[], record: StructProxy, isFirst: boolean): void {
    const { text } = this;
    const outermost = text.depth === 0;
    let first = isFirst;
    let held = '';
    text.spend(writers.length);
    for (let at = 0; at < writers.length; at += 1) {
      const { name, read, scalar, label, write } = writers[at]!;
      if (outermost) this.#field = name;
      const value = read.call(record);
      if (value === undefined) continue;
      held += first ? label.slice(1) : label;
      first = false;
      if (value === null) held += 'null';
      else if (scalar !== undefined) held += scalar(value);
      else {
        text.put(held);
        held = '';
        write(value);
      }
      if (held.length > PIECE) {
        text.put(held);
        held = '';
      }
    }
    text.put(held);
    if (outermost) this.#field = '';
  }

  /** Made once for each struct; a struct that contains itself has them by the time they are used. */
  #writersOf(codec: StructCodec, escaping: 'struct' | undefined): readonly FieldWriter[] {
    const writers = escaping === undefined ? this.#plain : this.#escaped;
    const known = writers.get(codec);
    if (known !== undefined) return known;
    const made = this.#made(codec, escaping, undefined);
    writers.set(codec, made);
    return made;
  }

  #made(codec: StructCodec, escaping: Escaping | undefined, only: StructNode | undefined): FieldWriter[] {
    const names = only?.fields.keys() ?? codec.schema.fields.map(({ name }) => name);
    return Array.from(names, (name) => {
      const inner = only?.fields.get(name)?.shape;
      return this.#fieldWriter(codec, name, escaping, inner?.kind === 'struct' ? inner.struct : undefined);
    });
  }

  #fieldWriter(
    codec: StructCodec,
    name: string,
    escaping: Escaping | undefined,
    only: StructNode | undefined,
  ): FieldWriter {
    const { type } = codec.schema.fields.find((field) => field.name === name)!;
    const shape = type.codec instanceof StructCodec ? undefined : shapeOfStored(type.stored as string);
    const readable = shape?.kind !== 'stored';
    return {
      name,
      label: `,${textJson(escaping === undefined ? name : escapedName(name, escaping))}:`,
      readable,
      read: readable ? getterOf(codec, name) : unreadable,
      scalar: shape?.kind === 'scalar' && !isLong(shape.name) ? scalarJson(shape.name) : undefined,
      write: this.#writer(name, type, shape, only),
    };
  }

  #writer(
    name: string,
    { codec }: Descriptor,
    shape: Shape | undefined,
    only: StructNode | undefined,
  ): (value: unknown) => void {
    if (shape === undefined) {
      const made = only && this.#made(codec as StructCodec, undefined, only);
      return (value) =>
        this.#object('{', made ?? this.#writersOf(codec as StructCodec, undefined), value as StructProxy);
    }
    switch (shape.kind) {
      case 'scalar': {
        const json = scalarJson(shape.name);
        return (value) => {
          this.text.spend(bytesOf(value));
          this.text.put(json(value));
        };
      }
      case 'any':
        return (value) => this.any(value);
      case 'dict':
      case 'dictView':
        return (value) => this.dict(value as Iterable<[unknown, unknown]>);
      case 'stored':
        return () => {
          this.unreadable.set(name, shape.name);
          this.text.put(`{"$unreadable":${JSON.stringify(shape.name)}}`);
        };
      default:
        return (value) => this.items(value as Iterable<unknown>);
    }
  }

  protected override struct(value: object): void {
    for (const [codec, name] of this.#names) {
      if (!codec.isInstance(value)) continue;
      const writers = this.#writersOf(codec, 'struct');
      this.#object(`{"$struct":${JSON.stringify(name)}`, writers, value as StructProxy);
      return;
    }
    super.struct(value);
  }

  #object(open: string, writers: readonly FieldWriter[], value: StructProxy): void {
    this.text.put(open);
    this.text.enter();
    this.#fields(writers, value, open === '{');
    this.text.leave();
    this.text.put('}');
  }
}

/** Types whose values can be of any length, which counts before it becomes text. */
function isLong(name: string): boolean {
  return name === 'bytes' || name === 'buffer' || name === 'ndarray';
}

/** Whether values of no declared type can be within a struct's, or names that `dump` escapes. */
function hasUntyped({ schema }: StructCodec, met: Set<unknown>): boolean {
  if (met.has(schema)) return false;
  met.add(schema);
  return schema.fields.some(({ name, type: { codec, stored } }) => {
    if (escapedName(name) !== name) return true;
    if (codec instanceof StructCodec) return hasUntyped(codec, met);
    return shapeOfStored(stored as string).kind !== 'scalar';
  });
}
