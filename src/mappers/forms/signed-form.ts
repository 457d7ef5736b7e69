/** Signed integers as keys: stored with 2⁶³ added, in mappers of 32 bits with 2³¹. */
import type { EntryWidth } from '../../bytes/sorted-index.js';
import { ArgumentError, PackError } from '../../errors.js';
import { type Codec, describe, type FixedCodec } from '../../values/base/codec.js';
import { inexactKey, isInexact } from '../../values/compare/inexact-key.js';
import { setHalves, splitHigh, splitLow } from '../integer-key.js';
import { type Halves, integerOf, type KeyForm, LEAST, PAST } from './key-form.js';

const TWO_32 = 2 ** 32;
const SIGN = 0x8000_0000;
const scratch = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

export class SignedForm implements KeyForm {
  readonly name = 'signed';
  readonly #codec: FixedCodec;
  readonly #narrow: boolean;
  readonly #bigints: boolean;

  /** `codec`: of the declared type, which says what fits. */
  constructor(codec: Codec, width: EntryWidth, bigints: boolean) {
    this.#codec = codec as FixedCodec;
    this.#narrow = width === 4;
    this.#bigints = bigints;
  }

  set(key: unknown): void {
    this.#codec.put(scratch, 0, key);
    this.#set(key as number | bigint);
  }

  #set(key: number | bigint): void {
    const low = typeof key === 'number' ? key >>> 0 : Number(BigInt.asUintN(32, key));
    const high = typeof key === 'number' ? Math.floor(key / TWO_32) : Number(key >> 32n);
    if (!this.#narrow) setHalves((high ^ SIGN) >>> 0, low);
    else if (key >= -SIGN && key < SIGN) setHalves(0, (low ^ SIGN) >>> 0);
    else throw new PackError(`the key ${key} does not fit a 32-bit mapper: declare it with width 64`);
  }

  join(high: number, low: number): number | bigint {
    const signed = this.#narrow ? (low ^ SIGN) >> 31 : (high ^ SIGN) | 0;
    const unsigned = this.#narrow ? (low ^ SIGN) >>> 0 : low;
    const key = signed * TWO_32 + unsigned;
    if (this.#bigints || !Number.isSafeInteger(key)) return (BigInt(signed) << 32n) | BigInt(unsigned);
    return key;
  }

  /** What no key of the type can be lies below or past them all. */
  bound(key: unknown): Halves {
    if (isInexact(key)) throw inexactKey(key);
    if (typeof key !== 'bigint' && !Number.isSafeInteger(key))
      throw new ArgumentError(`${describe(key)} is no key: give an integer`);
    const most = this.#narrow ? 2 ** 31 : 2 ** 63;
    if ((key as number) < -most) return LEAST;
    if ((key as number) >= most) return PAST;
    this.#set(key as number | bigint);
    return { high: splitHigh, low: splitLow };
  }

  measure(stored: Halves): bigint {
    return integerOf(stored);
  }

  missing(key: unknown): -1 {
    if (isInexact(key)) throw inexactKey(key);
    return -1;
  }
}
