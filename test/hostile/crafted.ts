/** Files of up to 16 kB, and some of 64 kB, that spell more than any machine holds, each in its own way. */
import { array, as, Decimal, idMapper, mapping, NdArray, Registry, struct, t } from 'sharedbuffers';

export interface Crafted {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What is read from the bytes, made anew each time: objects whose methods are tried. */
  readonly read: () => unknown[];
  /** An array of no records of the one that the bytes are, to put it into; they are a file themselves without it. */
  readonly empty?: () => Uint8Array;
}

const LEVELS = 40;
/** Bytes that most files take at most: what they may cost grows with their size, and so does the time that this takes. */
const SMALL = 2 ** 14;
const LARGE = 2 ** 16;
const REFERENCES = 1500;
/** In files of 64 kB. */
const MANY_REFERENCES = 12_000;
const MEGABYTES = 'x'.repeat(1_500_000);
const Row = struct({ text: t.string, any: t.any, numbers: t.list(t.int) });

/** The one slot, which every kind of container has behind a pointer, read as each of them. */
const KINDS = [
  ['any', struct({ v: t.any })],
  ['list', struct({ v: t.list })],
  ['listView', struct({ v: t.listView })],
  ['setView', struct({ v: t.setView })],
  ['view of views', struct({ v: t.listView(t.setView) })],
  ['view of lists of numbers', struct({ v: t.listView(t.list(t.int)) })],
] as const;

/** A list's bytes read as every kind of sequence. */
function asEveryKind(name: string, bytes: Uint8Array, kinds = KINDS.slice(1)): Crafted[] {
  return kinds.map(([kind, type]) => ({
    name: `${name}, as ${kind}`,
    bytes,
    empty: () => array(type as (typeof KINDS)[0][1]).pack([], { checksums: false }),
    read: () => recordAndField(type.unpackFrom(bytes)),
  }));
}

/** A record, and what its field gives if it can be read. */
function recordAndField(record: { readonly v: unknown }): unknown[] {
  const fields: unknown[] = [record];
  try {
    fields.push(record.v);
  } catch {
    // The record's own methods are tried all the same.
  }
  return fields;
}

/** Doubles at each level: `wrap` makes a value that holds another twice. */
function chain(wrap: (value: unknown) => unknown, levels = LEVELS): unknown {
  let value: unknown = Object.freeze(['end', 1]);
  for (let level = 0; level < levels; level += 1) value = wrap(value);
  return value;
}

const WRAPS: Readonly<Record<string, (value: unknown) => unknown>> = {
  tuples: (value) => Object.freeze([value, value]),
  lists: (value) => [value, value],
  dicts: (value) => new Map([['a', value], ['b', value]]), // biome-ignore format: pairs
  'tuples and lists': (value) => Object.freeze([[value, value], [value, 'x']]), // biome-ignore format: pairs
  'sets of tuples': (value) => new Set([Object.freeze([value, 1]), Object.freeze([value, 2])]),
};

function chains(): Crafted[] {
  const lists = Object.entries(WRAPS).flatMap(([name, wrap]) => {
    const levels = name === 'sets of tuples' ? 12 : LEVELS;
    const value = chain(wrap, levels);
    return asEveryKind(`chain of ${name}`, KINDS[1][1].pack({ v: [value, 'x', value] }));
  });
  const tuple = chain(WRAPS.tuples!);
  const Sets = struct({ v: t.setView, plain: t.set, dict: t.dictView, map: t.dict });
  const bytes = Sets.pack({
    v: new Set([tuple, 'x']),
    plain: new Set([tuple, 'y']),
    dict: new Map([[tuple, tuple]]),
    map: new Map([[tuple, 1]]),
  });
  const read = (): unknown[] => {
    const record = Sets.unpackFrom(bytes);
    return [record, record.v, record.dict, Sets.unpackFrom(Sets.pack(record))];
  };
  return [...lists, { name: 'sets and dicts of a chain', bytes, read }];
}

function shared(): Crafted[] {
  const numbers = Array.from({ length: 6000 }, (_, index) => index % 256);
  const refer = (value: unknown): Uint8Array =>
    KINDS[1][1].pack({ v: ['x', ...Array.from({ length: REFERENCES }, () => value)] });
  return [
    ...asEveryKind('references to one list', refer(numbers)),
    ...asEveryKind('references to one text', refer(MEGABYTES)),
    ...asEveryKind('references to bytes', refer(new Uint8Array(1_500_000))),
    ...asEveryKind('references to an array', refer(NdArray.of(new Uint8Array(6000)))),
    ...asEveryKind('references to a decimal', refer(Decimal.from('1'.repeat(6000)))),
    ...asEveryKind('references to a dict', refer(new Map(numbers.slice(0, 200).map((n) => [n * 7, n])))),
  ];
}

/** A list of values of `code`, each of which starts `stride` bytes into the one before and goes on to the end. */
function overlapping(size: number, code: string, count: number, stride: number, body: Body): Uint8Array {
  const first = 32 + count * 4;
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, 1, true);
  view.setUint32(8, 16, true);
  bytes[16] = 'e'.charCodeAt(0);
  // The field's own pointer leads behind the code.
  view.setUint32(8, 24, true);
  view.setUint32(24, 'T'.charCodeAt(0) | (count << 8), true);
  for (let index = 0; index < count; index += 1) {
    const at = first + index * stride;
    view.setInt32(32 + index * 4, at - 24, true);
    bytes[at] = code.charCodeAt(0);
    body(view, at + 8);
  }
  return bytes;
}

/** Writes the value at an offset: all bytes to the end are its content. */
type Body = (view: DataView, offset: number) => void;

const packed: Body = (view, offset) => {
  view.setUint32(offset, 'B'.charCodeAt(0) | ((view.byteLength - offset - 4) << 8), true);
};

const plainText: Body = (view, offset) => {
  view.setUint16(offset, Math.min(0x7ffe, view.byteLength - offset - 2), true);
};

const compressed: Body = (view, offset) => {
  // Where the matches of all blocks start: each has the headers after it as literals.
  const tail = view.byteLength / 2;
  const stored = view.byteLength - offset - 2 - 8;
  view.setUint16(offset, 0xffff, true);
  view.setUint32(offset + 2, stored, true);
  let at = offset + 14;
  view.setUint8(at, 0xff);
  at += 1;
  // Each byte of the length that is written makes the literals one shorter.
  let rest = tail - at - 1 - 15;
  let more = 0;
  while (rest - more >= 255 * (more + 1)) more += 1;
  rest -= more;
  view.setUint8(at + more, rest - 255 * more);
  new Uint8Array(view.buffer).fill(255, at, at + more);
  const literals = tail - (at + more + 1);
  view.setUint16(tail, 1, true);
  new Uint8Array(view.buffer).fill(255, tail + 2, view.byteLength - 1);
  view.setUint8(view.byteLength - 1, 0);
  const matched = 15 + 4 + 255 * (view.byteLength - 1 - tail - 2);
  view.setUint32(offset + 10, literals + matched, true);
};

function overlaps(): Crafted[] {
  return [
    ...asEveryKind('lists that overlap', overlapping(SMALL, 'e', 700, 16, packed)),
    ...asEveryKind('tuples that overlap', overlapping(SMALL, 't', 700, 16, packed)),
    ...asEveryKind('sets that overlap', overlapping(SMALL, 'Z', 700, 16, packed)),
    ...asEveryKind('texts that overlap', overlapping(SMALL, 's', 700, 16, plainText)),
    ...asEveryKind('compressed bytes that overlap', overlapping(SMALL, 's', 30, 200, compressed)),
  ];
}

function large(): Crafted[] {
  const views = KINDS.slice(2, 4);
  const numbers = Array.from({ length: 6000 }, (_, index) => index % 256);
  const refer = (value: unknown): Uint8Array =>
    KINDS[1][1].pack({ v: ['x', ...Array.from({ length: MANY_REFERENCES }, () => value)] });
  return [
    ...asEveryKind('many references to one list', refer(numbers), views),
    ...asEveryKind('many references to an array', refer(NdArray.of(new Uint8Array(6000))), views),
    ...asEveryKind('many lists that overlap', overlapping(LARGE, 'e', 3000, 16, packed), views),
    ...asEveryKind('many compressed bytes that overlap', overlapping(LARGE, 's', 60, 400, compressed), views),
  ];
}

function arrays(): Crafted[] {
  const bytes = KINDS[0][1].pack({ v: NdArray.of(new Uint8Array(2 ** 13), [2 ** 13, ...Array(60).fill(1)]) });
  const empty = KINDS[0][1].pack({ v: NdArray.of(new Uint8Array(0), [2 ** 40, 0]) });
  return [bytes, empty].map((each, index) => ({
    name: index === 0 ? 'an array of 61 dimensions' : 'an array of empty arrays',
    bytes: each,
    read: () => recordAndField(KINDS[0][1].unpackFrom(each)),
  }));
}

const registry = new Registry();
const Node = struct({ v: t.any.optional(), next: t.any.optional() }, { registry, name: 'Node' });
registry.register(Node, 0x90);

function structs(): Crafted[] {
  let next: unknown = as(Node, { v: 'end' });
  for (let level = 0; level < LEVELS; level += 1) next = as(Node, { next: [next, next] });
  const doubled = Node.pack({ next });
  const record = as(Node, { v: Array.from({ length: 6000 }, (_, index) => index % 100) });
  const many = Node.pack({ next: Array.from({ length: REFERENCES }, () => record) });
  return [
    { name: 'structs that double', bytes: doubled, read: () => [Node.unpackFrom(doubled)] },
    { name: 'references to one struct', bytes: many, read: () => [Node.unpackFrom(many)] },
  ];
}

function containers(): Crafted[] {
  const Rows = array(Row);
  const row = {
    text: MEGABYTES,
    any: chain(WRAPS.tuples!),
    numbers: Array.from({ length: 2000 }, (_, n) => n),
  };
  const rows = oneRecord(Rows.pack([row, ...Array(500).fill({ text: '', any: 1, numbers: [] })]));
  const key = chain(WRAPS.tuples!) as string;
  const Any = mapping({ key: t.any, value: Row });
  const any = Any.pack([[key, { ...row, text: 'x' }]]);
  const Texts = mapping({ key: t.string, value: Row });
  const small = { text: 'x', any: 1, numbers: [] };
  const keyed = shortKeys(400).map(([key]): [string, typeof small] => [key, small]);
  const options = { ordered: true, index: 'none' } as const;
  const ordered = oneKey(Texts.pack([[MEGABYTES, small], ...keyed], options));
  const Ids = idMapper({ key: t.string, multi: true });
  const ids = oneKey(Ids.pack([[MEGABYTES, 0], ...shortKeys(400)]));
  const shared = struct({ a: t.int }, { userData: { list: key, dict: new Map([[key, 1]]) } });
  const described = array(shared).pack([{ a: 1 }]);
  return [
    {
      name: 'records that are one',
      bytes: rows,
      read: () => [Rows.fromBuffer(rows), Rows.fromBuffer(rows).at(0)],
    },
    { name: 'keys of a chain', bytes: any, read: () => [Any.fromBuffer(any), Any.fromBuffer(any).mapper] },
    { name: 'an order of keys that are one', bytes: ordered, read: () => [Texts.fromBuffer(ordered)] },
    { name: 'keys that are one', bytes: ids, read: () => [Ids.fromBuffer(ids)] },
    { name: 'user data', bytes: described, read: () => [array(shared).fromBuffer(described)] },
  ];
}

/** Makes every entry of an array's index lead to its first record. */
function oneRecord(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [index, length] = [view.getUint32(8, true), view.getUint32(16, true)];
  for (let at = index + 8; at < index + length * 8; at += 8)
    view.setUint32(at, view.getUint32(index, true), true);
  return bytes;
}

function shortKeys(count: number): [string, number][] {
  return Array.from({ length: count }, (_, index) => [`key ${index}`, index]);
}

/** Makes every entry of a string mapper lead to the key of its longest stored form: the compressed one. */
function oneKey(bytes: Uint8Array): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [size, index] = [view.getUint32(0, true), view.getUint32(8, true)];
  const offsets = Array.from({ length: size }, (_, entry) => view.getUint32(index + entry * 24 + 8, true));
  const long = offsets.find((offset) => view.getUint16(offset, true) >= 0x7fff)!;
  for (let entry = 0; entry < size; entry += 1) view.setUint32(index + entry * 24 + 8, long, true);
  return bytes;
}

/** Made group by group, so that no more than one is in memory. */
export const CRAFTED: readonly (() => Crafted[])[] = [
  chains,
  shared,
  overlaps,
  large,
  arrays,
  structs,
  containers,
];
/** A key that is equal to the one that the hostile mapping holds. */
export const KEY: unknown = chain(WRAPS.tuples!);
