/** Arithmetic of shapes and strides, in elements. */

/** As many as numpy has. */
export const MAX_DIMENSIONS = 64;

/** What of an array says where its elements are. */
export interface Layout {
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  readonly size: number;
}

/** Number of elements of a shape; −1 for what is no shape, or one whose lengths, zeros aside, multiply past 2⁵³. */
export function elementCount(shape: readonly unknown[]): number {
  let count = 1;
  let empty = false;
  for (const length of shape) {
    if (typeof length !== 'number' || !Number.isSafeInteger(length) || length < 0) return -1;
    if (length === 0) empty = true;
    else count *= length;
    if (count > Number.MAX_SAFE_INTEGER) return -1;
  }
  return empty ? 0 : count;
}

/** Strides of C order: the last index moves fastest. */
export function cOrder(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length);
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    strides[axis] = step;
    step *= shape[axis]!;
  }
  return strides;
}

/** The lowest and the highest element that a shape, none of whose lengths is 0, leads to. */
export function extent(
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): [first: number, last: number] {
  let first = offset;
  let last = offset;
  for (let axis = 0; axis < shape.length; axis += 1) {
    const reach = (shape[axis]! - 1) * strides[axis]!;
    if (reach < 0) first += reach;
    else last += reach;
  }
  return [first, last];
}

/** The bytes of all elements, `itemSize` each, in C order, wherever the strides have them. */
export function gather(bytes: Uint8Array, layout: Layout, itemSize: number): Uint8Array {
  const { shape, strides, offset, size } = layout;
  const gathered = new Uint8Array(size * itemSize);
  const indices = new Array<number>(shape.length).fill(0);
  let element = offset;
  for (let at = 0; at < gathered.length; at += itemSize) {
    const from = element * itemSize;
    for (let byte = 0; byte < itemSize; byte += 1) gathered[at + byte] = bytes[from + byte]!;
    // On to the next: like an odometer, from the last index.
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      element += strides[axis]!;
      indices[axis]! += 1;
      if (indices[axis]! < shape[axis]!) break;
      element -= strides[axis]! * shape[axis]!;
      indices[axis] = 0;
    }
  }
  return gathered;
}
