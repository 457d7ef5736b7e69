/** Declaring structs, and how a value is packed by a schema (docs/format.md 9). */
import { nearestNames } from '../bytes/nearest-name.js';
import { PackError, SchemaError } from '../errors.js';
import {
  type Codec,
  type CodecTable,
  describe,
  type FixedCodec,
  type VariableCodec,
} from '../values/base/codec.js';
import type { Packer } from '../values/base/packer.js';
import { contentOf } from '../values/base/tagged-value.js';
import { isAlignment, Layout, type Slot, slotOrder } from './layout.js';
import { MAX_ALIGNMENT } from './pickle/schema-model.js';
import { fieldWithin } from './proxies/fields.js';
import { FIELDS, ProxyBase } from './proxies/proxy.js';
import { StructProxy } from './proxies/struct-proxy.js';
import { type Field, type Fields, type StructOptions, StructSchema } from './struct-schema.js';
import { type Descriptor, isType, TYPE } from './type.js';

const FORMAT_VERSION = 2;

export class PackingSchema extends StructSchema {
  readonly #slots: readonly PackedSlot[];
  /** Names of the fields, where a value may have no others. */
  readonly #only: ReadonlyMap<string, unknown> | undefined;

  constructor(fields: readonly Field[], layout: Layout, registry: CodecTable, options: StructOptions = {}) {
    super(fields, layout, registry, options);
    const byName = new Map(fields.map((field) => [field.name, field]));
    this.#only = options.strict ? byName : undefined;
    this.#slots = layout.slots.flatMap((slot, index): PackedSlot[] => {
      const type = byName.get(slot.name)?.type;
      return type === undefined ? [] : [packedSlot(slot, index, type)];
    });
  }

  /** The schema of a declaration. Throws `SchemaError` for what is no declaration. */
  static declare(fields: Fields, registry: CodecTable, options: StructOptions = {}): PackingSchema {
    const { alignment = 8 } = options;
    if (!isAlignment(alignment)) {
      throw new SchemaError(
        `the alignment ${describe(alignment)} is not a whole number from 1 to ${MAX_ALIGNMENT}`,
      );
    }
    if (typeof fields !== 'object' || fields === null) {
      throw new SchemaError(
        `fields are declared by an object, as { name: t.string }, not by ${describe(fields)}`,
      );
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
    return new PackingSchema(declared, layout, registry, options);
  }

  override pack(packer: Packer, value: unknown, owner: string): void {
    if (typeof value !== 'object' || value === null) {
      throw new PackError(`${describe(value)} is not an object to pack as ${owner}`);
    }
    if (this.#only !== undefined) refuseOthers(value, this.#only, owner);
    // What a record leads to several times is read once, and so packed once.
    const readings = value instanceof ProxyBase ? packer.readings : undefined;
    const { alignment, header } = this.layout;
    const start = packer.zeros(header);
    // Values of variable size wait here, each with its slot and place, for they lie after all slots.
    const { waiting } = packer;
    const first = packer.waits;
    let slot: PackedSlot | undefined;
    try {
      for (slot of this.#slots) {
        const item =
          readings !== undefined || slot.inherited
            ? fieldWithin(value, slot.name, packer.readings)
            : (value as Record<string, unknown>)[slot.name];
        if (item === undefined) {
          if (slot.optional) continue;
          throw missing();
        }
        packer.bytes[start + slot.byte]! |= slot.mask;
        if (item === null) {
          if (!slot.nullable) throw new PackError('is null but not declared .nullable()');
          packer.bytes[start + slot.byte + this.layout.bitmap]! |= slot.mask;
          continue;
        }
        const at = packer.take(slot.size);
        if (slot.fixed !== undefined) {
          slot.fixed.put(packer.view, at, typeof item === 'object' ? contentOf(item) : item);
          continue;
        }
        const next = packer.waits;
        waiting[next] = slot;
        waiting[next + 1] = at;
        waiting[next + 2] = item;
        packer.waits = next + 3;
      }
      const past = (packer.end - start) % alignment;
      if (past > 0) packer.zeros(alignment - past);
      const last = packer.waits;
      for (let next = first; next < last; next += 3) {
        slot = waiting[next] as PackedSlot;
        const item = waiting[next + 2];
        // An idle packer should not keep what it packed alive.
        waiting[next + 2] = undefined;
        const { end } = packer;
        const position = packer.place(slot.codec as VariableCodec, item);
        packer.setPointer(waiting[next + 1] as number, position - start);
        // Only what was written is padded: after a shared value an unaligned struct goes on unaligned.
        if (packer.end !== end) packer.align(alignment);
      }
      packer.waits = first;
    } catch (error) {
      waiting.length = first;
      packer.waits = first;
      throw error instanceof PackError ? error.within(slot!.name) : error;
    }
    // Whatever it holds, a struct ends aligned in the buffer being packed, wherever it started.
    packer.align(alignment);
  }
}

/** A field in stored order, and what packing it takes, at hand: this is read for each field of each record. */
interface PackedSlot {
  readonly name: string;
  /** A name that every object has by inheritance, which wants a look at who holds it; others are just read. */
  readonly inherited: boolean;
  readonly optional: boolean;
  readonly nullable: boolean;
  /** Where its bit is in the bitmaps. */
  readonly byte: number;
  readonly mask: number;
  /** Bytes in the record. */
  readonly size: number;
  readonly codec: Codec;
  /** The codec of a number; undefined for what lies behind a pointer. */
  readonly fixed: FixedCodec | undefined;
}

function packedSlot({ name }: Slot, index: number, { codec, optional, nullable }: Descriptor): PackedSlot {
  return {
    name,
    inherited: name in StructProxy.prototype,
    optional,
    nullable,
    byte: index >> 3,
    mask: 1 << (index & 7),
    size: codec.size || 8,
    codec,
    fixed: codec.size > 0 ? (codec as FixedCodec) : undefined,
  };
}

/** What packing says of a required field that has no value. */
function missing(): PackError {
  return new PackError('is required but missing: give it, or declare it .optional()');
}

/** Throws `PackError` for a property that is no field. */
function refuseOthers(value: object, fields: ReadonlyMap<string, unknown>, owner: string): void {
  for (const name of value instanceof ProxyBase ? value[FIELDS] : Object.keys(value)) {
    if (fields.has(name) || (value as Record<string, unknown>)[name] === undefined) continue;
    const [nearest] = nearestNames(name, fields.keys());
    const meant = nearest === undefined ? '' : `: is it ${nearest}?`;
    throw new PackError(`is no field of ${owner}, which is strict${meant}`, name);
  }
}
