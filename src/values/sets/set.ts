/** Sets (docs/format.md 5): bitmaps of small integers, sorted numbers, or pointers in stable-hash order. */
import type { Window } from '../../bytes/window.js';
import { PackError, SchemaError } from '../../errors.js';
import { COST } from '../base/budget.js';
import { type Codec, describe, type FixedCodec, VariableCodec } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Packer } from '../base/packer.js';
import { containerKinds, type SharingKinds } from '../base/sharing-kind.js';
import { contentOf, Tagged } from '../base/tagged-value.js';
import { deepEqual } from '../compare/equality.js';
import { inHashOrder } from '../compare/hashable.js';
import { compareNumbers } from '../compare/stored-order.js';
import { float32, float64 } from '../numbers/number-types.js';
import {
  codecForIntegers,
  codecOfTypedArray,
  isPointerCode,
  readSequenceHead,
  writeNumbers,
} from '../numbers/packed-numbers.js';
import { isInteger } from '../numbers/untyped-number.js';
import { type Element, UNDECLARED } from '../sequences/element-type.js';
import { writePointers } from '../sequences/pointer-sequence.js';
import { checkAt, readInto } from '../sequences/sequence.js';
import { PlainKeys } from '../views/plain-key.js';
import { isView, PACKED } from '../views/view.js';
import {
  addBits,
  addNumbers,
  countBits,
  LARGE_BITMAP,
  LARGE_BYTES,
  LARGE_MAX,
  readFew,
  SMALL_BITMAP,
  SMALL_BYTES,
  SMALL_MAX,
} from './read-members.js';
import { writeFewIntegers } from './small-integer-set.js';

/** RTTI code of lists. */
const LIST = 'e'.charCodeAt(0);

/** Sharing kinds of the set of which nothing is declared. */
const PLAIN_KINDS: SharingKinds = /* @__PURE__ */ containerKinds('Z'.charCodeAt(0), 'set', UNDECLARED);

function holdsTag(members: ReadonlySet<unknown>): boolean {
  for (const member of members) if (member instanceof Tagged) return true;
  return false;
}

/** Sorted ascending, without repeats (5 and 5n are one member). */
function sortedIntegers(values: readonly (number | bigint)[]): (number | bigint)[] {
  const sorted = [...values].sort(compareNumbers);
  return sorted.filter((value, index) => index === 0 || compareNumbers(value, sorted[index - 1]!) !== 0);
}

/** Writes members of 0 to 119, sorted, as a bitmap; false, with nothing written, when there are others. */
function writeBitmap(
  packer: Packer,
  sorted: readonly (number | bigint)[],
  count: number = sorted.length,
): boolean {
  const last = count === 0 ? 0 : sorted[count - 1]!;
  if (last > LARGE_MAX || (count > 0 && sorted[0]! < 0)) return false;
  const large = last > SMALL_MAX;
  const start = packer.zeros(large ? LARGE_BYTES : SMALL_BYTES);
  packer.bytes[start] = large ? LARGE_BITMAP : SMALL_BITMAP;
  for (let index = 0; index < count; index += 1) {
    const member = Number(sorted[index]);
    packer.bytes[start + 1 + (member >> 3)]! |= 1 << (member & 7);
  }
  return true;
}

/** `codec`: of members that keep the element type they came in, when no bitmap holds them. */
function writeIntegers(packer: Packer, values: readonly (number | bigint)[], codec?: FixedCodec): void {
  const sorted = sortedIntegers(values);
  if (writeBitmap(packer, sorted)) return;
  writeNumbers(packer, sorted, codec ?? codecForIntegers(sorted));
}

/** Members behind pointers. What is wrong with one is said of its place in the set, not in that order. */
function writeHashed(packer: Packer, values: readonly unknown[], element: Element): void {
  const ordered = inHashOrder(values);
  try {
    writePointers(packer, ordered, element);
  } catch (error) {
    if (!(error instanceof PackError)) throw error;
    throw error.renamed((at) => values.findIndex((value) => sameMember(value, ordered[at])));
  }
}

function sameMember(value: unknown, member: unknown): boolean {
  return value === member || deepEqual(value, member);
}

/** A set of one element type; `any` where none is declared. */
export class SetCodec<T = unknown> extends VariableCodec<Set<T | null>> {
  readonly element: Element<T>;

  constructor(name: string, element: Element<T>) {
    super(name, 'Z', containerKinds('Z'.charCodeAt(0), 'set', element.kind));
    if (element.codec.code === LIST) {
      throw new SchemaError(
        'a set cannot hold lists, which have no stable hash: declare its members as tuples',
      );
    }
    this.element = element;
  }

  override takesCode(code: number): boolean {
    return code === this.code || code === 'z'.charCodeAt(0);
  }

  override plainKinds(value: unknown): SharingKinds | undefined {
    const { element } = this;
    if (element.kind === UNDECLARED || !(value instanceof Set)) return undefined;
    return element.isPlain(value) ? PLAIN_KINDS : undefined;
  }

  /** Where nothing is declared of the members, what the tag says of them stands. */
  override ofTag(tag: Codec): VariableCodec {
    const type = tag instanceof VariableCodec ? tag.plainType : tag;
    return this.element.numbers === 'any' && type instanceof SetCodec ? type : this;
  }

  override write(packer: Packer, given: unknown): void {
    const plain = isView(given) ? given[PACKED](packer.readings) : given;
    if (!(plain instanceof Set)) {
      this.#writeTypedArray(packer, plain);
      return;
    }
    const { numbers } = this.element;
    const tagged = (numbers === 'integer' || numbers === 'float') && holdsTag(plain);
    const value: Set<unknown> = tagged ? new Set(Array.from(plain, contentOf)) : plain;
    if (
      (numbers === 'any' || numbers === 'integer') &&
      writeFewIntegers(packer, value, this.element, writeBitmap)
    )
      return;
    const keys = new PlainKeys();
    const values: unknown[] = Array.from(value, (member) => keys.of(member));
    // None can only be written, or refused, among pointers.
    const packed = numbers === 'any' || (numbers !== 'none' && !value.has(null));
    if (packed && numbers !== 'any')
      values.forEach((member, index) => void checkAt(this.element, member, index));
    if (values.length === 0) writeIntegers(packer, []);
    else if (packed && numbers !== 'float' && values.every(isInteger)) writeIntegers(packer, values);
    else if (packed && values.every((member) => typeof member === 'number'))
      this.#writeFloats(packer, values);
    else writeHashed(packer, values, this.element);
  }

  /** The members are its numbers, in its own element type where none is declared, as from a numpy array in Python. */
  #writeTypedArray(packer: Packer, value: unknown): void {
    const codec = codecOfTypedArray(value);
    if (codec === undefined) throw new PackError(`${describe(value)} is not a Set for ${this.name}`);
    const values = new Set(value as Iterable<number | bigint>);
    if (this.element.numbers !== 'any') this.write(packer, values);
    else if (codec !== float32 && codec !== float64) writeIntegers(packer, [...values], codec);
    else writeNumbers(packer, [...values].sort(compareNumbers), codec);
  }

  #writeFloats(packer: Packer, values: readonly number[]): void {
    const codec = this.element.numbers === 'float' ? this.element.floatCodec : float64;
    const kept = codec.size === 4 ? [...new Set(values.map(Math.fround))] : [...values];
    writeNumbers(packer, kept.sort(compareNumbers), codec);
  }

  override readFew(window: Window, offset: number): Set<T | null> | undefined {
    return readFew(window, offset, this.element);
  }

  override read(window: Window, offset: number, reader: Decoding): Set<T | null> {
    const known = reader.made(window, offset, this);
    if (known !== undefined) return known as Set<T | null>;
    const values = new Set<T | null>();
    window.need(offset, 1);
    const code = window.view.getUint8(offset);
    if (code === SMALL_BITMAP || code === LARGE_BITMAP) {
      const length = code === SMALL_BITMAP ? SMALL_BYTES : LARGE_BYTES;
      const size = countBits(window, offset, length);
      reader.spend(window, offset, COST.container + COST.value * size);
      if (reader.repeats) reader.remember(window, offset, this, values);
      if (this.element.numbers === 'none' && size > 0) throw this.element.refuseNumbers(window.base + offset);
      addBits(window, offset, length, this.element, values);
      return values;
    }
    const head = readSequenceHead(window, offset);
    const pointers = isPointerCode(head.code);
    if (pointers || reader.repeats) reader.remember(window, offset, this, values);
    if (!pointers) {
      reader.spend(window, offset, COST.container + COST.value * head.length);
      addNumbers(window, offset, head, this.element, values);
      return values;
    }
    reader.enter(window, offset);
    readInto(window, offset, head, this.element, reader, (value) => values.add(value));
    reader.leave();
    return values;
  }
}
