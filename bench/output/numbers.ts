/** How figures are written: everywhere the same number of digits. */

/** Three significant digits, and all digits before the point. */
export function digits(value: number): string {
  const decimals = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toLocaleString('en-US', {
    minimumFractionDigits: Math.min(decimals, 3),
    maximumFractionDigits: Math.min(decimals, 3),
  });
}

/** Two significant digits at least, and none after the point from ten on. */
export function times(ratio: number): string {
  if (ratio >= 9.95) return Math.round(ratio).toLocaleString('en-US');
  return ratio >= 0.995 ? ratio.toFixed(1) : ratio.toPrecision(2);
}

export function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
