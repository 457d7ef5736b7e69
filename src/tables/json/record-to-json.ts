/**
 * Records as JSON, straight from the file. Fields of a declared type have their natural form: sets as arrays, bytes
 * as base64, integers past 2^53 as strings (`json-forms.ts`).
 */
import type { RecordArray } from '../../containers/record-array.js';
import type { StructProxy } from '../../schema/proxies/struct-proxy.js';
import { typeOf } from '../../schema/struct-class.js';
import { StructCodec } from '../../schema/struct-codec.js';
import type { Descriptor } from '../../schema/type.js';
import type { Shape } from '../schema/schema.js';
import { namesOfStructs, shapeOfStored } from '../schema/schema-of-file.js';
import { formOf } from './json-forms.js';
import { escapedName } from './reserved-members.js';
import { bytesOf, ValueWriter } from './value-to-json.js';

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

export class RecordWriter extends ValueWriter {
  /** Stored types that fields could not be read as, by the fields' names. */
  readonly unreadable: Map<string, string> = new Map();
  readonly #names: Map<StructCodec, string>;
  readonly #root: StructCodec;
  /** Writers of structs whose objects have members with a meaning of their own, and of all other structs. */
  readonly #escaped = new Map<StructCodec, FieldWriter[]>();
  readonly #plain = new Map<StructCodec, FieldWriter[]>();
  #field = '';

  constructor(array: RecordArray<object>) {
    super();
    this.#names = namesOfStructs(array.schema);
    this.#root = typeOf(array.type).codec as StructCodec;
  }

  /** One line without its end; `key` is JSON and stands first. Errors name the field. */
  record(record: object, key?: string): string {
    this.text.restart(key === undefined ? '{' : `{"$key":${key}`);
    this.#field = '';
    try {
      this.#fields(this.#root, record as StructProxy, true, key === undefined);
    } catch (error) {
      if (this.#field !== '' && error instanceof Error)
        error.message = `field ${this.#field}: ${error.message}`;
      throw error;
    }
    return `${this.text.content}}`;
  }

  #fields(codec: StructCodec, record: StructProxy, escaped: boolean, first: boolean): void {
    let comma = first ? '' : ',';
    for (const field of this.#writersOf(codec, escaped)) {
      if (this.text.depth === 0) this.#field = field.name;
      this.text.spend(1);
      const value: unknown = field.readable ? Reflect.get(record, field.name) : UNREADABLE;
      if (value === undefined) continue;
      this.text.put(comma + field.label);
      comma = ',';
      if (value === null) this.text.put('null');
      else field.write(value);
    }
    if (this.text.depth === 0) this.#field = '';
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
          this.text.spend(bytesOf(value));
          this.text.put(form.write(value));
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
      this.#object(`{"$struct":${JSON.stringify(name)}`, codec, value as StructProxy, true);
      return;
    }
    super.struct(value);
  }

  #object(open: string, codec: StructCodec, value: StructProxy, escaped: boolean): void {
    this.text.put(open);
    this.text.enter();
    this.#fields(codec, value, escaped, open === '{');
    this.text.leave();
    this.text.put('}');
  }
}
