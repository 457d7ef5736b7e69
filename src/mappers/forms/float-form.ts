/** Floats as keys: the bits of positive ones with the sign's bit set, all bits of negative ones the other way round. */
import { ArgumentError, CorruptBufferError, PackError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { setHalves, splitHigh, splitLow } from '../integer-key.js';
import type { Halves, KeyForm } from './key-form.js';

const SIGN = 0x8000_0000;
const scratch = /* @__PURE__ */ new DataView(/* @__PURE__ */ new ArrayBuffer(8));

export class FloatForm implements KeyForm {
  readonly name = 'float';

  set(key: unknown): void {
    if (typeof key !== 'number' || Number.isNaN(key)) {
      throw new PackError(`${describe(key)} is no key of float64: give a number, but not NaN`);
    }
    // Of two zeros, which are equal, it makes one.
    scratch.setFloat64(0, key + 0);
    const [high, low] = [scratch.getUint32(0), scratch.getUint32(4)];
    if (high < SIGN) setHalves((high | SIGN) >>> 0, low);
    else setHalves(~high >>> 0, ~low >>> 0);
  }

  join(high: number, low: number): number {
    scratch.setUint32(0, high >= SIGN ? high ^ SIGN : ~high);
    scratch.setUint32(4, high >= SIGN ? low : ~low);
    const key = scratch.getFloat64(0);
    if (Number.isNaN(key)) throw new CorruptBufferError('what is stored as a key of float64 is no number');
    return key;
  }

  bound(key: unknown): Halves {
    if (typeof key !== 'number' || Number.isNaN(key)) {
      throw new ArgumentError(
        `${describe(key)} has no place among keys of float64: give a number, but not NaN`,
      );
    }
    this.set(key);
    return { high: splitHigh, low: splitLow };
  }

  measure({ high, low }: Halves): number {
    return this.join(high, low);
  }

  missing(): -1 {
    return -1;
  }
}
