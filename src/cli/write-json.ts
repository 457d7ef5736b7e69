/**
 * Records as JSON, straight from the file. Fields of a declared type have their natural form: sets as arrays, bytes
 * as base64, integers past 2^53 as strings (`json-forms.ts`). Where no type is declared, what would be lost is
 * tagged: `{"$bytes": "…"}`, `{"$set": […]}`, `{"$struct": "Point", …}`.
 */
import type { RecordArray } from '../containers/record-array.js';
import { typeOf } from '../schema/struct-class.js';
import { StructCodec } from '../schema/struct-codec.js';
import type { StructProxy } from '../schema/struct-proxy.js';
import type { Descriptor } from '../schema/type.js';
import { DictView } from '../values/dict-view.js';
import { ListView } from '../values/list-view.js';
import { NdArray } from '../values/ndarray.js';
import { SetView } from '../values/set-view.js';
import { BoundedText } from './bounded-text.js';
import { Failure } from './failure.js';
import type { Io } from './io.js';
import { formOf, numberJson, TAGS, tagOf } from './json-forms.js';
import { escapedName } from './json-objects.js';
import type { Shape } from './schema.js';
import { namesOfStructs, shapeOfStored } from './schema-stored.js';

type Write = (value: unknown) => void;

interface FieldWriter {
  readonly name: string;
  /** Name and colon. */
  readonly label: string;
  readonly write: Write;
  /** Whether the library can read fields of this type. */
  readonly readable: boolean;
}

/** Stands for the value of a field that cannot be read. */
const UNREADABLE = Symbol('unreadable');

export class RecordWriter {
  /** Stored types that fields could not be read as, by the fields' names. */
  readonly unreadable: Map<string, string> = new Map();
  readonly #names: Map<StructCodec, string>;
  readonly #root: StructCodec;
  /** Writers of structs whose objects have members with a meaning of their own, and of all other structs. */
  readonly #escaped = new Map<StructCodec, FieldWriter[]>();
  readonly #plain = new Map<StructCodec, FieldWriter[]>();
  readonly #text = new BoundedText();
  #field = '';

  constructor(array: RecordArray<object>) {
    this.#names = namesOfStructs(array.schema);
    this.#root = typeOf(array.type).codec as StructCodec;
  }

  /** One line without its end; `key` is JSON and stands first. Errors name the field. */
  record(record: object, key?: string): string {
    this.#text.restart(key === undefined ? '{' : `{"$key":${key}`);
    this.#field = '';
    try {
      this.#fields(this.#root, record as StructProxy, true, key === undefined);
    } catch (error) {
      if (this.#field !== '' && error instanceof Error)
        error.message = `field ${this.#field}: ${error.message}`;
      throw error;
    }
    return `${this.#text.content}}`;
  }

  #fields(codec: StructCodec, record: StructProxy, escaped: boolean, first: boolean): void {
    let comma = first ? '' : ',';
    for (const field of this.#writersOf(codec, escaped)) {
      if (this.#text.depth === 0) this.#field = field.name;
      this.#text.spend(1);
      const value: unknown = field.readable ? Reflect.get(record, field.name) : UNREADABLE;
      if (value === undefined) continue;
      this.#text.put(comma + field.label);
      comma = ',';
      if (value === null) this.#text.put('null');
      else field.write(value);
    }
    if (this.#text.depth === 0) this.#field = '';
  }

  /** Made once for each struct; a struct that contains itself has them by the time they are used. */
  #writersOf(codec: StructCodec, escaped: boolean): FieldWriter[] {
    const writers = escaped ? this.#escaped : this.#plain;
    const known = writers.get(codec);
    if (known !== undefined) return known;
    const made = codec.schema.fields.map(({ name, type }): FieldWriter => {
      const shape = type.codec instanceof StructCodec ? undefined : shapeOfStored(type.stored as string);
      return {
        name,
        label: `${JSON.stringify(escaped ? escapedName(name) : name)}:`,
        write: this.#writer(name, type, shape),
        readable: shape?.kind !== 'stored',
      };
    });
    writers.set(codec, made);
    return made;
  }

  #writer(name: string, { codec }: Descriptor, shape: Shape | undefined): Write {
    if (shape === undefined) {
      return (value) => this.#object('{', codec as StructCodec, value as StructProxy, false);
    }
    switch (shape.kind) {
      case 'scalar': {
        const form = formOf(shape.name);
        return (value) => {
          this.#text.spend(bytesOf(value));
          this.#text.put(form.write(value));
        };
      }
      case 'any':
        return (value) => this.#any(value);
      case 'dict':
      case 'dictView':
        return (value) => this.#dict(value as Iterable<[unknown, unknown]>);
      case 'stored':
        return () => {
          this.unreadable.set(name, shape.name);
          this.#text.put(`{"$unreadable":${JSON.stringify(shape.name)}}`);
        };
      default:
        return (value) => this.#items(value as Iterable<unknown>);
    }
  }

  /** A value with its type, where none is declared. */
  #any(value: unknown): void {
    if (typeof value === 'bigint') this.#text.put(`{"$int":"${value}"}`);
    else if (typeof value === 'number') {
      const json = numberJson(value);
      this.#text.put(json.startsWith('"') ? `{"$float":${json}}` : json);
    } else if (typeof value !== 'object' || value === null) this.#text.put(JSON.stringify(value));
    else this.#anyObject(value);
  }

  #anyObject(value: object): void {
    const tag = tagOf(value);
    if (tag !== undefined) {
      this.#text.spend(bytesOf(value));
      this.#text.put(`{"${tag}":${TAGS.get(tag)!.write(value)}}`);
    } else if (Array.isArray(value) ? Object.isFrozen(value) : value instanceof ListView && value.tuple) {
      this.#tagged('$tuple', value as Iterable<unknown>);
    } else if (Array.isArray(value) || value instanceof ListView) this.#items(value);
    else if (value instanceof Set || value instanceof SetView) this.#tagged('$set', value);
    else if (value instanceof Map || value instanceof DictView) this.#dict(value);
    else this.#named(value);
  }

  #tagged(tag: string, items: Iterable<unknown>): void {
    this.#text.put(`{"${tag}":`);
    this.#items(items);
    this.#text.put('}');
  }

  #named(value: object): void {
    for (const [codec, name] of this.#names) {
      if (!codec.isInstance(value)) continue;
      this.#object(`{"$struct":${JSON.stringify(name)}`, codec, value as StructProxy, true);
      return;
    }
    throw new Failure('CLI_UNSUPPORTED', 'the value is of a kind that has no JSON form');
  }

  #object(open: string, codec: StructCodec, value: StructProxy, escaped: boolean): void {
    this.#text.put(open);
    this.#text.enter();
    this.#fields(codec, value, escaped, open === '{');
    this.#text.leave();
    this.#text.put('}');
  }

  /** An object, unless its names would not be text or could be taken for tags. */
  #dict(dict: Iterable<[unknown, unknown]>): void {
    const entries = [...dict];
    this.#text.spend(entries.length);
    if (!entries.every(([key]) => typeof key === 'string' && !key.startsWith('$'))) {
      this.#tagged('$dict', entries);
      return;
    }
    this.#text.put('{');
    this.#text.enter();
    entries.forEach(([key, value], index) => {
      this.#text.put(`${index === 0 ? '' : ','}${JSON.stringify(key)}:`);
      this.#any(value);
    });
    this.#text.leave();
    this.#text.put('}');
  }

  #items(items: Iterable<unknown>): void {
    this.#text.put('[');
    this.#text.enter();
    let first = true;
    for (const item of items) {
      if (!first) this.#text.put(',');
      first = false;
      this.#any(item);
    }
    this.#text.leave();
    this.#text.put(']');
  }
}

/** Bytes that are about to become text, which has a limit of its own. */
function bytesOf(value: unknown): number {
  return value instanceof Uint8Array || value instanceof NdArray ? value.byteLength : 0;
}

/** Says which fields were not read, if any. */
export function warnOfUnreadable({ unreadable }: RecordWriter, { stderr }: Io): void {
  for (const [field, type] of unreadable) {
    stderr.write(
      `sharedbuffers: field ${field} is stored as ${type}, which this library does not read: $unreadable stands for it\n`,
    );
  }
}
