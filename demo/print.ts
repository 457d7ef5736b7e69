/** Aligned text, in colour on a terminal only. */
import pc from 'picocolors';

const { bold, cyan, dim, green } = pc.createColors(process.stdout.isTTY === true);
export const colours = { bold, cyan, dim, green };

export const whole = (value: number): string => Math.round(value).toLocaleString('en-US');

export function milliseconds(value: number): string {
  return `${value < 10 ? value.toFixed(1) : whole(value)} ms`;
}

export function mebibytes(bytes: number | undefined): string {
  return bytes === undefined ? 'only Linux tells' : `${whole(bytes / 2 ** 20)} MiB`;
}

/** A label and two columns, which stay in line whatever the colours. */
export function columns(label: string, left: string, right: string, note = ''): string {
  return `  ${label.padEnd(32)}${left.padStart(14)}${right.padStart(16)}  ${note}`.trimEnd();
}
