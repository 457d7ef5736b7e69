/** From the manifest's JSON encoding to JavaScript values to be packed. */
import { as, t } from 'sharedbuffers';
import { type AnyType, TYPE } from '../../src/schema/type.js';
import type { Tagged } from '../../src/values/base/tagged-value.js';
import type { NdDtype } from '../../src/values/ndarrays/dtype.js';
import { NdArray } from '../../src/values/ndarrays/ndarray.js';
import { type GoldenSchema, type Json, type JsonNode, manifest } from './manifest.js';
import { typeNamed } from './schemas.js';
import { specialOf } from './times.js';

export function isNode(json: Json | undefined): json is JsonNode {
  return typeof json === 'object' && json !== null && !Array.isArray(json);
}

function isFloat(json: Json): boolean {
  return isNode(json) && '$f' in json;
}

function isNaive(node: JsonNode): boolean {
  return '$datetime' in node && !/[+-]\d\d:\d\d(:\d\d)?$/.test(String(node.$datetime));
}

function isInteger(json: Json): boolean {
  return typeof json === 'number' || (isNode(json) && '$int' in json);
}

export function floatOf(json: Json): number {
  return json === '-0.0' ? -0 : json === 'nan' ? NaN : Number(String(json).replace('inf', 'Infinity'));
}

export function integerOf(json: Json): number | bigint {
  const value = BigInt(isNode(json) ? String(json.$int) : String(json));
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

/** Bytes, in any of the ways that the manifest spells them; `undefined` for anything else. */
export function bytesOf(node: JsonNode): Uint8Array<ArrayBuffer> | undefined {
  if ('$b' in node) return Uint8Array.from(Buffer.from(String(node.$b), 'hex'));
  if ('$buf' in node) return Uint8Array.from(Buffer.from(String(node.$buf), 'hex'));
  if ('$b_repeat' in node) {
    const [hex, times] = node.$b_repeat as [string, number];
    return Uint8Array.from(Buffer.from(hex.repeat(times), 'hex'));
  }
  if ('$b_lcg' in node) {
    const [seed, length] = node.$b_lcg as [number, number];
    let state = seed;
    return Uint8Array.from({ length }, () => {
      state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
      return (state >> 16) & 0xff;
    });
  }
  return undefined;
}

type Numbers = ArrayLike<number | bigint> & Iterable<number | bigint>;

const TYPED_ARRAYS: Readonly<Record<string, (buffer: ArrayBuffer) => Numbers>> = {
  '|u1': (buffer) => new Uint8Array(buffer),
  '|i1': (buffer) => new Int8Array(buffer),
  '<u2': (buffer) => new Uint16Array(buffer),
  '<i2': (buffer) => new Int16Array(buffer),
  '<u4': (buffer) => new Uint32Array(buffer),
  '<i4': (buffer) => new Int32Array(buffer),
  '<u8': (buffer) => new BigUint64Array(buffer),
  '<i8': (buffer) => new BigInt64Array(buffer),
  '<f4': (buffer) => new Float32Array(buffer),
  '<f8': (buffer) => new Float64Array(buffer),
};

function typedArrayOf(node: JsonNode): Numbers {
  const { dtype, data } = node.$nd as JsonNode;
  return TYPED_ARRAYS[String(dtype)]!(Uint8Array.from(Buffer.from(String(data), 'hex')).buffer);
}

type Container = 'list' | 'tuple' | 'set';

/** A numpy array. Python loses the shape of a field that is an array itself, and keeps its bytes. */
function ndarrayOf(node: JsonNode): NdArray {
  const { dtype, shape, data } = node.$nd as JsonNode;
  const flat = (json: Json): Json => {
    if (!Array.isArray(json)) return json;
    const [[name, inner, lengths] = []] = json as readonly (readonly Json[])[];
    return lengths === undefined ? json : [[name!, `|V${Number(lengths) * Number(String(inner).at(-1))}`]];
  };
  const bytes = Uint8Array.from(Buffer.from(String(data), 'hex'));
  return NdArray.fromBytes(flat(dtype!) as NdDtype, shape as number[], bytes);
}

/** Elements of a list, tuple or set, whichever the node is; `undefined` for anything else. */
function containerOf(json: Json): [Container, readonly Json[]] | undefined {
  if (Array.isArray(json)) return ['list', json];
  if (isNode(json) && '$tuple' in json) return ['tuple', json.$tuple as Json[]];
  if (isNode(json) && '$set' in json) return ['set', json.$set as Json[]];
  return undefined;
}

/**
 * Decodes one case. One JSON node becomes one object however often `$shared` or `$cycle` lead to it. Where
 * JavaScript would guess another type than Python has, values are tagged.
 */
export class Decoder {
  readonly #shared = new Map<Json, Json>();
  readonly #made = new Map<object, Tagged>();
  readonly #enclosing: object[] = [];

  /** For the packer or slot type of a name: the value, in a tag with the type to pack it by. */
  bare(typeName: string, json: Json): Tagged {
    const node = this.#resolve(json);
    const type = typeNamed(typeName)!;
    if (type === t.any) return as(t.any, this.untyped(json));
    if (isNode(node) && '$nd' in node) {
      if (type === t.ndarray) return as(t.ndarray, ndarrayOf(node));
      return as(type, typedArrayOf(node));
    }
    if (isNode(node) && '$dict' in node) return this.#dict(node, type);
    const container = containerOf(node);
    if (container !== undefined) return this.#container(node as object, container, type);
    if (isNode(node) && '$f' in node) return as(type, floatOf(node.$f!));
    if (isNode(node) && '$obj' in node) return this.#registered(node);
    const special = this.#special(node);
    return as(type, special === undefined ? this.untyped(json) : special.value);
  }

  /** For a place that takes any value: the value, tagged where it must be. */
  untyped(json: Json): unknown {
    const node = this.#resolve(json);
    if (typeof node === 'number') return integerOf(node);
    if (node === null || typeof node !== 'object') return node;
    if (isNode(node) && '$nd' in node) return ndarrayOf(node);
    const container = containerOf(node);
    if (container !== undefined) {
      const type: AnyType = { list: t.list, tuple: t.tuple, set: t.set }[container[0]];
      const made = this.#container(node, container, type);
      // A list that is packed as a view and holds itself holds a plain list.
      const plain = made.codec === type[TYPE].codec || made.codec === t.listView[TYPE].codec;
      return type !== t.tuple && plain ? made.value : made;
    }
    if (!isNode(node)) return node;
    if ('$dict' in node) return this.#dict(node, t.dict);
    if ('$obj' in node) return this.#registered(node);
    const special = this.#special(node);
    // Left to be guessed, where JavaScript's guess is Python's.
    if (special !== undefined)
      return special.codec === t.buffer[TYPE].codec || isNaive(node) ? special : special.value;
    // Tagged, since an integral float would be taken for an integer, and Python shares floats by identity.
    if ('$f' in node) return this.#once(node, () => as(t.float64, floatOf(node.$f!)));
    return this.#leaf(node);
  }

  #leaf(node: JsonNode): unknown {
    if ('$int' in node) return integerOf(node);
    if ('$s_repeat' in node) {
      const [text, times] = node.$s_repeat as [string, number];
      return text.repeat(times);
    }
    const bytes = bytesOf(node);
    if (bytes === undefined) throw new Error(`no JavaScript value yet for ${JSON.stringify(node)}`);
    return this.#once(node, () => as(t.bytes, bytes)).value;
  }

  #special(node: Json): Tagged | undefined {
    const special = isNode(node) ? specialOf(node) : undefined;
    return special && this.#once(node as object, () => as(...special));
  }

  #once(node: object, make: () => Tagged): Tagged {
    const made = this.#made.get(node) ?? make();
    this.#made.set(node, made);
    return made;
  }

  #container(node: object, [kind, items]: [Container, readonly Json[]], type: AnyType): Tagged {
    const known = this.#made.get(node);
    if (known !== undefined) return known;
    const floats = items.length > 0 && items.every(isFloat);
    // Python keeps 1 and 1.5 in one list apart, with pointers; a list of JavaScript numbers packs as floats.
    const numbers = !floats && items.some(isFloat) && items.every((item) => isFloat(item) || isInteger(item));
    const values: unknown[] | Set<unknown> = kind === 'set' ? new Set() : [];
    const own: AnyType = floats ? (type as typeof t.list)(t.float64) : type;
    const made = as(own, values);
    this.#made.set(node, made);
    this.#enclosing.push(node);
    for (const item of items) {
      const value = floats
        ? floatOf((item as JsonNode).$f!)
        : numbers && isInteger(item)
          ? as(t.any, integerOf(item))
          : this.untyped(item);
      if (values instanceof Set) values.add(value);
      else values.push(value);
    }
    this.#enclosing.pop();
    return made;
  }

  #dict(node: JsonNode, type: AnyType): Tagged {
    const known = this.#made.get(node);
    if (known !== undefined) return known;
    const pairs = node.$dict as readonly (readonly [Json, Json])[];
    const floats = pairs.length > 0 && pairs.every(([, value]) => isFloat(value));
    const map = new Map<unknown, unknown>();
    const own: AnyType = floats ? (type as typeof t.dict)(t.any.nullable(), t.float64) : type;
    const made = as(own, map);
    this.#made.set(node, made);
    this.#enclosing.push(node);
    for (const [key, value] of pairs) {
      map.set(this.untyped(key), floats ? floatOf((value as JsonNode).$f!) : this.untyped(value));
    }
    this.#enclosing.pop();
    return made;
  }

  /** An object to be packed as `type`, whose slots the manifest lists. */
  record(json: Json, type: AnyType, slots: GoldenSchema['slots']): Tagged {
    const node = this.#resolve(json) as JsonNode;
    const known = this.#made.get(node);
    if (known !== undefined) return known;
    const value: Record<string, unknown> = {};
    const made = as(type, value);
    this.#made.set(node, made);
    this.#enclosing.push(node);
    const types = new Map(slots);
    for (const [name, item] of Object.entries(node.attrs as JsonNode)) {
      value[name] = item === null ? null : this.bare(types.get(name)!, item).value;
    }
    this.#enclosing.pop();
    return made;
  }

  #registered(node: JsonNode): Tagged {
    const name = String(node.$obj);
    return this.record(node, typeNamed(`registered:${name}`)!, manifest.registered_types[name]!.schema.slots);
  }

  #resolve(json: Json): Json {
    if (!isNode(json)) return json;
    if ('$cycle' in json) return this.#enclosing.at(-Number(json.$cycle)) as Json;
    if (!('$shared' in json)) return json;
    if ('value' in json) this.#shared.set(json.$shared!, json.value!);
    return this.#shared.get(json.$shared!)!;
  }
}
