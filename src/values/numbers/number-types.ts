/** The fixed types of docs/format.md 1: how each number is checked, written and read. */
import { CorruptBufferError, IntegerRangeError, PackError } from '../../errors.js';
import { describe, FixedCodec } from '../base/codec.js';

const TWO_32 = 2 ** 32;
const TWO_53 = 2 ** 53;

function refuse(name: string, value: unknown, why: string): PackError {
  return new PackError(`${describe(value)} ${why} ${name}`);
}

function refuseStored(name: string, value: unknown): CorruptBufferError {
  return new CorruptBufferError(`${describe(value)} is stored where ${name} is declared`);
}

/** An integer of up to 32 bits: `number`s in a range that the view's own methods hold exactly. */
class SmallInteger extends FixedCodec<number> {
  readonly #low: number;
  readonly #high: number;

  constructor(name: string, size: 1 | 2 | 4, code: string, signed: boolean) {
    super(name, size, code);
    const values = 2 ** (8 * size);
    this.#low = signed ? -values / 2 : 0;
    this.#high = this.#low + values - 1;
  }

  override get(view: DataView, offset: number): number {
    const signed = this.#low < 0;
    switch (this.size) {
      case 1:
        return signed ? view.getInt8(offset) : view.getUint8(offset);
      case 2:
        return signed ? view.getInt16(offset, true) : view.getUint16(offset, true);
      default:
        return signed ? view.getInt32(offset, true) : view.getUint32(offset, true);
    }
  }

  override put(view: DataView, offset: number, value: unknown): void {
    const number = typeof value === 'bigint' ? Number(value) : value;
    if (typeof number !== 'number' || !Number.isInteger(number)) {
      throw refuse(this.name, value, 'is not an integer for');
    }
    if (number < this.#low || number > this.#high) throw refuse(this.name, value, 'does not fit');
    // Two's complement makes the signed and unsigned writes of one width the same.
    if (this.size === 1) view.setInt8(offset, number);
    else if (this.size === 2) view.setInt16(offset, number, true);
    else view.setInt32(offset, number, true);
  }

  override accept(value: unknown): number {
    if (typeof value !== 'number' || !Number.isInteger(value) || value < this.#low || value > this.#high) {
      throw refuseStored(this.name, value);
    }
    return value;
  }
}

/** The two 32-bit halves of an integer in 64 bits; BigInt views cost 10-30 times more, so `number`s never use them. */
function putInteger64(
  codec: FixedCodec,
  view: DataView,
  offset: number,
  value: unknown,
  signed: boolean,
): void {
  if (typeof value === 'number') {
    if (!Number.isInteger(value)) throw refuse(codec.name, value, 'is not an integer for');
    if (value >= TWO_53 || value <= -TWO_53) {
      throw refuse(codec.name, value, 'is not exact (2^53 or more: give a bigint) for');
    }
    if (value < 0 && !signed) throw refuse(codec.name, value, 'does not fit');
    view.setUint32(offset, value, true);
    view.setInt32(offset + 4, Math.floor(value / TWO_32), true);
  } else if (typeof value === 'bigint') {
    const stored = signed ? BigInt.asIntN(64, value) : BigInt.asUintN(64, value);
    if (stored !== value) throw refuse(codec.name, value, 'does not fit');
    view.setBigUint64(offset, value, true);
  } else {
    throw refuse(codec.name, value, 'is not an integer for');
  }
}

/** A 64-bit integer read as `number`; past ±(2⁵³ − 1) reading throws `IntegerRangeError`. */
class Integer64 extends FixedCodec<number> {
  readonly #signed: boolean;

  constructor(name: string, code: string, signed: boolean) {
    super(name, 8, code);
    this.#signed = signed;
  }

  override get(view: DataView, offset: number): number {
    return this.#signed ? getInt64(view, offset) : getUint64(view, offset);
  }

  override put(view: DataView, offset: number, value: unknown): void {
    putInteger64(this, view, offset, value, this.#signed);
  }

  override accept(value: unknown): number {
    if (typeof value === 'bigint') throw unsafe(value);
    if (!Number.isSafeInteger(value) || (!this.#signed && (value as number) < 0)) {
      throw refuseStored(this.name, value);
    }
    return value as number;
  }
}

/** The same bytes read as `bigint`. */
class BigInteger64 extends FixedCodec<bigint> {
  readonly #signed: boolean;

  constructor(name: string, code: string, signed: boolean) {
    super(name, 8, code);
    this.#signed = signed;
  }

  override get(view: DataView, offset: number): bigint {
    return this.#signed ? view.getBigInt64(offset, true) : view.getBigUint64(offset, true);
  }

  override put(view: DataView, offset: number, value: unknown): void {
    putInteger64(this, view, offset, value, this.#signed);
  }

  override accept(value: unknown): bigint {
    if (typeof value !== 'bigint' && !Number.isInteger(value)) throw refuseStored(this.name, value);
    const wide = BigInt(value as number | bigint);
    const kept = this.#signed ? BigInt.asIntN(64, wide) : BigInt.asUintN(64, wide);
    if (kept !== wide) throw refuseStored(this.name, value);
    return wide;
  }
}

/** A 64-bit integer of a schema that was read from a file: a `number` when exact, else a `bigint`. */
class DynamicInteger64 extends FixedCodec<number | bigint> {
  readonly #signed: boolean;

  constructor(name: string, code: string, signed: boolean) {
    super(name, 8, code);
    this.#signed = signed;
  }

  override get(view: DataView, offset: number): number | bigint {
    return getDynamic64(view, offset, this.#signed);
  }

  override put(view: DataView, offset: number, value: unknown): void {
    putInteger64(this, view, offset, value, this.#signed);
  }

  override accept(value: unknown): number | bigint {
    if (typeof value !== 'bigint' && !Number.isInteger(value)) throw refuseStored(this.name, value);
    return value as number | bigint;
  }
}

class Float extends FixedCodec<number> {
  override get(view: DataView, offset: number): number {
    return this.size === 4 ? view.getFloat32(offset, true) : view.getFloat64(offset, true);
  }

  override put(view: DataView, offset: number, value: unknown): void {
    if (typeof value !== 'number') throw refuse(this.name, value, 'is not a number for');
    if (this.size === 8) {
      view.setFloat64(offset, value, true);
      return;
    }
    if (Number.isFinite(value) && !Number.isFinite(Math.fround(value))) {
      throw refuse(this.name, value, 'does not fit');
    }
    view.setFloat32(offset, value, true);
  }

  override accept(value: unknown): number {
    if (typeof value === 'bigint') return Number(value);
    if (typeof value !== 'number') throw refuseStored(this.name, value);
    return value;
  }
}

class Bool extends FixedCodec<boolean> {
  override get(view: DataView, offset: number): boolean {
    return view.getUint8(offset) !== 0;
  }

  override put(view: DataView, offset: number, value: unknown): void {
    // Python reads bool slots as 0 and 1, so records that went through it bring these.
    if (value !== true && value !== false && value !== 0 && value !== 1) {
      throw refuse(this.name, value, 'is not true or false for');
    }
    view.setUint8(offset, value ? 1 : 0);
  }

  override accept(value: unknown): boolean {
    if (typeof value !== 'boolean') throw refuseStored(this.name, value);
    return value;
  }
}

function unsafe(value: bigint): IntegerRangeError {
  return new IntegerRangeError(
    `the stored integer ${value} is beyond 2^53 - 1, the largest exact number: read it as t.bigint64 or t.biguint64`,
  );
}

/** The u64 at a checked offset as a number; throws `IntegerRangeError` from 2⁵³ up. */
export function getUint64(view: DataView, offset: number): number {
  const value = view.getUint32(offset + 4, true) * TWO_32 + view.getUint32(offset, true);
  if (value >= TWO_53) throw unsafe(view.getBigUint64(offset, true));
  return value;
}

/** The i64 at a checked offset as a number; throws `IntegerRangeError` beyond ±(2⁵³ − 1). */
export function getInt64(view: DataView, offset: number): number {
  const value = view.getInt32(offset + 4, true) * TWO_32 + view.getUint32(offset, true);
  if (value >= TWO_53 || value <= -TWO_53) throw unsafe(view.getBigInt64(offset, true));
  return value;
}

/** A 64-bit integer of no declared type: a `number` when that is exact, else a `bigint`. */
export function getDynamic64(view: DataView, offset: number, signed: boolean): number | bigint {
  const high = signed ? view.getInt32(offset + 4, true) : view.getUint32(offset + 4, true);
  const value = high * TWO_32 + view.getUint32(offset, true);
  if (value < TWO_53 && value > -TWO_53) return value;
  return signed ? view.getBigInt64(offset, true) : view.getBigUint64(offset, true);
}

export const uint8: FixedCodec<number> = new SmallInteger('uint8', 1, 'B', false);
export const int8: FixedCodec<number> = new SmallInteger('int8', 1, 'b', true);
export const uint16: FixedCodec<number> = new SmallInteger('uint16', 2, 'H', false);
export const int16: FixedCodec<number> = new SmallInteger('int16', 2, 'h', true);
export const uint32: FixedCodec<number> = new SmallInteger('uint32', 4, 'I', false);
export const int32: FixedCodec<number> = new SmallInteger('int32', 4, 'i', true);
export const uint64: FixedCodec<number> = new Integer64('uint64', 'Q', false);
export const int64: FixedCodec<number> = new Integer64('int64', 'q', true);
export const int: FixedCodec<number> = new Integer64('int', 'q', true);
export const biguint64: FixedCodec<bigint> = new BigInteger64('biguint64', 'Q', false);
export const bigint64: FixedCodec<bigint> = new BigInteger64('bigint64', 'q', true);
export const dynamicUint64: FixedCodec<number | bigint> = new DynamicInteger64('uint64', 'Q', false);
export const dynamicInt64: FixedCodec<number | bigint> = new DynamicInteger64('int64', 'q', true);
export const float32: FixedCodec<number> = new Float('float32', 4, 'f');
export const float64: FixedCodec<number> = new Float('float64', 8, 'd');
export const float: FixedCodec<number> = new Float('float', 8, 'd');
/** In a slot `?` of docs/format.md 1; with its type in front, code `T`. */
export const bool: FixedCodec<boolean> = new Bool('bool', 1, 'T');
