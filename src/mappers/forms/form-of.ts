/** Which form the keys of a type have. */
import type { EntryWidth } from '../../bytes/sorted-index.js';
import { SchemaError } from '../../errors.js';
import type { Codec } from '../../values/base/codec.js';
import * as numbers from '../../values/numbers/number-types.js';
import { date } from '../../values/times/date.js';
import { DatetimeCodec } from '../../values/times/datetime.js';
import type { Key } from '../id-mapper.js';
import { FloatForm } from './float-form.js';
import type { KeyForm } from './key-form.js';
import { SignedForm } from './signed-form.js';
import { DateForm, DatetimeForm } from './time-forms.js';

const SIGNED: readonly Codec[] = [
  numbers.int,
  numbers.int8,
  numbers.int16,
  numbers.int32,
  numbers.int64,
  numbers.bigint64,
];

/** Throws `SchemaError` for signed keys of a type without a sign, and for a width that the keys do not fit. */
export function formOf(codec: Codec, width: EntryWidth, signed: boolean): KeyForm | undefined {
  if (signed) {
    if (SIGNED.includes(codec)) return new SignedForm(codec, width, codec === numbers.bigint64);
    throw new SchemaError(
      `keys of type ${codec.name} are not signed: give t.int64, or leave out signed: true`,
    );
  }
  if (codec === date) return new DateForm();
  const wide = codec === numbers.float64 || codec instanceof DatetimeCodec;
  if (wide && width === 4)
    throw new SchemaError(`keys of type ${codec.name} take 64 bits: leave out the width`);
  if (codec === numbers.float64) return new FloatForm();
  return codec instanceof DatetimeCodec ? new DatetimeForm(codec as DatetimeCodec<Key>) : undefined;
}
