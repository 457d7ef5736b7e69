/** Numbers as most programs write them, read from bytes. */
import { bufferOver } from '../../bytes/text/utf8.js';

const MINUS = 0x2d;
const POINT = 0x2e;
const ZERO = 0x30;
/** Digits that are looked at; numbers of more are read by others. */
const MOST_DIGITS = 40;
/** Powers of ten that are exact. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** How a number is written. */
export const Written = { otherwise: 0, whole: 1, fraction: 2 } as const;

/** The number that was read last, and where it ended. */
export class NumberScan {
  value = 0;
  at = 0;

  /** Reads `-12` or `-0.5`, without an exponent or zeros in front; -0 counts as otherwise. */
  read(bytes: Uint8Array, start: number): 0 | 1 | 2 {
    let at = start;
    const negative = bytes[at] === MINUS;
    if (negative) at += 1;
    const first = at;
    let mantissa = 0;
    let digit = bytes[at]! - ZERO;
    while (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      at += 1;
      digit = bytes[at]! - ZERO;
    }
    const whole = at - first;
    if (whole === 0 || (whole > 1 && bytes[first] === ZERO)) return Written.otherwise;
    let scale = 0;
    if (bytes[at] === POINT) {
      at += 1;
      const from = at;
      digit = bytes[at]! - ZERO;
      while (digit >= 0 && digit <= 9) {
        mantissa = mantissa * 10 + digit;
        at += 1;
        digit = bytes[at]! - ZERO;
      }
      scale = at - from;
      if (scale === 0) return Written.otherwise;
    }
    if (whole + scale > MOST_DIGITS || (negative && mantissa === 0)) return Written.otherwise;
    this.at = at;
    // Both are exact, so that one division rounds as reading the digits does.
    if (mantissa <= Number.MAX_SAFE_INTEGER && scale < POWERS.length) {
      const value = scale === 0 ? mantissa : mantissa / POWERS[scale]!;
      this.value = negative ? -value : value;
    } else this.value = Number(bufferOver(bytes)!.utf8Slice(start, at));
    return scale === 0 ? Written.whole : Written.fraction;
  }
}
