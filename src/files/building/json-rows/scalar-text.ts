/** Text that stands in JSON for what JSON has no form for. */

/** Only base64 that is exactly what writing the bytes gives: decoders pass over what they do not know. */
export function fromBase64(text: string): Uint8Array | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? new Uint8Array(bytes) : undefined;
}

/** Decimal digits, as integers past 2^53 are written. */
export function wholeNumber(text: string): bigint | undefined {
  return text.length <= 21 && /^(0|-?[1-9]\d*)$/.test(text) ? BigInt(text) : undefined;
}

export const SPECIAL_FLOATS: ReadonlyMap<unknown, number> = new Map<unknown, number>([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
]);
