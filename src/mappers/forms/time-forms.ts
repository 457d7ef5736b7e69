/** Dates and datetimes as keys. */
import { CorruptBufferError } from '../../errors.js';
import { dayOf, plainDateOf } from '../../values/times/date.js';
import type { DatetimeCodec } from '../../values/times/datetime.js';
import { epochOf, epochOfHalves } from '../../values/times/datetime-epoch.js';
import type { Key } from '../id-mapper.js';
import { setHalves } from '../integer-key.js';
import { boundAs, type Halves, type KeyForm } from './key-form.js';

const TWO_32 = 2 ** 32;
const SIGN = 0x8000_0000;

/** Days since 1970, with 2³¹ added: those of one year lie close together, and fit 32 bits. */
export class DateForm implements KeyForm {
  readonly name = 'date';

  set(key: unknown): void {
    setHalves(0, dayOf(key) + SIGN);
  }

  join(high: number, low: number): Key {
    const date = plainDateOf(this.measure({ high, low }));
    if (date === undefined)
      throw new CorruptBufferError('what is stored as a date is none: its year is out of range');
    return date;
  }

  bound(key: unknown): Halves {
    return boundAs(this, key);
  }

  measure({ high, low }: Halves): number {
    return high * TWO_32 + low - SIGN;
  }

  missing(): -1 {
    return -1;
  }
}

/** What values are stored as (docs/format.md 7), with 2⁶³ added. */
export class DatetimeForm implements KeyForm {
  readonly name = 'datetime';
  readonly #codec: DatetimeCodec<Key>;

  constructor(codec: DatetimeCodec<Key>) {
    this.#codec = codec;
  }

  set(key: unknown): void {
    const { seconds, micros } = epochOf(key, this.#codec.naive);
    setHalves((Math.floor(seconds / 2 ** 12) ^ SIGN) >>> 0, ((seconds << 20) | micros) >>> 0);
  }

  join(high: number, low: number): Key {
    const epoch = epochOfHalves((high ^ SIGN) | 0, low);
    if (epoch === undefined) {
      throw new CorruptBufferError(
        'what is stored as a datetime is none: its microseconds or its year are out of range',
      );
    }
    return this.#codec.make(epoch);
  }

  bound(key: unknown): Halves {
    return boundAs(this, key);
  }

  measure({ high, low }: Halves): bigint {
    const seconds = ((high ^ SIGN) | 0) * 2 ** 12 + (low >>> 20);
    return BigInt(seconds) * 1_000_000n + BigInt(low & 0xfffff);
  }

  missing(): -1 {
    return -1;
  }
}
