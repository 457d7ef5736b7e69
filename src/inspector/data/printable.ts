/** Text from files, made safe to look at: what would not be seen, or would turn lines around, is spelled out. */

const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Cn}\u2028\u2029]/gu;

export function printable(text: string): string {
  return text.replace(UNSEEN, (unit) => {
    const code = unit.codePointAt(0)!;
    return code <= 0xffff ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
  });
}

const UNITS = ['bytes', 'kB', 'MB', 'GB', 'TB'];

export function bytesText(count: number): string {
  let [value, unit] = [count, 0];
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return unit === 0 ? `${count} ${count === 1 ? 'byte' : 'bytes'}` : `${value.toPrecision(3)} ${UNITS[unit]}`;
}

export function countText(count: number | bigint): string {
  return count.toLocaleString('en-US');
}

/** A number of things, as in "1 request" and "2 requests". */
export function counted(count: number, thing: string): string {
  return `${countText(count)} ${thing}${count === 1 ? '' : 's'}`;
}
