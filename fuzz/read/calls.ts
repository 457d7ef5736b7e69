/**
 * Calls every public method and getter of an object of this library: found by reflection, so that a new one is called as
 * soon as it is there.
 */
import type { ReadAll } from './attempt.js';

/** Not called: they end or change what is read, or are the library's own affair (`@internal`, protected). */
const PASSED_BY: ReadonlySet<PropertyKey> = new Set([
  'constructor',
  'close',
  'type',
  'places',
  'stored',
  'schema',
  'locate',
  'atOffset',
  'findEntry',
  'nextEntry',
  'keyAt',
  'valueAt',
  'sequence',
  'shown',
  'reading',
  'plainWithin',
  'spelledCost',
  'moving',
  'over',
  'parts',
  'recordIn',
  'columnKind',
  'storedColumn',
  'offsetOf',
  'offsetsOf',
  'codeOf',
  'likelyPlaces',
  'lacks',
  'filterSection',
  'secondary',
  'hasOrder',
  'orderedKeys',
  // Bytes as they are.
  'copy',
  'preload',
  Symbol.dispose,
  Symbol.asyncDispose,
]);
const identity = (value: unknown): unknown => value;

/** What methods are called with, where nothing will not do; `self` is the object itself. */
const ARGUMENTS: Readonly<Record<string, (self: object, keys: readonly unknown[]) => unknown[][]>> = {
  at: () => [[0], [-1], [5]],
  slice: () => [[], [1], [0, 2], [-2], [undefined, undefined, -1]],
  get: (_, keys) => [[0], [0, 0], ...keys.map((key) => [key])],
  has: (_, keys) => [[0], ...keys.map((key) => [key])],
  getAll: (_, keys) => keys.map((key) => [key]),
  count: (_, keys) => keys.map((key) => [key]),
  iterate: (_, keys) => keys.map((key) => [key]),
  range: (_, keys) => [[], [undefined, undefined, { reverse: true }], ...keys.map((key) => [key])],
  prefix: (_, keys) => keys.map((key) => [key]),
  nearest: (_, keys) => keys.map((key) => [key]),
  includes: () => [[0], ['a'], [null]],
  indexOf: () => [[0], ['a']],
  map: () => [[identity]],
  filter: () => [[identity]],
  find: () => [[() => false]],
  findIndex: () => [[() => false]],
  some: () => [[() => false]],
  every: () => [[() => true]],
  forEach: () => [[identity]],
  reduce: () => [[(total: number) => total + 1, 0]],
  join: () => [[], ['']],
  compare: (self) => [[self], [[1]]],
  equals: (self) => [[self], [1]],
  union: (self) => [[self], [new Set([1])]],
  intersection: (self) => [[self], [new Set([1])]],
  difference: (self) => [[self], [new Set([1])]],
  symmetricDifference: (self) => [[self], [new Set([1])]],
  isSubsetOf: (self) => [[self], [new Set([1])]],
  isSupersetOf: (self) => [[self], [new Set([1])]],
  isDisjointFrom: (self) => [[self], [new Set([1])]],
};

/** Names of the public members on the prototypes of an object, up to those of the language. */
function membersOf(object: object): PropertyKey[] {
  const members = new Set<PropertyKey>();
  for (let each = Object.getPrototypeOf(object); each !== null; each = Object.getPrototypeOf(each)) {
    if (each === Object.prototype || each.constructor?.toString().includes('[native code]')) break;
    for (const name of Reflect.ownKeys(each)) if (!PASSED_BY.has(name)) members.add(name);
  }
  // Symbols other than the language's are the library's own.
  return [...members].filter((name) => typeof name === 'string' || name === Symbol.iterator);
}

/**
 * Calls all there is on `object` and hands what comes of it to `use`. `names`: what `column` and `by` are called with.
 */
export function callAll(
  object: object,
  all: ReadAll,
  use: (value: unknown) => void,
  keys: readonly unknown[] = [],
  names: readonly string[] = [],
): void {
  for (const name of membersOf(object)) {
    const member = all.attempt(() => Reflect.get(object, name) as unknown);
    if (typeof member !== 'function') {
      use(member);
      continue;
    }
    for (const args of argumentsOf(name, object, keys, names)) {
      const result = all.attempt(() => Reflect.apply(member, object, args) as unknown);
      if (isIterator(result)) all.drain(() => result, use);
      else use(result);
    }
  }
}

function argumentsOf(
  name: PropertyKey,
  object: object,
  keys: readonly unknown[],
  names: readonly string[],
): unknown[][] {
  if (name === 'column' || name === 'by') return names.map((each) => [each]);
  if (typeof name === 'string' && Object.hasOwn(ARGUMENTS, name)) return ARGUMENTS[name]!(object, keys);
  return [[]];
}

function isIterator(value: unknown): value is Iterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.iterator in value && 'next' in value;
}
