/** Classes of structs: statics that write and read, prototypes with a getter for each field. */

import { type FieldPlace, makeGetter } from './proxies/getters.js';
import { withJsonFields } from './proxies/json-fields.js';
import { CLASS_NAME, FIELDS, PLACES } from './proxies/proxy.js';
import { type ProxyMaker, proxyMaker } from './proxies/proxy-maker.js';

import type { Setter } from './proxies/setters.js';
import { StructProxy } from './proxies/struct-proxy.js';
import { StructCodec } from './struct-codec.js';
import type { StructSchema } from './struct-schema.js';
import { type AnyType, type Descriptor, makeType, TYPE } from './type.js';

const OWN_TYPE = Symbol('own type');

/** Base of every struct class; `this` of its statics is the class they are called on, a subclass with methods included. */
export class Struct extends StructProxy {
  /** @internal */
  declare static schema: StructSchema;
  /** @internal */
  declare static readonly label: string | undefined;

  /** @internal */
  static get [TYPE](): Descriptor {
    return typeOf(this);
  }

  static optional(): AnyType {
    return makeType({ ...typeOf(this), optional: true });
  }

  static nullable(): AnyType {
    return makeType({ ...typeOf(this), nullable: true });
  }
}

/** Descriptor of a class, made once for each in a chain, when it is first used: a subclass has its own name and proxies. */
export function typeOf(target: typeof Struct): Descriptor {
  if (!Object.hasOwn(target, OWN_TYPE)) {
    const name = target.label ?? (Object.hasOwn(target, 'schema') ? 'struct' : target.name);
    Object.defineProperty(target.prototype, CLASS_NAME, { value: name });
    uncoverConstructor(target);
    const codec = new StructCodec(name, target, makerOf(target));
    const type: Descriptor = { codec, stored: target.schema, optional: false, nullable: false };
    Object.defineProperty(target, OWN_TYPE, { value: type });
  }
  return Reflect.get(target, OWN_TYPE);
}

/** The schema of a struct within itself comes after its codec; what it holds is then seen with the first record. */
function makerOf(target: typeof Struct): ProxyMaker {
  const maker = proxyMaker(target, Struct);
  const fields = target.schema?.fields;
  const hidden = fields === undefined || fields.some(({ name }) => name === 'toJSON');
  return hidden ? withJsonFields(maker, target.prototype) : maker;
}

/** Every class prototype has a `constructor` of its own, which would hide the slot of that name. */
function uncoverConstructor(target: typeof Struct): void {
  if (target.schema?.layout.indexOf('constructor') === -1 || Object.hasOwn(target.prototype, FIELDS)) return;
  const inherited: object = Object.getPrototypeOf(target.prototype);
  Object.defineProperty(target.prototype, 'constructor', {
    get(): unknown {
      return Reflect.get(inherited, 'constructor', this);
    },
  });
}

/** A class without fields yet; `name` undefined: the class's own name, which subclasses have. */
export function structClass(base: typeof Struct, name: string | undefined): typeof Struct {
  return class extends base {
    static override readonly label = name;
  };
}

/** Gives a class its schema, and getters for the fields where the schema's layout has them. */
export function defineFields(
  target: typeof Struct,
  schema: StructSchema,
  makeSetter: (field: FieldPlace) => Setter,
): void {
  target.schema = schema;
  const { prototype } = target;
  Object.defineProperty(prototype, FIELDS, { value: schema.fields.map(({ name }) => name) });
  const places = new Map<string, FieldPlace>();
  Object.defineProperty(prototype, PLACES, { value: places });
  for (const { name, type } of schema.fields) {
    const { layout, registry } = schema;
    const field = { name, type, layout, index: layout.indexOf(name), table: registry };
    places.set(name, field);
    const accessors = { get: makeGetter(field), set: makeSetter(field) };
    Object.defineProperty(prototype, name, { ...accessors, enumerable: true, configurable: true });
  }
}
