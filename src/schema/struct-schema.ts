/** A declared struct: its fields, their layout, and how a value is packed by it (FORMAT.md 9). */
import { PackError, SchemaError } from '../errors.js';
import type { AnyTable } from '../values/any.js';
import { describe, type FixedCodec, type VariableCodec } from '../values/codec.js';
import type { Packer } from '../values/packer.js';
import { type Alignment, Layout, type Slot, slotOrder } from './layout.js';
import { readField } from './proxy.js';
import { StructProxy } from './struct-proxy.js';
import { type AnyType, type Descriptor, isType, TYPE } from './type.js';
import type { UserData } from './user-data.js';

/** Declared fields by name; the order of declaration is kept in the embedded schema. */
export type Fields = Readonly<Record<string, AnyType>>;

export interface StructOptions {
  /** Name for messages and `console.log`. Default: the class's own name, or `struct`. */
  readonly name?: string;
  /** What records and their variable values are padded to, in bytes: 1, 2, 4, 8 (the default), 16 or 32. */
  readonly alignment?: Alignment;
  /** Where the codes of structs inside `t.any` and containers are looked up. Default: `defaultRegistry`. */
  readonly registry?: AnyTable;
  /**
   * Plain data to store in the schema of files, whatever the application needs to understand the records. Read back
   * as `userData` of an array; Python has it as `schema.user_data`.
   */
  readonly userData?: UserData;
}

/** A field of a schema. */
export interface Field {
  readonly name: string;
  readonly type: Descriptor;
}

const ALIGNMENTS: readonly number[] = [1, 2, 4, 8, 16, 32];
const FORMAT_VERSION = 2;

export class StructSchema {
  readonly fields: readonly Field[];
  readonly layout: Layout;
  readonly registry: AnyTable;
  /** What the declaration stores in files; what a file has is its array's `userData`. */
  readonly userData: UserData | undefined;
  readonly #slots: readonly PackedSlot[];

  /** Slots of the layout that no field names are those of a file with more than was declared. */
  constructor(fields: readonly Field[], layout: Layout, registry: AnyTable, userData?: UserData) {
    this.fields = fields;
    this.layout = layout;
    this.registry = registry;
    this.userData = userData;
    const byName = new Map(fields.map((field) => [field.name, field]));
    this.#slots = layout.slots.flatMap(({ name }, index): PackedSlot[] => {
      const type = byName.get(name)?.type;
      if (type === undefined) return [];
      return [{ name, type, index, inherited: name in StructProxy.prototype }];
    });
  }

  /** The schema of a declaration. Throws `SchemaError` for what is no declaration. */
  static declare(fields: Fields, registry: AnyTable, options: StructOptions = {}): StructSchema {
    const { alignment = 8, userData } = options;
    if (!ALIGNMENTS.includes(alignment)) {
      throw new SchemaError(`the alignment ${describe(alignment)} is not one of ${ALIGNMENTS.join(', ')}`);
    }
    const declared = Object.keys(fields).map((name): Field => {
      const type = fields[name];
      if (!isType(type)) {
        throw new SchemaError(`field ${name} is declared as ${describe(type)}: use a type of t, or a struct`);
      }
      return { name, type: type[TYPE] };
    });
    const slots = declared.map(({ name, type }): Slot => ({ name, size: type.codec.size || 8 }));
    const layout = new Layout(slotOrder(slots), alignment, FORMAT_VERSION);
    return new StructSchema(declared, layout, registry, userData);
  }

  /** Appends a value's bytes to the packer. Throws `PackError` with the path of the field that does not fit. */
  pack(packer: Packer, value: unknown, owner: string): void {
    if (typeof value !== 'object' || value === null) {
      throw new PackError(`${describe(value)} is not an object to pack as ${owner}`);
    }
    const { layout } = this;
    const start = packer.zeros(layout.header);
    // Slots of variable values wait here, three entries each, for the values lie after all slots.
    const pending: unknown[] = [];
    let name = '';
    try {
      for (const slot of this.#slots) {
        name = slot.name;
        const item = slot.inherited ? readField(value, name) : (value as Record<string, unknown>)[name];
        if (item !== undefined || !slot.type.optional) this.#packSlot(packer, start, slot, item, pending);
      }
      const past = (packer.end - start) % layout.alignment;
      if (past > 0) packer.zeros(layout.alignment - past);
      for (let next = 0; next < pending.length; next += 3) {
        const slot = pending[next] as PackedSlot;
        name = slot.name;
        const { end } = packer;
        const position = packer.place(slot.type.codec as VariableCodec, pending[next + 2]);
        packer.setPointer(pending[next + 1] as number, position - start);
        // Only what was written is padded: after a shared value an unaligned struct goes on unaligned.
        if (packer.end !== end) packer.align(layout.alignment);
      }
    } catch (error) {
      throw error instanceof PackError ? error.within(name) : error;
    }
    // Whatever it holds, a struct ends aligned in the buffer being packed, wherever it started.
    packer.align(layout.alignment);
  }

  #packSlot(packer: Packer, start: number, slot: PackedSlot, item: unknown, pending: unknown[]): void {
    if (item === undefined) {
      throw new PackError('is required but missing: give it, or declare it .optional()');
    }
    const { type, index } = slot;
    const byte = start + (index >> 3);
    packer.bytes[byte]! |= 1 << (index & 7);
    if (item === null) {
      if (!type.nullable) throw new PackError('is null but not declared .nullable()');
      packer.bytes[byte + this.layout.bitmap]! |= 1 << (index & 7);
      return;
    }
    const { codec } = type;
    const at = packer.take(codec.size || 8);
    if (codec.size > 0) (codec as FixedCodec).put(packer.view, at, item);
    else pending.push(slot, at, item);
  }
}

/** A field in stored order, with the way to take it from the value being packed. */
interface PackedSlot extends Field {
  /** Bit in the bitmaps. */
  readonly index: number;
  /** A name that every object has by inheritance, which wants a look at who holds it; others are just read. */
  readonly inherited: boolean;
}
