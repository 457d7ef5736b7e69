/**
 * Where values were written, so that a second occurrence repeats a pointer instead of bytes (docs/format.md 9,
 * "Sharing"). Positions are absolute: implicit offset + position in the buffer being packed.
 *
 * JavaScript keeps an object alive while it is a key here, so unlike Python's map from `id()` a `Sharing` can
 * outlive the records it was filled from without mixing values up.
 */
import { checkOptions } from '../../bytes/options.js';

/** Entries kept at most: a JavaScript Map holds 2²⁴, and what was written long ago is seldom met again. */
const MAX_ENTRIES = 2 ** 22;
/**
 * Entries kept in a list before there are any maps. Most records have no more than this to share, and filling and
 * clearing maps for each of a million records took a third of a build, garbage collection included.
 */
const FEW = 8;

/** How many values are known, to be pointed to when they come again. */
export interface SharingOptions {
  /** Entries kept at most; when there are more, those of earlier records go. Default 2²², some 300 MB. */
  readonly maxEntries?: number | undefined;
  /** Values (objects, texts) met all over: their entries stay when the others go. Default: none. */
  readonly stable?: Iterable<unknown> | undefined;
}

/** Positions by kind and key. */
type Entries = Map<unknown, Map<unknown, number>>;

function put(entries: Entries, kind: unknown, key: unknown, position: number): void {
  const map = entries.get(kind);
  if (map === undefined) entries.set(kind, new Map([[key, position]]));
  else map.set(key, position);
}

/** Remembers where values lie, per kind of bytes. One may be passed to many packings that land in one memory. */
export class Sharing {
  readonly #maxEntries: number;
  readonly #stable: ReadonlySet<unknown>;
  readonly #kinds: unknown[] = new Array(FEW).fill(undefined);
  readonly #keys: unknown[] = new Array(FEW).fill(undefined);
  readonly #positions: number[] = new Array(FEW).fill(0);
  readonly #maps: Entries = new Map();
  #few = 0;
  #many = 0;
  /** What no longer had room while a record was being packed, and must not be forgotten before its end. */
  readonly #aside: Entries[] = [];
  /** What outlasts a lack of room. */
  readonly #kept: Entries = new Map();

  constructor(options: SharingOptions = {}) {
    checkOptions(options, 'maxEntries stable');
    this.#maxEntries = Math.max(FEW, options.maxEntries ?? MAX_ENTRIES);
    this.#stable = new Set(options.stable ?? []);
  }

  /** Entries held. */
  get size(): number {
    let size = this.#few + this.#many;
    for (const entries of [...this.#aside, this.#kept]) for (const map of entries.values()) size += map.size;
    return size;
  }

  /** @internal Position of `key` among values of `kind`, the last that was added; −1 when it was not written yet. */
  find(kind: unknown, key: unknown): number {
    if (this.#many > 0) {
      const position = this.#maps.get(kind)?.get(key);
      if (position !== undefined) return position;
    }
    for (let entry = this.#few - 1; entry >= 0; entry -= 1) {
      if (this.#keys[entry] === key && this.#kinds[entry] === kind) return this.#positions[entry]!;
    }
    for (let layer = this.#aside.length - 1; layer >= 0; layer -= 1) {
      const position = this.#aside[layer]!.get(kind)?.get(key);
      if (position !== undefined) return position;
    }
    return this.#kept.size === 0 ? -1 : (this.#kept.get(kind)?.get(key) ?? -1);
  }

  /** @internal */
  add(kind: unknown, key: unknown, position: number): void {
    if (this.#few < FEW) {
      this.#kinds[this.#few] = kind;
      this.#keys[this.#few] = key;
      this.#positions[this.#few] = position;
      this.#few += 1;
      return;
    }
    if (this.#few + this.#many >= this.#maxEntries) this.#makeRoom();
    let map = this.#maps.get(kind);
    if (map === undefined) {
      map = new Map();
      this.#maps.set(kind, map);
    }
    map.set(key, position);
    this.#many += 1;
  }

  /** @internal Says that a record is complete: nothing that is added from here on is part of it. */
  next(): void {
    if (this.#aside.length > 0 || this.#few + this.#many >= this.#maxEntries) this.evict();
  }

  /** @internal Forgets all but what is stable or pinned. */
  evict(): void {
    if (this.#stable.size > 0) {
      for (const entries of this.#aside) this.#keep(entries, (key) => this.#stable.has(key));
      this.#keep(this.#entries(), (key) => this.#stable.has(key));
    }
    this.#aside.length = 0;
    this.#empty();
  }

  /** @internal Makes what is held now stay until `clear`. */
  pin(): void {
    for (const entries of [...this.#aside, this.#entries()]) this.#keep(entries, () => true);
    this.#aside.length = 0;
    this.#empty();
  }

  /** Forgets everything, as must happen before packing into another memory. */
  clear(): void {
    this.#empty();
    // Emptying what is empty costs a build more than filling it: this is called for each record.
    if (this.#aside.length > 0) this.#aside.length = 0;
    if (this.#kept.size > 0) this.#kept.clear();
  }

  #empty(): void {
    this.#few = 0;
    if (this.#many === 0) return;
    for (const map of this.#maps.values()) if (map.size > 0) map.clear();
    this.#many = 0;
  }

  /**
   * A record is being packed, and some of the objects held may be those around the value under way: forgotten, a
   * cycle through them would never end. So objects are set aside until the record's end; texts and numbers hold
   * nothing.
   */
  #makeRoom(): void {
    const aside: Entries = new Map();
    for (const [kind, map] of this.#entries()) {
      for (const [key, position] of map) {
        if (this.#stable.has(key)) put(this.#kept, kind, key, position);
        else if (typeof key === 'object') put(aside, kind, key, position);
      }
    }
    if (aside.size > 0) this.#aside.push(aside);
    this.#empty();
  }

  /** The list and the maps as one. */
  #entries(): Entries {
    const entries: Entries = new Map();
    for (let entry = 0; entry < this.#few; entry += 1) {
      put(entries, this.#kinds[entry], this.#keys[entry], this.#positions[entry]!);
    }
    for (const [kind, map] of this.#maps) {
      for (const [key, position] of map) put(entries, kind, key, position);
    }
    return entries;
  }

  #keep(entries: Entries, wanted: (key: unknown) => boolean): void {
    for (const [kind, map] of entries) {
      for (const [key, position] of map) if (wanted(key)) put(this.#kept, kind, key, position);
    }
  }
}
