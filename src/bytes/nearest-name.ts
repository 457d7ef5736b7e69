/** The name that was meant by one that is not there. */

/** Longer names are not compared: the work grows with the product of the lengths. */
const MAX_LENGTH = 64;

/** Single characters to insert, leave out, replace or swap with the next, to get from one text to the other. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let least = Math.min(last[column]! + 1, next[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) least = Math.min(least, before[column - 2]! + 1);
      next.push(least);
    }
    before = last;
    last = next;
  }
  return last[b.length]!;
}

/** Names that are no more than a third of their characters away, or differ in case only, nearest first; at most three. */
export function nearestNames(name: string, names: Iterable<string>): string[] {
  const wanted = name.toLowerCase();
  if (wanted.length > MAX_LENGTH) return [];
  const near: [number, string][] = [];
  for (const each of names) {
    if (each.length > MAX_LENGTH) continue;
    const far = distance(wanted, each.toLowerCase());
    if (far <= Math.max(1, Math.floor(Math.max(wanted.length, each.length) / 3))) near.push([far, each]);
  }
  return near
    .sort(([a], [b]) => a - b)
    .slice(0, 3)
    .map(([, each]) => each);
}
