/** Rectangles whose areas are as what they stand for: squarified, largest first. */

export interface Rectangle<T> {
  readonly item: T;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Area {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** `items` by descending weight, all above 0; `within` is filled by them. */
export function treemap<T extends { readonly bytes: number }>(
  items: readonly T[],
  within: Area,
): Rectangle<T>[] {
  const total = items.reduce((sum, { bytes }) => sum + bytes, 0);
  const scale = (within.width * within.height) / total;
  const left = { ...within };
  const all: Rectangle<T>[] = [];
  let at = 0;
  while (at < items.length) {
    const side = Math.min(left.width, left.height);
    let count = 1;
    while (
      at + count < items.length &&
      worst(items, at, count + 1, side, scale) <= worst(items, at, count, side, scale)
    ) {
      count += 1;
    }
    all.push(...placed(items.slice(at, at + count), left, scale));
    at += count;
  }
  return all;
}

/** How far from a square the longest of a row of `count` items would be. */
function worst(
  items: readonly { readonly bytes: number }[],
  from: number,
  count: number,
  side: number,
  scale: number,
): number {
  const row = items.slice(from, from + count).map(({ bytes }) => bytes * scale);
  const sum = row.reduce((all, each) => all + each, 0);
  return Math.max(
    ...row.map((area) => Math.max((side * side * area) / (sum * sum), (sum * sum) / (side * side * area))),
  );
}

/** A row along the shorter side, which is taken off what is left. */
function placed<T extends { readonly bytes: number }>(
  row: readonly T[],
  left: Area,
  scale: number,
): Rectangle<T>[] {
  const sum = row.reduce((all, { bytes }) => all + bytes * scale, 0);
  const upright = left.width >= left.height;
  const side = upright ? left.height : left.width;
  const depth = side === 0 ? 0 : sum / side;
  let along = 0;
  const rectangles = row.map((item): Rectangle<T> => {
    const length = depth === 0 ? 0 : (item.bytes * scale) / depth;
    const rectangle = upright
      ? { item, x: left.x, y: left.y + along, width: depth, height: length }
      : { item, x: left.x + along, y: left.y, width: length, height: depth };
    along += length;
    return rectangle;
  });
  if (upright) {
    left.x += depth;
    left.width -= depth;
  } else {
    left.y += depth;
    left.height -= depth;
  }
  return rectangles;
}
