/** A struct as a kind of value: nested in a slot, or with its registered code in front (docs/format.md 6 and 9). */
import type { Window } from '../bytes/window.js';
import { SchemaError } from '../errors.js';
import { VariableCodec } from '../values/base/codec.js';
import type { Decoding } from '../values/base/decoding.js';
import type { Packer } from '../values/base/packer.js';
import { ProxyBase } from './proxies/proxy.js';
import type { ProxyMaker } from './proxies/proxy-maker.js';
import type { StructProxy } from './proxies/struct-proxy.js';
import type { StructSchema } from './struct-schema.js';

/** The class of a struct's proxies; holds the schema, which a cyclic one gets only after its codec. */
export interface ProxyClass {
  new (window: Window, offset: number): StructProxy;
  readonly prototype: object;
  readonly schema: StructSchema;
}

export class StructCodec extends VariableCodec<StructProxy> {
  declare code: number;
  readonly proxy: ProxyClass;
  /** Makes a proxy over checked bytes. */
  readonly make: ProxyMaker;

  constructor(name: string, proxy: ProxyClass, make: ProxyMaker) {
    super(name, 0);
    this.proxy = proxy;
    this.make = make;
  }

  get schema(): StructSchema {
    return this.proxy.schema;
  }

  /** Gives the struct its type code; it keeps the one it has. */
  setCode(code: number): void {
    if (this.code !== 0 && this.code !== code) {
      throw new SchemaError(`${this.name} is registered as 0x${this.code.toString(16)} already`);
    }
    this.code = code;
  }

  /** Whether a value is a record of this struct, read by its class or a subclass. */
  isInstance(value: object): boolean {
    return value instanceof this.proxy;
  }

  /** A stored record is another proxy each time it is read: the first that is packed stands for all. */
  override shareKey(value: unknown, packer: Packer): unknown {
    if (!(value instanceof ProxyBase) || Object.getPrototypeOf(value) !== this.proxy.prototype) {
      return super.shareKey(value, packer);
    }
    const window = value['\ud800window'];
    const reader = packer.readings.of(window, this.schema.registry);
    return reader.inPlace(window, value['\ud800offset'], this, () => value);
  }

  override write(packer: Packer, value: unknown): void {
    this.schema.pack(packer, value, this.name);
  }

  override writeTagged(packer: Packer, value: unknown): void {
    if (this.code === 0 || packer.table.codecOf(this.code) !== this) {
      throw new SchemaError(
        `${this.name} has no type code in this registry, so it cannot stand in an any, a list or a set: register it`,
      );
    }
    super.writeTagged(packer, value);
  }

  override read(window: Window, offset: number, reader?: Decoding): StructProxy {
    window.need(offset, this.schema.layout.header);
    if (!reader?.once) return this.make(window, offset);
    return reader.inPlace(window, offset, this, () => this.make(window, offset));
  }
}
