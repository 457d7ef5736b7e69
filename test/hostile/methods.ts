/** Every public method that reads, by class, and how it is called; those that do not read are named too. */

/** What a method is called with; `again` is the same thing, read once more. */
type Call = (object: never, again: never) => unknown;
type Calls = Readonly<Record<string, Call>>;

interface List extends Iterable<unknown> {
  [method: string]: unknown;
}

const each = (iterable: Iterable<unknown>): unknown[] => [...iterable];
/** Calls a method by name with arguments of its own, and walks what comes of it. */
function call(name: string, ...given: unknown[]): Call {
  return (object: List, again: unknown) => {
    const method = object[name] as (...args: unknown[]) => unknown;
    const result = method.apply(
      object,
      given.map((argument) => (argument === AGAIN ? again : argument)),
    );
    const walks =
      typeof result === 'object' && result !== null && 'next' in result && Symbol.iterator in result;
    return walks ? each(result as unknown as Iterable<unknown>) : result;
  };
}
const get =
  (name: string): Call =>
  (object: List) =>
    object[name];

/** Stands for the same object, read once more. */
const AGAIN = Symbol('again');
const same = (value: unknown): unknown => value;
const no = (): boolean => false;
const yes = (): boolean => true;
const KEYS = { key: 'key 1' };

const iteration: Calls = {
  keys: call('keys'),
  values: call('values'),
  entries: call('entries'),
  forEach: call('forEach', same),
  '[Symbol.iterator]': each as Call,
};
const view: Calls = {
  equals: call('equals', AGAIN),
  toJSON: ((object: object) => JSON.stringify(object)) as Call,
  toString: ((object: object) => String(object)) as Call,
};

export const METHODS: Readonly<Record<string, Calls>> = {
  ListView: {
    ...view,
    ...iteration,
    at: call('at', 1),
    slice: call('slice', undefined, undefined, -1),
    cursor: call('cursor'),
    toArray: call('toArray'),
    toTypedArray: call('toTypedArray'),
    indexOf: call('indexOf', ['no such']),
    includes: call('includes', new Set(['no such'])),
    map: call('map', same),
    filter: call('filter', yes),
    find: call('find', no),
    findIndex: call('findIndex', no),
    some: call('some', no),
    every: call('every', yes),
    reduce: call('reduce', (total: number) => total + 1, 0),
    join: call('join'),
    compare: call('compare', AGAIN),
  },
  SetView: {
    ...view,
    ...iteration,
    has: call('has', Object.freeze(['no such'])),
    toSet: call('toSet'),
    union: call('union', AGAIN),
    intersection: call('intersection', AGAIN),
    difference: call('difference', AGAIN),
    symmetricDifference: call('symmetricDifference', AGAIN),
    isSubsetOf: call('isSubsetOf', AGAIN),
    isSupersetOf: call('isSupersetOf', AGAIN),
    isDisjointFrom: call('isDisjointFrom', AGAIN),
  },
  DictView: {
    ...view,
    ...iteration,
    get: call('get', Object.freeze(['no such'])),
    has: call('has', Object.freeze(['no such'])),
    toMap: call('toMap'),
  },
  StructProxy: {
    ...view,
    toObject: call('toObject'),
  },
  NdArray: {
    toJSON: call('toJSON'),
    dtype: get('dtype'),
    byteLength: get('byteLength'),
    get: call('get', 0),
    toArray: call('toArray'),
    copy: call('copy'),
    toBytes: call('toBytes'),
  },
  Decimal: {
    toString: call('toString'),
    toJSON: call('toJSON'),
    toNumber: call('toNumber'),
    equals: call('equals', AGAIN),
    compare: call('compare', AGAIN),
  },
  RecordArray: {
    schema: get('schema'),
    userData: get('userData'),
    storedColumns: get('storedColumns'),
    at: call('at', 1),
    '[Symbol.iterator]': each as Call,
    cursor: call('cursor'),
    column: ((rows: { column(name: string): unknown[] }) => [
      rows.column('text'),
      rows.column('any'),
      rows.column('numbers'),
    ]) as Call,
  },
  Mapping: {
    ...iteration,
    cursor: ((map: { cursor(): { get(key: string): unknown } }) => map.cursor().get(KEYS.key)) as Call,
    get: call('get', KEYS.key),
    has: call('has', KEYS.key),
    getMany: call('getMany', [KEYS.key, KEYS.key]),
    hasMany: call('hasMany', [KEYS.key, KEYS.key]),
    getAll: call('getAll', KEYS.key),
    iterate: call('iterate', KEYS.key),
    range: call('range'),
    prefix: call('prefix', 'k'),
    first: call('first'),
    last: call('last'),
    nearest: call('nearest', KEYS.key),
    by: ((map: { indexNames: readonly string[]; by(name: string): Iterable<unknown> }) =>
      map.indexNames.map((name) => each(map.by(name)))) as Call,
    indexNames: get('indexNames'),
  },
  SecondaryIndex: {
    first: call('first'),
    last: call('last'),
    nearest: call('nearest', KEYS.key),
    get: call('get', KEYS.key),
    has: call('has', KEYS.key),
    count: call('count', KEYS.key),
    getAll: call('getAll', KEYS.key),
    iterate: call('iterate', KEYS.key),
    keys: call('keys'),
    entries: call('entries'),
    '[Symbol.iterator]': each as Call,
    range: call('range'),
    prefix: call('prefix', 'k'),
  },
  IdMapper: {
    keys: call('keys'),
    values: call('values'),
    entries: call('entries'),
    '[Symbol.iterator]': each as Call,
    get: call('get', KEYS.key),
    has: call('has', KEYS.key),
    getMany: call('getMany', [KEYS.key, KEYS.key]),
    hasMany: call('hasMany', [KEYS.key, KEYS.key]),
    getAll: call('getAll', KEYS.key),
    iterate: call('iterate', KEYS.key),
  },
};

/** The class whose methods an object has, of those above; its language's for other values. */
export function classOf(object: unknown): string {
  if (typeof object !== 'object' || object === null) return typeof object;
  for (let each = Object.getPrototypeOf(object); each !== null; each = Object.getPrototypeOf(each)) {
    const name: unknown = Object.hasOwn(each, 'constructor') ? each.constructor.name : '';
    if (typeof name === 'string' && Object.hasOwn(METHODS, name)) return name;
  }
  return 'Object';
}
