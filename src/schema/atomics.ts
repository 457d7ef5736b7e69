/**
 * Numeric fields changed atomically, across threads and processes that map the same memory. `Atomics` works on whole
 * elements of typed arrays, so a field must lie at a multiple of its size in memory; in records aligned to 8 whose
 * earlier slots are all present, every field does.
 */
import type { Window } from '../bytes/memory.js';
import { ArgumentError } from '../errors.js';
import type { FixedCodec } from '../values/codec.js';
import * as numbers from '../values/numbers.js';
import { CLASS_NAME, PLACES, ProxyBase, WINDOW } from './proxy.js';
import { writablePlace } from './setters.js';

type Cells = Int8Array | Int16Array | Int32Array | BigInt64Array;
function makeCells(buffer: ArrayBufferLike, bytes: number, size: number): Cells {
  const length = Math.floor(bytes / size);
  if (size === 8) return new BigInt64Array(buffer, 0, length);
  if (size === 4) return new Int32Array(buffer, 0, length);
  return size === 2 ? new Int16Array(buffer, 0, length) : new Int8Array(buffer, 0, length);
}

/** One array per element size over each window: making one costs more than using it. */
const made = new WeakMap<Window, Map<number, Cells>>();

function cellsOf(window: Window, size: number): Cells {
  let bySize = made.get(window);
  if (bySize === undefined) {
    bySize = new Map();
    made.set(window, bySize);
  }
  let cells = bySize.get(size);
  if (cells === undefined) {
    const { buffer, byteOffset, byteLength } = window.bytes;
    // Elements lie at multiples of their size from the buffer's start, which is aligned; so start there.
    cells = makeCells(buffer, byteOffset + byteLength, size);
    bySize.set(size, cells);
  }
  return cells;
}

/** One field in memory, as an element that `Atomics` can change. */
class Cell {
  readonly codec: FixedCodec;
  readonly #cells: Cells;
  readonly #index: number;
  readonly #scratch = new DataView(new ArrayBuffer(8));

  constructor(record: object, name: string) {
    const place = record instanceof ProxyBase ? record[PLACES].get(name) : undefined;
    if (place === undefined || !(record instanceof ProxyBase)) {
      throw new ArgumentError(`there is no field ${name} to change in a record read in place`);
    }
    const { codec, at } = writablePlace(record, place);
    const window = record[WINDOW];
    const byte = window.bytes.byteOffset + at;
    if (byte % codec.size !== 0) {
      throw new ArgumentError(
        `${record[CLASS_NAME]}.${name} lies at byte ${window.base + at}, not at a multiple of its ${codec.size} bytes, so it ` +
          'cannot be changed atomically: build with alignment 8 and all fields present, or assign it',
      );
    }
    this.codec = codec;
    this.#cells = cellsOf(window, codec.size);
    this.#index = byte / codec.size;
  }

  /** The element that stands for a value, bit by bit. Throws `PackError` for one that does not fit. */
  encode(value: unknown): number | bigint {
    this.codec.put(this.#scratch, 0, value);
    return this.#element();
  }

  decode(element: number | bigint): unknown {
    const view = this.#scratch;
    if (typeof element === 'bigint') view.setBigInt64(0, element, true);
    else if (this.codec.size === 4) view.setInt32(0, element, true);
    else if (this.codec.size === 2) view.setInt16(0, element, true);
    else view.setInt8(0, element);
    return this.codec.get(view, 0);
  }

  load(): number | bigint {
    return Atomics.load(this.#cells as Int32Array, this.#index);
  }

  exchange(expected: number | bigint, replacement: number | bigint): number | bigint {
    return Atomics.compareExchange(
      this.#cells as Int32Array,
      this.#index,
      expected as number,
      replacement as number,
    );
  }

  #element(): number | bigint {
    const view = this.#scratch;
    if (this.codec.size === 8) return view.getBigInt64(0, true);
    if (this.codec.size === 4) return view.getInt32(0, true);
    return this.codec.size === 2 ? view.getInt16(0, true) : view.getInt8(0);
  }
}

/** Fields of `V` that hold numbers. */
export type NumericField<V> = {
  [K in keyof V]: V[K] extends number | bigint | boolean | null | undefined ? K : never;
}[keyof V] &
  string;

/**
 * Sets a numeric field to `replacement` if it holds `expected`, in one step that no other thread or process can come
 * between; gives what it held. Floats are compared by their bits. Throws `ArgumentError` for a field that is not in
 * writable memory or not aligned, `PackError` for a value that does not fit.
 */
export function compareExchange<V extends object, K extends NumericField<V>>(
  record: V,
  field: K,
  expected: V[K],
  replacement: V[K],
): V[K] {
  const cell = new Cell(record, field);
  const replaced = cell.encode(replacement);
  return cell.decode(cell.exchange(cell.encode(expected), replaced)) as V[K];
}

/**
 * Adds to a numeric field in one step that no other thread or process can come between; gives what it held before.
 * Throws as `compareExchange` does; the field stays as it was when the sum does not fit.
 */
export function add<V extends object, K extends NumericField<V>>(
  record: V,
  field: K,
  amount: V[K] & (number | bigint),
): V[K] {
  const cell = new Cell(record, field);
  if (cell.codec === (numbers.bool as FixedCodec))
    throw new ArgumentError(`${field} is a bool: nothing can be added`);
  for (let held = cell.load(); ; ) {
    const before = cell.decode(held) as number;
    const found = cell.exchange(held, cell.encode(sum(before, amount)));
    if (found === held) return before as V[K];
    held = found;
  }
}

function sum(held: number | bigint, amount: number | bigint): number | bigint {
  if (typeof held === 'number' && typeof amount === 'number') return held + amount;
  return BigInt(held) + BigInt(amount);
}
