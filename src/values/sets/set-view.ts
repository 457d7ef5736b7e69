/** Sets read in place (docs/format.md 5). The interface is that of a Set in ES2025, but for what changes it. */
import { walk } from '../../bytes/walk.js';
import type { Window } from '../../bytes/window.js';
import { COST } from '../base/budget.js';
import type { CodecTable } from '../base/codec.js';
import type { Decoding } from '../base/decoding.js';
import type { Readings } from '../base/readings.js';
import { isPointerCode, readSequenceHead, type SequenceHead } from '../numbers/packed-numbers.js';
import type { Element } from '../sequences/element-type.js';
import { readItem } from '../sequences/sequence-item.js';
import { numbersInPlace, numbersOf } from '../sequences/typed-array-of-numbers.js';
import { PACKED, PLAIN, View } from '../views/view.js';
import { addBits, countBits, LARGE_BITMAP, LARGE_BYTES, SMALL_BITMAP, SMALL_BYTES } from './read-members.js';
import * as algebra from './set-view-algebra.js';
import { MEMBERS } from './set-view-algebra.js';
import { bitmapHas, HashedMembers, numbersHave } from './set-view-search.js';

/** A set that stays in the file: members are read when they are asked for. */
export class SetView<T = unknown> extends View<Set<T>> implements ReadonlySet<T> {
  readonly #element: Element<T>;
  /** Bytes of the bitmap; 0 for a sequence. */
  readonly #bitmap: number;
  readonly #head: SequenceHead | undefined;

  /** @internal */
  constructor(window: Window, offset: number, element: Element<T>, table: CodecTable) {
    super(window, offset, table);
    window.need(offset, 1);
    const code = window.view.getUint8(offset);
    this.#element = element;
    this.#bitmap = code === SMALL_BITMAP ? SMALL_BYTES : code === LARGE_BITMAP ? LARGE_BYTES : 0;
    this.#head = this.#bitmap > 0 ? undefined : readSequenceHead(window, offset);
    if (this.#bitmap > 0) window.need(offset, this.#bitmap);
    if (element.numbers !== 'none') return;
    const numbers = this.#head === undefined || !isPointerCode(this.#head.code);
    if (numbers && this.size > 0) throw element.refuseNumbers(window.base + offset);
  }

  /** Number of members. */
  get size(): number {
    return this.#head?.length ?? countBits(this.window, this.offset, this.#bitmap);
  }

  /**
   * Whether a value is a member, by content: tuples as arrays, sets as Sets. Two to three reads for small integers,
   * about log₂(size) for others; sets inside sets are found by walking.
   *
   * @throws `ArgumentError` where a `number` that is not exact (from 2⁵³ up) is not found among members that can be
   * integers of 64 bits.
   */
  has(value: unknown): boolean {
    const head = this.#head;
    if (head !== undefined && isPointerCode(head.code)) {
      return this.#hashed(head).has(value);
    }
    if (typeof value !== 'number' && typeof value !== 'bigint') return false;
    if (head !== undefined) return numbersHave(this.window, head, value);
    return bitmapHas(this.window, this.offset, this.#bitmap, value);
  }

  /** Members in stored order: numbers ascending, others by stable hash. */
  [Symbol.iterator](): Generator<T, undefined> {
    return this.#items(this.reading());
  }

  /** The members, in the order they are stored in. */
  values(): Generator<T, undefined> {
    return this[Symbol.iterator]();
  }

  /** The same as `values`, as of `Set`. */
  keys(): Generator<T, undefined> {
    return this[Symbol.iterator]();
  }

  /** Each member twice, as of `Set`. */
  entries(): Generator<[T, T], undefined> {
    return this.#walk(this.reading(), (member) => [member, member]);
  }

  /** Calls `callback` with each member, as `Set.prototype.forEach` does, with `thisArg` as its `this`. */
  forEach(callback: (value: T, key: T, set: ReadonlySet<T>) => void, thisArg?: unknown): void {
    for (const value of this) callback.call(thisArg, value, value, this);
  }

  /** All members as a Set, decoded together. */
  toSet(): Set<T> {
    return this[PLAIN]();
  }

  /** Members of this set and another. */
  union<U>(other: algebra.SetLike<U>): Set<T | U> {
    return algebra.union(this, other);
  }

  /**
   * Members of both.
   *
   * @param other The other set.
   */
  intersection<U>(other: algebra.SetLike<U>): Set<T & U> {
    return algebra.intersection(this, other);
  }

  /** Members that the other set does not have. */
  difference<U>(other: algebra.SetLike<U>): Set<T> {
    return algebra.difference(this, other);
  }

  /**
   * Members of one of the two only.
   *
   * @param other The other set.
   */
  symmetricDifference<U>(other: algebra.SetLike<U>): Set<T | U> {
    return algebra.symmetricDifference(this, other);
  }

  /** Whether all members are in `other`, too. */
  isSubsetOf(other: algebra.SetLike<unknown>): boolean {
    return algebra.isSubsetOf(this, other);
  }

  /** Whether all members of `other` are in this, too. */
  isSupersetOf(other: algebra.SetLike<unknown>): boolean {
    return algebra.isSupersetOf(this, other);
  }

  /** Whether no member is in `other`. */
  isDisjointFrom(other: algebra.SetLike<unknown>): boolean {
    return algebra.isDisjointFrom(this, other);
  }

  /** @internal */
  override [PLAIN](reader: Decoding = this.reading()): Set<T> {
    reader.spend(this.window, this.offset, COST.container + COST.value * this.size);
    const head = this.#head;
    if (head === undefined) return this.#bits();
    const members = new Set<T>();
    for (let index = 0; index < this.size; index += 1) members.add(this.#read(head, index, reader));
    return members;
  }

  /** @internal */
  [MEMBERS](readings: Readings): algebra.Members<T> {
    const reader = readings.of(this.window, this.table);
    const head = this.#head;
    const hashed = head !== undefined && isPointerCode(head.code) ? this.#hashed(head, readings) : undefined;
    return {
      size: this.size,
      has: (value) => (hashed === undefined ? this.has(value) : hashed.has(value)),
      values: () => this.#items(reader),
    };
  }

  /** @internal Numbers are packed again in the type that they are stored in. */
  override [PACKED](readings: Readings): object {
    const head = this.#head;
    return head !== undefined && numbersInPlace(head, this.size)
      ? numbersOf(this.window, head, { from: 0, step: 1, length: this.size }, this.#element)
      : this.plainWithin(readings);
  }

  protected override shown(limit: number, reader: Decoding): [number, object] {
    const first = new Set<T>();
    // Counted, not measured by what is in the set: a damaged one may hold the same member over and over.
    let count = 0;
    for (const value of this.#items(reader)) {
      if (count === limit) break;
      first.add(value);
      count += 1;
    }
    return [this.size, first];
  }

  /** Members of a bitmap, of which there are 120 at most. */
  #bits(): Set<T> {
    this.window.need(this.offset, this.#bitmap);
    const members = new Set<T | null>();
    addBits(this.window, this.offset, this.#bitmap, this.#element, members);
    return members as Set<T>;
  }

  #hashed(head: SequenceHead, readings?: Readings): HashedMembers<T> {
    return new HashedMembers(this.window, this.offset, head, this.#element, this.table, readings);
  }

  #items(reader: Decoding): Generator<T, undefined> {
    return this.#walk(reader, (member) => member);
  }

  /** What `give` makes of each member, with one budget for all of them. */
  #walk<R>(reader: Decoding, give: (member: T) => R): Generator<R, undefined> {
    const head = this.#head;
    if (head === undefined) {
      const members = [...this.#bits()];
      return walk(members.length, (index) => give(members[index]!));
    }
    return walk(this.size, (index) => {
      reader.spend(this.window, this.offset, COST.value);
      const member = this.#read(head, index, reader);
      reader.next();
      return give(member);
    });
  }

  #read(head: SequenceHead, index: number, reader: Decoding): T {
    return readItem(this.window, this.offset, head, index, this.#element, reader) as T;
  }
}
