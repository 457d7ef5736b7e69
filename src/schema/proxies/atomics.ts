/**
 * Numeric fields changed atomically, across threads and processes that map the same memory. `Atomics` works on whole
 * elements of typed arrays, so a field must lie at a multiple of its size. Slots are stored biggest first (docs/format.md
 * 9), so in records aligned to 8 every field does, whichever slots before it are left out; in those aligned to less,
 * and in unaligned buffers, it may not.
 */
import type { Window } from '../../bytes/window.js';
import { ArgumentError, PackError } from '../../errors.js';
import { describe, type FixedCodec } from '../../values/base/codec.js';
import * as numbers from '../../values/numbers/number-types.js';
import type { NumberField, NumericField, NumericValue } from '../writable-types.js';
import { CLASS_NAME, PLACES, ProxyBase } from './proxy.js';
import { numericOffset, requireNumeric } from './setters.js';

type Cells = Int8Array | Int16Array | Int32Array | BigInt64Array;
type Bits = number | bigint;

function makeCells(buffer: ArrayBufferLike, bytes: number, size: number): Cells {
  const length = Math.floor(bytes / size);
  if (size === 8) return new BigInt64Array(buffer, 0, length);
  if (size === 4) return new Int32Array(buffer, 0, length);
  return size === 2 ? new Int16Array(buffer, 0, length) : new Int8Array(buffer, 0, length);
}

/** The arrays over each window, by element size: making one costs more than using it. */
const made = new WeakMap<Window, (Cells | undefined)[]>();

function cellsOf(window: Window, size: number): Cells {
  let bySize = made.get(window);
  if (bySize === undefined) {
    bySize = new Array(9).fill(undefined);
    made.set(window, bySize);
  }
  const known = bySize[size];
  if (known !== undefined) return known;
  const { buffer, byteOffset, byteLength } = window.bytes;
  // A typed array starts at a multiple of its element size; the buffer itself does, the window's bytes may not.
  const cells = makeCells(buffer, byteOffset + byteLength, size);
  bySize[size] = cells;
  return cells;
}

/** Where values are turned into bits and back; nothing runs in between, so one serves all. */
const scratch = new DataView(new ArrayBuffer(8));

function bitsOf(codec: FixedCodec, value: unknown): Bits {
  codec.put(scratch, 0, value);
  if (codec.size === 8) return scratch.getBigInt64(0, true);
  if (codec.size === 4) return scratch.getInt32(0, true);
  return codec.size === 2 ? scratch.getInt16(0, true) : scratch.getInt8(0);
}

function valueIn(codec: FixedCodec, bits: Bits): unknown {
  if (typeof bits === 'bigint') scratch.setBigInt64(0, bits, true);
  else if (codec.size === 4) scratch.setInt32(0, bits, true);
  else if (codec.size === 2) scratch.setInt16(0, bits, true);
  else scratch.setInt8(0, bits);
  return codec.get(scratch, 0);
}

/** A field as an element that `Atomics` can change. */
interface Cell {
  readonly codec: FixedCodec;
  /** Of any element size; the type stands for all, as `Atomics` is declared for each alone. */
  readonly cells: Int32Array;
  readonly index: number;
}

function cellOf(record: object, name: string): Cell {
  const field = record instanceof ProxyBase ? record[PLACES].get(name) : undefined;
  if (!(record instanceof ProxyBase) || field === undefined) {
    throw new ArgumentError(
      `${describe(record)} has no field ${describe(name)} to change in place: give a record that was read in place`,
    );
  }
  requireNumeric(record, field);
  const at = numericOffset(record, field);
  const { codec } = field.type;
  const window = record['\ud800window'];
  const byte = window.bytes.byteOffset + at;
  if (byte % codec.size !== 0) {
    throw new ArgumentError(
      `${record[CLASS_NAME]}.${name}, at byte ${window.base + at} of ${window.memory.name}, is not aligned in ` +
        `memory to its ${codec.size} bytes, so it cannot be changed atomically: use { alignment: 8 } and an ` +
        'aligned buffer, or just assign it',
    );
  }
  return { codec, cells: cellsOf(window, codec.size) as Int32Array, index: byte / codec.size };
}

function exchange({ cells, index }: Cell, expected: Bits, replacement: Bits): Bits {
  return Atomics.compareExchange(cells, index, expected as number, replacement as number);
}

/** Runs `call`, which packs values of a field. */
function packing<T>(field: string, call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw error instanceof PackError ? error.within(field) : error;
  }
}

/**
 * Sets a numeric field to `replacement` if it holds `expected`, in one step that no other thread or process can come
 * between. Gives what it held, so it was replaced if that is `expected` by `Object.is`: −0 is not 0, NaN is NaN. A
 * float32 field holds `Math.fround(value)`.
 *
 * @param record A record that was read in place, in writable memory.
 * @param field Name of the field.
 * @param expected What the field has to hold.
 * @param replacement What it is to hold then.
 * @throws `ArgumentError` for a field that is not in writable memory or not aligned.
 * @throws `PackError` for a value that does not fit.
 *
 * @example
 * const [lock] = openArray('locks.sb', struct({ owner: t.uint32 }), { writable: true });
 * const isMine = atomicCompareExchange(lock!, 'owner', 0, process.pid) === 0;
 */
export function atomicCompareExchange<V extends object, K extends NumericField<V> & keyof V>(
  record: V,
  field: K,
  expected: NumericValue<V, K>,
  replacement: NumericValue<V, K>,
): NumericValue<V, K> {
  const cell = cellOf(record, field);
  const { codec } = cell;
  const replaced = packing(field, () => bitsOf(codec, replacement));
  let bits = packing(field, () => bitsOf(codec, expected));
  // Before anything is changed: an integer past 2⁵³ has no `number` to return.
  const wanted = valueIn(codec, bits);
  for (;;) {
    const found = exchange(cell, bits, replaced);
    const held = valueIn(codec, found);
    // JavaScript cannot tell all bit patterns apart: those of NaN, and bytes that others store for true.
    if (found === bits || !Object.is(held, wanted)) return held as NumericValue<V, K>;
    bits = found;
  }
}

/**
 * Adds to a numeric field in one step that no other thread or process can come between; gives what it held before.
 *
 * @param record A record that was read in place, in writable memory.
 * @param field Name of the field.
 * @param amount What to add; below zero to subtract.
 * @throws as `atomicCompareExchange` does; when the sum does not fit, the field stays as it was.
 *
 * @example
 * const [counter] = openArray('counters.sb', struct({ count: t.uint32 }), { writable: true });
 * const before = atomicAdd(counter!, 'count', 1);
 */
export function atomicAdd<V extends object, K extends NumberField<V> & keyof V>(
  record: V,
  field: K,
  amount: number | bigint,
): NumericValue<V, K> {
  const cell = cellOf(record, field);
  const { codec } = cell;
  if (codec === (numbers.bool as FixedCodec)) {
    throw new ArgumentError(`${field} is a bool, to which nothing can be added: use atomicCompareExchange`);
  }
  for (let bits: Bits = Atomics.load(cell.cells, cell.index); ; ) {
    const held = valueIn(codec, bits) as number | bigint;
    const sum = packing(field, () => bitsOf(codec, sumOf(codec, held, amount)));
    const found = exchange(cell, bits, sum);
    if (found === bits) return held as NumericValue<V, K>;
    bits = found;
  }
}

const FLOATS: readonly FixedCodec[] = [numbers.float32, numbers.float64, numbers.float];
/** 64-bit integers that are read as `number`. */
const EXACT: readonly FixedCodec[] = [numbers.uint64, numbers.int64, numbers.int];

/**
 * The exact sum for integers.
 *
 * @throws `PackError` for an amount of another kind, or a sum that could not be read.
 */
function sumOf(codec: FixedCodec, held: number | bigint, amount: number | bigint): number | bigint {
  if (FLOATS.includes(codec)) {
    if (typeof amount === 'number') return (held as number) + amount;
    throw new PackError(`${describe(amount)} is not a number for ${codec.name}`);
  }
  if (typeof amount !== 'bigint' && !Number.isInteger(amount)) {
    throw new PackError(`${describe(amount)} is not an integer for ${codec.name}`);
  }
  if (typeof held === 'number' && typeof amount === 'number') {
    const sum = held + amount;
    if (Number.isSafeInteger(sum)) return sum;
  }
  const sum = BigInt(held) + BigInt(amount);
  if (EXACT.includes(codec) && !Number.isSafeInteger(Number(sum))) {
    throw new PackError(
      `${sum} is beyond 2^53 - 1, the most that ${codec.name} gives: declare it as a bigint`,
    );
  }
  return sum;
}
