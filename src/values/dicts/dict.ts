/** Dicts (docs/format.md 7): an object id mapper from each key to the position of its value, then the values. */
import type { Window } from '../../bytes/window.js';
import { PackError, SchemaError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { type Codec, describe, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { Sharing } from '../base/sharing.js';
import { containerKinds, type SharingKinds } from '../base/sharing-kind.js';
import { isPlain } from '../compare/equality.js';
import { sameKey, Tuples } from '../compare/hashable.js';
import { StoredOrder } from '../compare/stored-order.js';
import { type Element, UNDECLARED } from '../sequences/element-type.js';
import { writeSequence } from '../sequences/sequence.js';
import { PlainKeys } from '../views/plain-key.js';
import { isView, PACKED } from '../views/view.js';
import { DictParts, MAPPER_AT, MAPPER_HEADER } from './dict-parts.js';
import { NONE_KEY } from './object-index.js';

const ROW = 24;
/** Mappers are padded to this, counted from their own first byte. */
const MAPPER_ALIGNMENT = 32;
/** RTTI codes of what has no stable hash, and so cannot be a key. */
const UNHASHABLE = 'eEmM';

/** Sharing kinds of the dict of which nothing is declared. */
const PLAIN_KINDS: SharingKinds = /* @__PURE__ */ containerKinds(
  'm'.charCodeAt(0),
  'dict',
  UNDECLARED,
  UNDECLARED,
);

interface Entry {
  readonly key: unknown;
  /** Stable hash, in halves. */
  readonly high: number;
  readonly low: number;
  /** Of the key, from the mapper's first byte. */
  readonly pointer: number;
  /** Of the value, in insertion order. */
  readonly position: number;
}

/** A dict with keys of one type and values of one; `any` where none are declared. */
export class DictCodec<K = unknown, V = unknown> extends VariableCodec<Map<K | null, V | null>> {
  readonly key: Element<K>;
  readonly value: Element<V>;

  constructor(name: string, key: Element<K>, value: Element<V>) {
    super(name, 'm', containerKinds('m'.charCodeAt(0), 'dict', key.kind, value.kind));
    if (key.codec.code > 0 && UNHASHABLE.includes(String.fromCharCode(key.codec.code))) {
      throw new SchemaError(`a dict cannot have keys of type ${key.codec.name}, which have no stable hash`);
    }
    this.key = key;
    this.value = value;
  }

  override takesCode(code: number): boolean {
    return code === this.code || code === 'M'.charCodeAt(0);
  }

  override plainKinds(given: unknown): SharingKinds | undefined {
    const { key, value } = this;
    if ((key.kind === UNDECLARED && value.kind === UNDECLARED) || isView(given)) return undefined;
    const map = given instanceof Map;
    const plain = map
      ? key.isPlain(given.keys()) && value.isPlain(given.values())
      : key.isPlain(Object.keys(given as object)) && value.isPlain(Object.values(given as object));
    return plain ? PLAIN_KINDS : undefined;
  }

  /** Where nothing is declared of keys and values, what the tag says of them stands. */
  override ofTag(tag: Codec): VariableCodec {
    const any = this.key.numbers === 'any' && this.value.numbers === 'any';
    const type = tag instanceof VariableCodec ? tag.plainType : tag;
    return any && type instanceof DictCodec ? type : this;
  }

  override write(packer: Packer, value: unknown): void {
    writeDict(packer, value, this);
  }

  override read(window: Window, offset: number, reader: Decoding): Map<K | null, V | null> {
    const known = reader.made(window, offset, this);
    if (known !== undefined) return known as Map<K | null, V | null>;
    const parts = new DictParts(window, offset, this.key, this.value, reader.table);
    const map = new Map<K | null, V | null>();
    reader.remember(window, offset, this, map);
    reader.spend(window, offset, COST.object + 2 * COST.value * parts.size);
    reader.enter(window, offset);
    for (let entry = 0; entry < parts.size; entry += 1) {
      const key = parts.index.keyAt(entry, reader);
      // Of entries with one key, the first is the one that a look-up finds.
      if (!map.has(key)) map.set(key, parts.valueOf(entry, reader));
    }
    reader.leave();
    return map;
  }
}

/** Appends a Map, a plain object or a view of a dict. */
export function writeDict(
  packer: Packer,
  value: unknown,
  { name, key, value: element }: { name: string; key: Element; value: Element },
): void {
  const pairs = pairsOf(value, name, packer);
  const start = packer.take(MAPPER_AT + MAPPER_HEADER);
  const mapper = start + MAPPER_AT;
  // On its own, a dict has one sharing map for its keys and another for its values (docs/format.md 7).
  const keys = packer.apart();
  keys.sharing = packer.depth === 1 ? new Sharing() : packer.sharing;
  const plain = new PlainKeys();
  const order = new StoredOrder();
  const tuples = new Tuples();
  const hash = new Uint32Array(2);
  const entries = pairs.map(([view], position): Entry => {
    try {
      const given = plain.of(view);
      order.hash(given, hash);
      const pointer = placeKey(packer, keys, tuples.of(given), key, mapper);
      return { key: given, high: hash[1]!, low: hash[0]!, pointer, position };
    } catch (error) {
      throw error instanceof PackError ? error.within('key').within(position) : error;
    }
  });
  packer.setLength(mapper, entries.length);
  packer.setLength(mapper + 8, packer.end - mapper);
  writeIndex(packer, entries);
  const past = (packer.end - mapper) % MAPPER_ALIGNMENT;
  if (past > 0) packer.zeros(MAPPER_ALIGNMENT - past);
  packer.setLength(start, packer.end - start);
  const items = pairs.map(([, item]) => item);
  try {
    writeSequence(packer, items, element);
  } catch (error) {
    throw error instanceof PackError ? error.renamed((index) => segmentOf(pairs[index]![0])) : error;
  }
}

/** A key in the path to what is wrong with its value: as a field's name where it could be one. */
function segmentOf(key: unknown): string {
  return typeof key === 'string' && /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(key) ? key : `[${describe(key)}]`;
}

function pairsOf(value: unknown, name: string, { readings }: Packer): (readonly [unknown, unknown])[] {
  const plain = isView(value) ? value[PACKED](readings) : value;
  if (plain instanceof Map) return [...plain];
  if (typeof plain === 'object' && plain !== null && isPlain(plain)) return Object.entries(plain);
  throw new PackError(`${describe(value)} is not a Map or a plain object for ${name}`);
}

/** Pointer to a key from the mapper's first byte; a key that was not shared is appended. */
function placeKey(packer: Packer, keys: Packer, key: unknown, element: Element, mapper: number): number {
  if (key === null) {
    if (!element.nullable) throw element.refuseNull();
    return NONE_KEY;
  }
  keys.end = 0;
  keys.implicitOffset = packer.implicitOffset + packer.end;
  const at = element.codec.placeTagged(keys, key, Number.NEGATIVE_INFINITY);
  const pointer = packer.end + at - mapper;
  packer.append(keys.bytes.subarray(0, keys.end));
  return pointer;
}

/** Appends the entries in hash order, those of one hash in insertion order. Refuses two keys that are equal. */
function writeIndex(packer: Packer, entries: Entry[]): void {
  entries.sort((a, b) => a.high - b.high || a.low - b.low);
  let at = packer.take(entries.length * ROW);
  entries.forEach((entry, index) => {
    for (let before = index - 1; before >= 0; before -= 1) {
      const earlier = entries[before]!;
      if (earlier.high !== entry.high || earlier.low !== entry.low) break;
      if (!sameKey(earlier.key, entry.key)) continue;
      throw new PackError(
        `the keys ${describe(earlier.key)} and ${describe(entry.key)} are one key in a dict: 1, 1n and true are, and tuples of the same items`,
      );
    }
    packer.view.setUint32(at, entry.low, true);
    packer.view.setUint32(at + 4, entry.high, true);
    packer.setPointer(at + 8, entry.pointer);
    packer.setLength(at + 16, entry.position);
    at += ROW;
  });
}
