/** Decimals of columns: a whole number, and where its point stands. */
import { Decimal } from '../../values/decimals/decimal.js';

/** `unscaled` × 10 to the power of −`scale`, with all digits that the scale says. */
export function scaledDecimal(unscaled: bigint | number, scale: number): Decimal {
  const text = String(unscaled);
  const negative = text.startsWith('-');
  return Decimal.of(negative ? 1 : 0, negative ? text.slice(1) : text, scale === 0 ? 0 : -scale);
}

/** A signed integer in two's complement, its most significant byte first. */
export function bigEndian(bytes: Uint8Array): bigint {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return hex === '' ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`));
}

/** The text of 16 bytes as a UUID. */
export function uuidText(bytes: Uint8Array): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
