/** From values that were read back to the manifest's JSON encoding, so that the two can be compared. */
import { FIELDS, ProxyBase } from '../../src/schema/proxies/proxy.js';
import { DictView } from '../../src/values/dicts/dict-view.js';
import { NdArray } from '../../src/values/ndarrays/ndarray.js';
import { ListView } from '../../src/values/sequences/list-view.js';
import { SetView } from '../../src/values/sets/set-view.js';
import { bytesOf, floatOf, isNode } from './decode.js';
import type { Json, JsonNode } from './manifest.js';
import { canonicalDatetime, encodeSpecial } from './times.js';

function number(value: number): Json {
  if (Number.isNaN(value)) return { $f: 'nan' };
  if (Object.is(value, -0)) return { $f: '-0.0' };
  return Number.isFinite(value) ? value : { $f: value > 0 ? 'inf' : '-inf' };
}

function sorted(items: readonly Json[]): Json[] {
  const key = (item: Json): string => JSON.stringify(item);
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** The same struct is a new proxy each time it is read. */
function same(a: object, b: object): boolean {
  if (!(a instanceof ProxyBase && b instanceof ProxyBase)) return a === b;
  return (
    a['\ud800window'] === b['\ud800window'] &&
    a['\ud800offset'] === b['\ud800offset'] &&
    Object.getPrototypeOf(a) === Object.getPrototypeOf(b)
  );
}

/** What was read, as JSON. JavaScript has one kind of number, so integral floats come out as integers. */
export function encode(value: unknown, enclosing: readonly object[] = []): Json {
  if (typeof value === 'number') return number(value);
  if (typeof value === 'bigint') return { $int: value.toString() };
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value;
  if (typeof value !== 'object') throw new Error(`a ${typeof value} was read`);
  if (value instanceof Uint8Array) return { $b: Buffer.from(value).toString('hex') };
  if (value instanceof NdArray) {
    const { dtype, shape } = value;
    return { $nd: { dtype: dtype as Json, shape, data: Buffer.from(value.toBytes()).toString('hex') } };
  }
  const special = encodeSpecial(value);
  if (special !== undefined) return special;
  const cycle = enclosing.findLastIndex((outer) => same(outer, value));
  if (cycle >= 0) return { $cycle: enclosing.length - cycle };
  const inner = [...enclosing, value];
  if (value instanceof ProxyBase) {
    const attrs = value[FIELDS].map((name): [string, unknown] => [name, Reflect.get(value, name)]);
    const present = attrs.filter(([, item]) => item !== undefined);
    return {
      $obj: 'proxy',
      attrs: Object.fromEntries(present.map(([name, item]) => [name, encode(item, inner)])),
    };
  }
  if (value instanceof Map || value instanceof DictView) {
    return {
      $dict: Array.from(value, (pair: [unknown, unknown]) => pair.map((item) => encode(item, inner))),
    };
  }
  if (value instanceof ListView) {
    const items = Array.from(value, (item) => encode(item, inner));
    return value.tuple ? { $tuple: items } : items;
  }
  if (value instanceof Set || value instanceof SetView)
    return { $set: sorted([...value].map((item) => encode(item, inner))) };
  if (!Array.isArray(value)) throw new Error(`a ${value.constructor.name} was read`);
  const items = value.map((item) => encode(item, inner));
  return Object.isFrozen(value) ? { $tuple: items } : items;
}

/** Python's expectation in the form that `encode` gives. `booleans`: slots that Python reads as 0 or 1. */
export function canonical(json: Json, booleans: ReadonlySet<string> = new Set()): Json {
  if (typeof json === 'number') return Number.isSafeInteger(json) ? json : { $int: String(BigInt(json)) };
  if (json === null || typeof json !== 'object') return json;
  if (Array.isArray(json)) return json.map((item) => canonical(item));
  return isNode(json) ? canonicalNode(json, booleans) : json;
}

function canonicalNode(node: JsonNode, booleans: ReadonlySet<string>): Json {
  if ('$f' in node) return number(floatOf(node.$f!));
  if ('$tuple' in node) return { $tuple: canonical(node.$tuple!) };
  if ('$set' in node) return { $set: sorted(canonical(node.$set!) as Json[]) };
  if ('$dict' in node) return { $dict: canonical(node.$dict!) };
  if ('$datetime' in node) return canonicalDatetime(String(node.$datetime));
  if ('$s_repeat' in node) {
    const [text, times] = node.$s_repeat as [string, number];
    return text.repeat(times);
  }
  if ('$obj' in node) {
    const attrs = Object.entries(node.attrs as JsonNode).map(([name, item]) => [
      name,
      booleans.has(name) && item !== null ? item === 1 || item === true : canonical(item),
    ]);
    return { $obj: 'proxy', attrs: Object.fromEntries(attrs) };
  }
  const bytes = bytesOf(node);
  return bytes === undefined ? node : { $b: Buffer.from(bytes).toString('hex') };
}
