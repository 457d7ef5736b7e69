/**
 * Records as JSON, straight from the file. Fields of a declared type have their natural form: sets as arrays, bytes
 * as base64, integers past 2^53 and the floats that JSON lacks as strings. Where no type is declared, what would be
 * lost is tagged: `{"$bytes": "…"}`, `{"$set": […]}`, `{"$tuple": […]}`, `{"$int": "…"}`, `{"$float": "NaN"}`,
 * `{"$struct": "Point", …}`.
 */
import type { RecordArray } from '../containers/record-array.js';
import { typeOf } from '../schema/struct-class.js';
import { StructCodec } from '../schema/struct-codec.js';
import type { StructProxy } from '../schema/struct-proxy.js';
import type { Descriptor } from '../schema/type.js';
import { MAX_DEPTH } from '../values/codec.js';
import { Failure } from './failure.js';
import type { Io } from './io.js';
import { base64, escapedName } from './json-forms.js';
import type { Shape } from './schema.js';
import { namesOfStructs, shapeOfStored } from './schema-stored.js';

/**
 * Longest record, in characters: as long as the lines that `build` takes. A few hundred bytes of shared pointers can
 * spell more than any disk holds.
 */
export const MAX_RECORD: number = 2 ** 26;

interface FieldWriter {
  readonly name: string;
  /** Name and colon. */
  readonly label: string;
  readonly write: (value: unknown) => void;
  /** Set for a field of a stored type that cannot be read. */
  readonly unreadable?: string;
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
  #out = '';
  #work = 0;
  #depth = 0;
  #field = '';

  constructor(array: RecordArray<object>) {
    this.#names = namesOfStructs(array.schema);
    this.#root = typeOf(array.type).codec as StructCodec;
  }

  /** One line without its end; `key` is JSON and stands first. Errors name the field. */
  record(record: object, key?: string): string {
    this.#out = key === undefined ? '{' : `{"$key":${key}`;
    this.#work = 0;
    this.#depth = 0;
    this.#field = '';
    try {
      this.#fields(this.#root, record as StructProxy, true, key === undefined);
    } catch (error) {
      if (this.#field !== '' && error instanceof Error)
        error.message = `field ${this.#field}: ${error.message}`;
      throw error;
    }
    return `${this.#out}}`;
  }

  #fields(codec: StructCodec, record: StructProxy, escaped: boolean, first: boolean): void {
    let comma = first ? '' : ',';
    for (const field of this.#writersOf(codec, escaped)) {
      if (this.#depth === 0) this.#field = field.name;
      this.#spend(1);
      const value =
        field.unreadable === undefined ? (Reflect.get(record, field.name) as unknown) : UNREADABLE;
      if (value === undefined) continue;
      this.#put(comma + field.label);
      comma = ',';
      if (value === null) this.#put('null');
      else field.write(value);
    }
    if (this.#depth === 0) this.#field = '';
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
        ...(shape?.kind === 'stored' ? { unreadable: shape.name } : {}),
      };
    });
    writers.set(codec, made);
    return made;
  }

  #writer(name: string, { codec }: Descriptor, shape: Shape | undefined): (value: unknown) => void {
    if (shape === undefined)
      return (value) => this.#object('{', codec as StructCodec, value as StructProxy, false);
    switch (shape.kind) {
      case 'scalar':
        if (shape.name === 'bytes') return (value) => this.#put(`"${base64(value as Uint8Array)}"`);
        if (shape.name === 'string' || shape.name === 'bool')
          return (value) => this.#put(JSON.stringify(value));
        return (value) => this.#put(numberJson(value as number | bigint));
      case 'list':
      case 'tuple':
      case 'set':
        return (value) => this.#items(value as Iterable<unknown>);
      case 'stored':
        return () => {
          this.unreadable.set(name, shape.name);
          this.#put(`{"$unreadable":${JSON.stringify(shape.name)}}`);
        };
      default:
        return (value) => this.#any(value);
    }
  }

  /** A value with its type, where none is declared. */
  #any(value: unknown): void {
    if (typeof value === 'bigint') this.#put(`{"$int":"${value}"}`);
    else if (typeof value === 'number') {
      const json = numberJson(value);
      this.#put(json.startsWith('"') ? `{"$float":${json}}` : json);
    } else if (typeof value !== 'object' || value === null) this.#put(JSON.stringify(value));
    else if (value instanceof Uint8Array) this.#put(`{"$bytes":"${base64(value)}"}`);
    else if (Array.isArray(value) && !Object.isFrozen(value)) this.#items(value);
    else if (Array.isArray(value)) this.#tagged('$tuple', value);
    else if (value instanceof Set) this.#tagged('$set', value);
    else this.#named(value);
  }

  #tagged(tag: string, items: Iterable<unknown>): void {
    this.#put(`{"${tag}":`);
    this.#items(items);
    this.#put('}');
  }

  #named(value: object): void {
    for (const [codec, name] of this.#names) {
      if (!codec.isInstance(value)) continue;
      this.#object(`{"$struct":${JSON.stringify(name)}`, codec, value as StructProxy, true);
      return;
    }
    throw new Failure('CLI_UNSUPPORTED', 'the value is of a kind that has no JSON form in this release');
  }

  #object(open: string, codec: StructCodec, value: StructProxy, escaped: boolean): void {
    this.#put(open);
    this.#enter();
    this.#fields(codec, value, escaped, open === '{');
    this.#depth -= 1;
    this.#put('}');
  }

  #items(items: Iterable<unknown>): void {
    this.#put('[');
    this.#enter();
    let first = true;
    for (const item of items) {
      if (!first) this.#put(',');
      first = false;
      this.#any(item);
    }
    this.#depth -= 1;
    this.#put(']');
  }

  #enter(): void {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) {
      throw new Failure(
        'CLI_TOO_LARGE',
        `values nest deeper than ${MAX_DEPTH} levels, or contain themselves`,
      );
    }
  }

  #put(json: string): void {
    this.#spend(json.length);
    this.#out += json;
  }

  #spend(work: number): void {
    this.#work += work;
    if (this.#work > MAX_RECORD) {
      throw new Failure(
        'CLI_TOO_LARGE',
        `the record spells out to more than ${MAX_RECORD / 2 ** 20} MB of JSON: read it from a program`,
      );
    }
  }
}

/** Says which fields were not read, if any. */
export function warnOfUnreadable({ unreadable }: RecordWriter, { stderr }: Io): void {
  for (const [field, type] of unreadable) {
    stderr.write(
      `sharedbuffers: field ${field} is stored as ${type}, which this release does not read: $unreadable stands for it\n`,
    );
  }
}

/** A number in a form that reads back as the same: a string for what JSON numbers cannot hold. */
export function numberJson(value: number | bigint): string {
  if (typeof value === 'bigint') {
    return Number.isSafeInteger(Number(value)) ? String(value) : `"${value}"`;
  }
  if (Object.is(value, -0)) return '"-0"';
  return Number.isFinite(value) ? `${value}` : `"${value}"`;
}
