/** Lists and tuples (docs/format.md 4): numbers packed in place, anything else behind pointers. */
import { refuseTooLarge } from '../../bytes/byte-writer.js';
import type { Window } from '../../bytes/window.js';
import { PackError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { type Codec, describe, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { containerKinds, type SharingKinds } from '../base/sharing-kind.js';
import { contentOf, tupleKey } from '../base/tagged-value.js';
import { float64, uint8 } from '../numbers/number-types.js';
import {
  codecForIntegers,
  codecOfTypedArray,
  isPointerCode,
  readNumbers,
  readSequenceHead,
  type SequenceHead,
  writeNumbers,
} from '../numbers/packed-numbers.js';
import { isInteger } from '../numbers/untyped-number.js';
import { isView, PACKED } from '../views/view.js';
import { type Element, UNDECLARED } from './element-type.js';
import { readElement, writePointers } from './pointer-sequence.js';

/** Appends the sequence that docs/format.md 4 chooses for these values. */
export function writeSequence(packer: Packer, values: readonly unknown[], element: Element): void {
  if (values.length === 0) writeNumbers(packer, values, uint8);
  else if (element.numbers === 'none') writePointers(packer, values, element);
  else if (element.numbers !== 'any') writeDeclaredNumbers(packer, values, element);
  else if (values.every(isInteger)) writeNumbers(packer, values, codecForIntegers(values));
  else if (values.every((value) => typeof value === 'number')) writeNumbers(packer, values, float64);
  else writePointers(packer, values, element);
}

function writeDeclaredNumbers(packer: Packer, given: readonly unknown[], element: Element): void {
  const values = given.some((value) => typeof value === 'object') ? Array.from(given, contentOf) : given;
  if (element.nullable && values.includes(null)) {
    writePointers(packer, values, element);
  } else if (element.numbers === 'float') {
    writeNumbers(packer, values, element.floatCodec);
  } else {
    for (let index = 0; index < values.length; index += 1) checkAt(element, values[index], index);
    writeNumbers(packer, values, codecForIntegers(values as readonly number[]));
  }
}

/** Throws `PackError` that says which element it is of. */
export function checkAt(element: Element, value: unknown, index: number): void {
  try {
    element.check(value);
  } catch (error) {
    throw error instanceof PackError ? error.within(index) : error;
  }
}

/** Fills `values` with the elements of the sequence at `offset`, whose head was read. */
export function readInto<T>(
  window: Window,
  offset: number,
  head: SequenceHead,
  element: Element<T>,
  reader: Decoding,
  put: (value: T | null) => void,
): void {
  reader.spend(window, offset, COST.container + COST.value * head.length);
  if (isPointerCode(head.code)) {
    for (let index = 0; index < head.length; index += 1) {
      const value = readElement(window, offset, head, index, element, reader);
      if (value === null && !element.nullable) throw element.refuseNone(window.base + offset);
      put(value);
    }
    return;
  }
  if (head.length === 0) return;
  if (element.numbers === 'none') throw element.refuseNumbers(window.base + offset);
  const untyped = element.numbers === 'any';
  for (const number of readNumbers(window, head)) put(untyped ? (number as T) : element.accept(number));
}

/** A list or tuple of one element type; `any` where none is declared. */
export class SequenceCodec<T = unknown> extends VariableCodec<readonly (T | null)[]> {
  readonly element: Element<T>;
  readonly #tuple: boolean;
  readonly #codes: string;
  readonly #plain: SharingKinds;

  /** `codes`: the RTTI codes that this type reads, the one it writes first. */
  constructor(name: string, codes: string, element: Element<T>) {
    super(name, codes, containerKinds(codes.charCodeAt(0), 'sequence', element.kind));
    this.#codes = codes;
    this.#plain = containerKinds(this.code, 'sequence', UNDECLARED);
    this.#tuple = name.startsWith('tuple');
    this.element = element;
  }

  override takesCode(code: number): boolean {
    return this.#codes.includes(String.fromCharCode(code));
  }

  override shareKey(value: unknown, packer: Packer): unknown {
    return this.#tuple ? tupleKey(value) : super.shareKey(value, packer);
  }

  override plainKinds(value: unknown): SharingKinds | undefined {
    const { element } = this;
    if (element.kind === UNDECLARED || !Array.isArray(value)) return undefined;
    return element.isPlain(value) ? this.#plain : undefined;
  }

  /** Where nothing is declared of the elements, what the tag says of them stands. */
  override ofTag(tag: Codec): VariableCodec {
    const type = tag instanceof VariableCodec ? tag.plainType : tag;
    return this.element.numbers === 'any' && type instanceof SequenceCodec ? type : this;
  }

  override write(packer: Packer, given: unknown): void {
    const value = isView(given) ? given[PACKED](packer.readings) : given;
    if (Array.isArray(value)) {
      // An element takes a byte at least.
      refuseTooLarge(value.length + 1);
      writeSequence(packer, value, this.element);
      return;
    }
    const codec = codecOfTypedArray(value);
    if (codec === undefined) throw new PackError(`${describe(value)} is not an array for ${this.name}`);
    const numbers = value as ArrayLike<number | bigint>;
    refuseTooLarge(numbers.length);
    if (this.element.numbers === 'any') writeNumbers(packer, numbers, codec);
    else writeSequence(packer, Array.from(numbers), this.element);
  }

  override read(window: Window, offset: number, reader: Decoding): readonly (T | null)[] {
    const known = reader.made(window, offset, this);
    if (known !== undefined) return known as (T | null)[];
    const head = readSequenceHead(window, offset);
    const values: (T | null)[] = [];
    // One of numbers alone leads nowhere, so not back to itself.
    if (isPointerCode(head.code) || reader.repeats) reader.remember(window, offset, this, values);
    reader.enter(window, offset);
    readInto(window, offset, head, this.element, reader, (value) => values.push(value));
    reader.leave();
    return this.#tuple ? Object.freeze(values) : values;
  }
}
