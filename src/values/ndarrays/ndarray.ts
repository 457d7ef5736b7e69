/** numpy arrays (docs/format.md 7) as values: a typed array and how its elements are laid out. */
import type { Window } from '../../bytes/window.js';
import { ArgumentError, PackError } from '../../errors.js';
import { COST, worthOf } from '../base/budget.js';
import { describe } from '../base/codec.js';
import { elementsToJson } from '../base/json-parts.js';
import { COMPARE, COPY, type Comparing, SPELL } from '../base/own-forms.js';
import { type Dtype, dtypeOfData, type NdData, type NdDtype, parseDtype } from './dtype.js';
import { cOrder, elementCount, extent, gather, MAX_DIMENSIONS } from './ndarray-shape.js';

const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const UNCLONED = Symbol('a numpy array is not cloned: clone its toArray(), or the data of its copy()');

/** What an `NdArray` is made of; checked by those who make one. */
export interface NdParts {
  readonly dtype: Dtype;
  readonly data: NdData;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
  readonly offset: number;
  /** The memory that the data lies in, when it is in a file's place and not a copy. */
  readonly window?: Window | undefined;
}

/**
 * An array of one element type and any number of dimensions, as numpy has them. The face is that of the `ndarray`
 * package: `data`, `shape`, `strides` and `offset` in elements, `get(...)`.
 */
export class NdArray {
  /** @internal In front of `data`, which cloners copy with all of the file that it lies in: they stop here. */
  protected readonly uncloned: symbol = UNCLONED;
  /** The elements: a typed array of their type, else their bytes. Read from a file they lie there, if aligned: void after `close()`. */
  readonly data: NdData;
  /** Length of each dimension. */
  readonly shape: readonly number[];
  /** Elements from one to the next along each dimension. */
  readonly strides: readonly number[];
  /** Where in `data`, in elements, the first one is. */
  readonly offset: number;
  /** Number of elements. */
  readonly size: number;
  readonly #dtype: Dtype;
  readonly #window: Window | undefined;
  #view: DataView | undefined;

  /** @internal Use `NdArray.of` or `NdArray.fromBytes`. */
  constructor({ dtype, data, shape, strides, offset, window }: NdParts) {
    if (!guarded) guard();
    this.#dtype = dtype;
    this.#window = window;
    this.data = data;
    this.shape = shape;
    this.strides = strides;
    this.offset = offset;
    this.size = elementCount(shape);
  }

  /**
   * An array over a typed array, which is not copied: of one dimension, or of a shape, in C order unless `strides`
   * say otherwise.
   *
   * @param data The typed array.
   * @param shape Elements in each dimension.
   * @param strides Elements between neighbours in each dimension.
   * @param offset Where the first element is in `data`, in elements. Default 0.
   * @throws `ArgumentError` for a shape that `data` does not hold.
   */
  static of(data: NdInput, shape?: readonly number[], strides?: readonly number[], offset = 0): NdArray {
    const dtype = dtypeOfData(data);
    if (dtype === undefined) throw new ArgumentError(`${describe(data)} is no typed array of numbers`);
    const sizes = shape ?? [data.length - offset];
    checkShape(sizes);
    const steps = strides ?? cOrder(sizes);
    if (steps.length !== sizes.length || !steps.every(Number.isInteger) || !Number.isInteger(offset)) {
      throw new ArgumentError(`strides are integers, one for each of the ${sizes.length} dimensions`);
    }
    const [first, last] = extent(sizes, steps, offset);
    if (elementCount(sizes) > 0 && (first < 0 || last >= data.length)) {
      throw new ArgumentError(
        `a shape of ${sizes.join(' x ')} reaches from element ${first} to ${last} of ${data.length}`,
      );
    }
    const own = data instanceof Uint8ClampedArray ? bytesOf(data) : (data as NdData);
    return new NdArray({ dtype, data: own, shape: [...sizes], strides: [...steps], offset });
  }

  /**
   * An array of any numpy element type, from its bytes in C order. They are not copied unless the type's alignment
   * asks for it.
   *
   * @param dtype The element type, as numpy writes it: `<f8`, or fields.
   * @param shape Elements in each dimension.
   * @throws `PackError` for an element type that cannot be stored.
   * @throws `ArgumentError` when there are more or fewer bytes than the shape takes.
   */
  static fromBytes(dtype: NdDtype, shape: readonly number[], bytes: Uint8Array): NdArray {
    const type = parseDtype(dtype);
    if (typeof type === 'string') throw new PackError(`${type} that can be stored`);
    checkShape(shape);
    const length = elementCount(shape) * type.itemSize;
    if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
      throw new ArgumentError(`a shape of ${shape.join(' x ')} takes ${length} bytes, in a Uint8Array`);
    }
    return contiguous(type, [...shape], bytes);
  }

  /** The element type, as numpy spells it. */
  get dtype(): NdDtype {
    return this.#dtype.spec;
  }

  /** Bytes that the elements take. */
  get byteLength(): number {
    return this.size * this.#dtype.itemSize;
  }

  /**
   * The element at these indices, one for each dimension; `undefined` outside of the shape. 64-bit integers come as
   * bigint, complex numbers as `{ re, im }`, text as string, byte strings as `Uint8Array`, records as plain objects.
   */
  get(...indices: number[]): unknown {
    if (indices.length !== this.shape.length) {
      throw new ArgumentError(`${indices.length} indices are given for ${this.shape.length} dimensions`);
    }
    let element = this.offset;
    for (let axis = 0; axis < indices.length; axis += 1) {
      const index = indices[axis]!;
      if (!(index >= 0 && index < this.shape[axis]!) || !Number.isInteger(index)) return undefined;
      element += index * this.strides[axis]!;
    }
    return this.#at(element);
  }

  /** All elements as nested arrays, one level for each dimension; the element itself where there is none. */
  toArray(): unknown {
    if (this.spelledCost > worthOf(this.byteLength)) {
      throw new ArgumentError(`a shape of ${this.shape.join(' x ')} is too many arrays in arrays`);
    }
    return this.#nested(0, this.offset);
  }

  /**
   * What `JSON.stringify` uses: `toArray()` with 64-bit integers as text and byte strings as base64.
   *
   * @throws as `toArray` does.
   */
  toJSON(): unknown {
    return elementsToJson(this.toArray());
  }

  /** The same array with elements of its own, in C order. */
  copy(): NdArray {
    return contiguous(this.#dtype, this.shape, this.#gather());
  }

  /** The bytes of the elements in C order: those of `data` itself where they lie so. */
  toBytes(): Uint8Array {
    const { shape, offset, size } = this;
    const { itemSize } = this.#dtype;
    const steps = cOrder(shape);
    const inOrder =
      size <= 1 || shape.every((length, axis) => length === 1 || steps[axis] === this.strides[axis]);
    if (!inOrder) return this.#gather();
    this.#checkOpen();
    return bytesOf(this.data).subarray(offset * itemSize, (offset + size) * itemSize);
  }

  /** @internal What `toArray` costs: one array for each index of each dimension but the last, and the elements. */
  get spelledCost(): number {
    let arrays = 1;
    let cost: number = COST.container;
    for (const length of this.shape.slice(0, -1)) {
      arrays *= length;
      cost += COST.container * arrays;
    }
    const text = this.#dtype.data === undefined ? this.byteLength : 0;
    return cost + COST.value * this.size * (1 + this.#dtype.fields) + text;
  }

  /** @internal */
  [COPY](): NdArray {
    return this.copy();
  }

  /** @internal */
  [SPELL](spend: (cost: number) => void): unknown {
    spend(this.spelledCost);
    return this.toJSON();
  }

  /** @internal */
  get type(): Dtype {
    return this.#dtype;
  }

  /** @internal */
  [INSPECT](_depth: number, options: object, inspect?: (value: unknown, options: object) => string): unknown {
    const { uncloned: _, ...shown } = this;
    return inspect === undefined ? shown : `NdArray ${inspect(shown, options)}`;
  }

  /** @internal */
  [COMPARE](other: unknown, comparison: Comparing): boolean {
    const array = other instanceof NdArray ? other : dtypeOfData(other) && NdArray.of(other as NdData);
    if (array === undefined || !comparison.equal(array.shape, this.shape)) return false;
    if (!comparison.equal(array.dtype, this.dtype)) return false;
    const { budget } = comparison.readings;
    budget.allow(worthOf(this.byteLength));
    budget.work(array.spelledCost + this.spelledCost);
    return comparison.equal(array.toArray(), this.toArray());
  }

  #at(element: number): unknown {
    this.#checkOpen();
    if (this.#dtype.data !== undefined) return this.data[element];
    this.#view ??= new DataView(this.data.buffer, this.data.byteOffset, this.data.byteLength);
    return this.#dtype.read(this.#view, element * this.#dtype.itemSize);
  }

  #nested(axis: number, element: number): unknown {
    if (axis === this.shape.length) return this.#at(element);
    return Array.from({ length: this.shape[axis]! }, (_, index) =>
      this.#nested(axis + 1, element + index * this.strides[axis]!),
    );
  }

  #gather(): Uint8Array {
    this.#checkOpen();
    return gather(bytesOf(this.data), this, this.#dtype.itemSize);
  }

  #checkOpen(): void {
    if (this.#window !== undefined && this.#window.size < 0) throw this.#window.outside(0, 0);
  }
}

let guarded = false;

/** Refuses lodash's copies, which assign property by property. Done as the first array is made: importing does nothing. */
function guard(): void {
  guarded = true;
  Object.defineProperty(NdArray.prototype, 'uncloned', { get: () => undefined, set: refuseCopy });
}

function refuseCopy(): never {
  throw new ArgumentError('a numpy array is not cloned: use its copy()');
}

/** Typed arrays that an `NdArray` is made from. */
export type NdInput = NdData | Uint8ClampedArray;

function bytesOf(data: NdInput): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

function checkShape(shape: readonly number[]): void {
  if (shape.length <= MAX_DIMENSIONS && elementCount(shape) >= 0) return;
  throw new ArgumentError(`[${shape.slice(0, MAX_DIMENSIONS).join(', ')}] is no shape of an array`);
}

/** An array in C order over `bytes`; copies them where the element type's alignment asks for it. */
export function contiguous(
  dtype: Dtype,
  shape: readonly number[],
  bytes: Uint8Array,
  window?: Window,
): NdArray {
  const parts = { dtype, shape, strides: cOrder(shape), offset: 0 };
  if (dtype.data === undefined) return new NdArray({ ...parts, data: bytes, window });
  const aligned = bytes.byteOffset % dtype.itemSize === 0;
  const { buffer, byteOffset } = aligned ? bytes : new Uint8Array(bytes);
  const data = new dtype.data(buffer, byteOffset, bytes.length / dtype.itemSize);
  return new NdArray({ ...parts, data, window: aligned ? window : undefined });
}
