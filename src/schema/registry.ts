/** Which type code stands for which struct inside values that carry their type (docs/format.md 6). */
import { SchemaError } from '../errors.js';
import { AnyTable } from '../values/any/any.js';
import { describe } from '../values/base/codec.js';
import { StructCodec } from './struct-codec.js';
import { type AnyType, isType, TYPE } from './type.js';

/** Codes of the format's own types, which no struct may take. */
const TAKEN = new Set([...'BbHhIiQqfdTsueEtWZzvVFnrmM'].map((letter) => letter.charCodeAt(0)));

/**
 * Struct codes agreed between writer and reader: Python's files do not hold them. Python keeps one such table per
 * process; here schemas name theirs, so that two libraries in one process cannot mix theirs up.
 */
export class Registry extends AnyTable {
  readonly #structs = new Map<number, StructCodec>();
  readonly #byPrototype = new Map<object, StructCodec>();

  /**
   * Makes `code` (0x80 to 0xff by custom; any that the format does not use itself) stand for a struct class.
   *
   * @throws `SchemaError` when either is taken already.
   */
  register(struct: AnyType, code: number): void {
    const codec = isType(struct) ? struct[TYPE].codec : undefined;
    if (!(codec instanceof StructCodec)) {
      throw new SchemaError(`${codec?.name ?? describe(struct)} is no struct: only structs are registered`);
    }
    if (!Number.isInteger(code) || code < 1 || code > 0xff || TAKEN.has(code)) {
      throw new SchemaError(`${code} is no free type code: take one from 0x80 to 0xff`);
    }
    const holder = this.#structs.get(code);
    if (holder === codec) return;
    if (holder !== undefined) {
      throw new SchemaError(
        `type code 0x${code.toString(16)} is ${holder.name}'s already: register ${codec.name} by another`,
      );
    }
    codec.setCode(code);
    this.#structs.set(code, codec);
    this.#byPrototype.set(codec.proxy.prototype, codec);
  }

  /**
   * Makes instances of another class, and of its subclasses, be packed as records of a registered struct: classes of
   * the application, which have the struct's fields. They are read as the struct.
   *
   * @throws `SchemaError` for a struct that is not registered here, and for a class that stands for another.
   */
  registerSubclass(subclass: abstract new (...args: never) => object, struct: AnyType): void {
    const codec = isType(struct) ? struct[TYPE].codec : undefined;
    if (!(codec instanceof StructCodec) || this.#structs.get(codec.code) !== codec) {
      throw new SchemaError(
        `${codec?.name ?? describe(struct)} is not registered here: register it before a class that is packed as it`,
      );
    }
    const prototype: unknown = typeof subclass === 'function' ? subclass.prototype : undefined;
    if (typeof prototype !== 'object' || prototype === null || prototype === Object.prototype) {
      throw new SchemaError(
        `${describe(subclass)} is no class whose instances can be packed as ${codec.name}`,
      );
    }
    const holder = this.#byPrototype.get(prototype) ?? codec;
    if (holder !== codec) {
      throw new SchemaError(`${subclass.name} is packed as ${holder.name} already, not as ${codec.name}`);
    }
    this.#byPrototype.set(prototype, codec);
  }

  /** Registered structs with their codes. */
  *structs(): Generator<[code: number, codec: StructCodec]> {
    yield* this.#structs;
  }

  /** @hidden */
  override structOf(code: number): StructCodec | undefined {
    return this.#structs.get(code);
  }

  /** @hidden */
  override codecFor(value: object): StructCodec | undefined {
    // The nearest class counts: a base and its subclass can both be registered.
    let prototype: object | null = Object.getPrototypeOf(value);
    while (prototype !== null) {
      const codec = this.#byPrototype.get(prototype);
      if (codec !== undefined) return codec;
      prototype = Object.getPrototypeOf(prototype);
    }
    return undefined;
  }

  /** @hidden */
  override unknownCode(code: number): string {
    return `type code 0x${code.toString(16)} is neither the format's own nor a registered struct's`;
  }
}

/** The registry of schemas that name no other. */
export const defaultRegistry: Registry = new Registry();
