/** Decimals (docs/format.md 7): exponent and sign in an i64, then the digits as a sequence of small integers. */
import { bufferOver, decodeUtf8 } from '../../bytes/text/utf8.js';
import type { Window } from '../../bytes/window.js';
import { ArgumentError, CorruptBufferError, IntegerRangeError, PackError } from '../../errors.js';
import { VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { uint8 } from '../numbers/number-types.js';
import { readSequenceHead, writeNumbers } from '../numbers/packed-numbers.js';
import { Decimal, type DecimalInput } from './decimal.js';

const ZERO = '0'.charCodeAt(0);
/** Longer sequences of bytes have a form that Python cannot read (docs/format.md 4). */
const MAX_DIGITS = 0xfffffe;
const LONG = 512;

function decimalOf(value: unknown): Decimal {
  try {
    return Decimal.from(value as DecimalInput);
  } catch (error) {
    throw error instanceof ArgumentError ? new PackError(error.message) : error;
  }
}

class DecimalCodec extends VariableCodec<Decimal> {
  override write(packer: Packer, value: unknown): void {
    const { sign, digits, exponent } = decimalOf(value);
    if (digits.length > MAX_DIGITS) {
      throw new PackError(`a decimal has up to ${MAX_DIGITS} digits, not ${digits.length}`);
    }
    packer.setPointer(packer.take(8), exponent * 2 + sign);
    const values = new Uint8Array(digits.length);
    for (let index = 0; index < digits.length; index += 1) values[index] = digits.charCodeAt(index) - ZERO;
    writeNumbers(packer, values, uint8);
  }

  override read(window: Window, offset: number, reader: Decoding): Decimal {
    window.need(offset, 8);
    const { view } = window;
    const low = view.getUint32(offset, true);
    const exponent = view.getInt32(offset + 4, true) * 2 ** 31 + (low >>> 1);
    if (!Decimal.isExponent(exponent)) {
      throw new IntegerRangeError(
        `the decimal at byte ${window.base + offset} has an exponent of about ${exponent}, beyond ±(2^52 - 1)`,
      );
    }
    const known = reader.repeats ? reader.made(window, offset, this) : undefined;
    if (known !== undefined) return known as Decimal;
    const digits = readDigits(window, offset + 8, reader);
    const decimal = Decimal.of((low & 1) as 0 | 1, digits, exponent);
    // As long strings are: made once for each place.
    if (digits.length > LONG && reader.repeats) reader.remember(window, offset, this, decimal);
    return decimal;
  }

  override get sharesBody(): boolean {
    return true;
  }
}

function readDigits(window: Window, offset: number, reader: Decoding): string {
  const { code, start, length } = readSequenceHead(window, offset);
  if (code !== uint8.code) {
    throw new CorruptBufferError(
      `the digits of a decimal are stored with element code 0x${code.toString(16)}, not as bytes`,
      window.base + offset,
    );
  }
  if (length === 0) return '0';
  reader.spend(window, offset, length);
  const text = new Uint8Array(length);
  for (let index = 0; index < length; index += 1) {
    const digit = window.view.getUint8(start + index);
    if (digit > 9) throw new CorruptBufferError(`${digit} is no decimal digit`, window.base + start + index);
    text[index] = ZERO + digit;
  }
  return decodeUtf8(text, bufferOver(text), 0, length);
}

export const decimal: VariableCodec<Decimal> = new DecimalCodec('decimal', 'F');
