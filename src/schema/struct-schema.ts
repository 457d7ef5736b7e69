/** A declared struct: its fields, and their layout (docs/format.md 9). */
import { PackError } from '../errors.js';
import type { AnyTable } from '../values/any/any.js';
import type { CodecTable } from '../values/base/codec.js';
import type { Packer } from '../values/base/packer.js';
import type { Alignment, Layout } from './layout.js';
import type { UserData } from './stored/user-data.js';
import type { AnyType, Descriptor } from './type.js';

/** Declared fields by name; the order of declaration is kept in the embedded schema. */
export type Fields = Readonly<Record<string, AnyType>>;

/** How a struct is declared. */
export interface StructOptions {
  /** Name for messages and `console.log`. Default: the class's own name, or `struct`. */
  readonly name?: string;
  /** What records and their variable values are padded to, in bytes, from 1 to 65,536. Default 8. */
  readonly alignment?: Alignment;
  /** Where the codes of structs inside `t.any` and containers are looked up. Default: `defaultRegistry`. */
  readonly registry?: AnyTable;
  /**
   * Plain data to store in the schema of files, whatever the application needs to understand the records. Read back
   * as `userData` of an array; Python has it as `schema.user_data`. Default: none.
   */
  readonly userData?: UserData;
  /**
   * Whether a value with a property of its own that is no field is refused; else it is passed over. In structs within others,
   * their own declaration says. Default false.
   */
  readonly strict?: boolean | undefined;
}

/** A field of a schema. */
export interface Field {
  readonly name: string;
  readonly type: Descriptor;
}

export class StructSchema {
  readonly fields: readonly Field[];
  readonly layout: Layout;
  readonly registry: CodecTable;
  /** What the declaration stores in files; what a file has is its array's `userData`. */
  readonly userData: UserData | undefined;

  /** Slots of the layout that no field names are those of a file with more than was declared. */
  constructor(
    fields: readonly Field[],
    layout: Layout,
    registry: CodecTable,
    { userData }: Pick<StructOptions, 'userData' | 'strict'> = {},
  ) {
    this.fields = fields;
    this.layout = layout;
    this.registry = registry;
    this.userData = userData;
  }

  /** Appends a value's bytes to the packer. Throws `PackError` with the path of the field that does not fit. */
  pack(_packer: Packer, _value: unknown, owner: string): void {
    throw new PackError(`${owner} was opened to be read, by what does not pack`);
  }
}
