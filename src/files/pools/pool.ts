/**
 * Object pools: a growing store of packed records, for graphs of objects that are larger than memory. What is packed
 * can be let go; what is read back is a proxy, and a proxy that is packed again, as part of another record, becomes
 * a pointer.
 *
 * A pool consists of sections, mapped temporary files. Values are shared within a section, not across: pointers stay
 * short, and only the last section's map of what lies where is in memory. Positions count through all sections; the
 * pool's bytes can be written to a file, where they are the same.
 */

import { tmpdir } from 'node:os';
import { checkOptions } from '../../bytes/options.js';
import { RecordPacker } from '../../containers/building/relocatable-record.js';
import { type RecordType, structOf } from '../../containers/record-type.js';
import { ArgumentError, ClosedError } from '../../errors.js';
import { pack } from '../../schema/pack.js';
import { defaultRegistry } from '../../schema/registry.js';
import type { AnyType, OutOf, Type } from '../../schema/type.js';
import type { AnyTable } from '../../values/any/any.js';
import type { VariableCodec } from '../../values/base/codec.js';
import { Decoding } from '../../values/base/decoding.js';
import { AtomicFile } from '../building/atomic-file.js';
import { type FilePath, pathOf } from '../path-of.js';
import { dumpSections, isSink, type PoolSink } from './pool-dump.js';
import { MAX_SHARED, MIN_FREE, type ObjectPoolOptions, sectionBytesOf } from './pool-options.js';
import { PoolFile, PoolSection, sectionAt } from './pool-section.js';
import { SectionSharing } from './pool-sharing.js';
import { type PoolType, poolType } from './pool-type.js';

/** Sections start at multiples of this in the pool, so that records lie aligned in a dump as well. */
const SECTION_ALIGNMENT = 32;
const PAGE_BYTES = 4096;

const roundUp = (value: number, unit: number): number => Math.ceil(value / unit) * unit;

interface Preload {
  readonly type: PoolType;
  readonly value: unknown;
  /** Bytes it takes at most. */
  readonly length: number;
}

/** A growing store of packed records in temporary files (Python's `TemporaryObjectPool`). */
export class ObjectPool implements Disposable {
  readonly #folder: string;
  readonly #sectionSize: number;
  readonly #minFree: number;
  readonly #freeList: PoolFile[] | undefined;
  readonly #sharing: SectionSharing;
  readonly #packers = new Map<VariableCodec, RecordPacker>();
  readonly #registry: AnyTable;
  readonly #preloads: Preload[] = [];
  #sections: PoolSection[] = [];
  #closed = false;

  constructor(options: ObjectPoolOptions = {}) {
    checkOptions(options, 'maxEntries stable registry sectionSize folder minFree freeList');
    const { maxEntries = MAX_SHARED } = options;
    this.#sectionSize = roundUp(sectionBytesOf(options), PAGE_BYTES);
    this.#folder = options.folder === undefined ? tmpdir() : pathOf(options.folder);
    this.#minFree = Math.min(options.minFree ?? MIN_FREE, this.#sectionSize / 2);
    this.#freeList = options.freeList;
    this.#registry = options.registry ?? defaultRegistry;
    this.#sharing = new SectionSharing({ stable: options.stable, maxEntries });
  }

  /** Bytes in the pool, and of a dump. */
  get size(): number {
    const last = this.#sections.at(-1);
    return last === undefined ? 0 : last.base + last.length;
  }

  /** Number of sections. */
  get sectionCount(): number {
    return this.#sections.length;
  }

  /** Whether the content is in mapped files; else in this process's memory, where there is no mmap. */
  get mapped(): boolean {
    return this.notMappedBecause === undefined;
  }

  /** Why the content is not in mapped files, in words such as `the package koffi is not installed`; undefined when it is. */
  get notMappedBecause(): string | undefined {
    return this.#sections.find(({ file }) => file.notMappedBecause !== undefined)?.file.notMappedBecause;
  }

  /**
   * Adds a record, or a value of another type, such as `t.any`, and returns its position. Values that the section has
   * already, the same objects or equal texts, and proxies that `unpack` gave, are pointed to; so do not change an
   * object and pack it again.
   *
   * @throws `PackError` for a value that does not fit.
   */
  pack<Input>(type: Type<unknown, Input, boolean, unknown>, value: Input): number {
    this.#check();
    return this.#pack(poolType(type, this.#registry), value);
  }

  /**
   * Adds the bytes of a packed record, as `type.pack(value)` gives them, in a worker thread for instance, and returns
   * its position. They must not have been packed with `sharing` that points out of them.
   */
  add<V extends object, Input>(type: RecordType<V, Input>, bytes: Uint8Array): number {
    this.#check();
    const { layout } = structOf(type).codec.schema;
    if (bytes.length < layout.header) {
      throw new ArgumentError(
        `${bytes.length} bytes are no packed record, which takes ${layout.header} at least`,
      );
    }
    const section = this.#sectionFor(bytes.length + layout.alignment);
    section.align(layout.alignment);
    const position = section.base + section.length;
    section.append(bytes);
    return position;
  }

  /**
   * Packs a value into every section from now on, the present one included, so that records can point to it and all
   * it holds wherever they are. It costs its size once a section.
   *
   * @param type What it is packed as.
   */
  addPreload<Input>(type: Type<unknown, Input, boolean, unknown>, value: Input): void {
    this.#check();
    const preloaded = poolType(type, this.#registry);
    const { length } = pack(preloaded.table, preloaded.codec, value);
    this.#preloads.push({ type: preloaded, value, length: length + SECTION_ALIGNMENT });
    if (this.#sections.length === 0) return;
    this.#sharing.evict();
    this.#pack(preloaded, value);
    this.#sharing.pin();
  }

  /**
   * A proxy over the record at a position that `pack` or `add` gave, or the value that was packed there.
   *
   * @param type What it was packed as.
   */
  unpack<T extends AnyType>(type: T, position: number): OutOf<T> {
    this.#check();
    const { codec, table, least } = poolType(type, this.#registry);
    const section = sectionAt(this.#sections, position);
    const offset = position - section.base;
    if (offset + least > section.length) {
      throw new ArgumentError(`there is no record at position ${position} of the pool`);
    }
    const window = section.memory.windowAt(offset);
    return codec.read(window, offset - window.base, new Decoding(table)) as OutOf<T>;
  }

  /** Forgets which values the pool has, but for preloaded and stable ones: frees memory, and ends sharing with them. */
  clearSharing(): void {
    this.#sharing.evict();
  }

  /**
   * Writes the pool's content to a file, which appears when it is whole, or to a sink, and returns its length in
   * bytes. A record's position is its offset: `type.unpackFrom(bytes, position)` reads it there.
   *
   * @param target The path of a file, or what takes the bytes.
   */
  async dump(target: FilePath | PoolSink): Promise<number> {
    this.#check();
    if (isSink(target)) return dumpSections(this.#sections, target);
    const file = AtomicFile.create(target);
    try {
      const length = dumpSections(this.#sections, file);
      await file.publish();
      return length;
    } catch (error) {
      file.discard();
      throw error;
    }
  }

  /**
   * Ends the pool: its proxies throw `ClosedError`. Its files go to the free list, if there is one; with `discard`,
   * or without a list, their space is given back. A second call does nothing.
   */
  close(discard = false): void {
    this.#closed = true;
    for (const { memory, file } of this.#sections) {
      memory.close();
      if (discard || this.#freeList === undefined || file.capacity !== this.#sectionSize) file.close();
      else this.#freeList.push(file);
    }
    this.#sections = [];
    this.#sharing.section = undefined;
    this.#sharing.clear();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #check(): void {
    if (this.#closed) throw new ClosedError('the pool is closed: make another');
  }

  #pack(type: PoolType, value: unknown): number {
    const { codec, table, alignment } = type;
    let section = this.#sectionFor(this.#minFree);
    section.align(alignment);
    let position = this.#write(type, value, section);
    if (position < 0) {
      // The section is full. What is pointed to in it must be written again, so the length is another.
      const alone = pack(table, codec, value);
      section = this.#addSection(alone.length + alignment);
      section.align(alignment);
      position = this.#write(type, value, section);
    }
    return position;
  }

  /** Position of the record; −1 when there is no room for it. */
  #write(type: PoolType, value: unknown, section: PoolSection): number {
    const packer = this.#packers.get(type.codec) ?? new RecordPacker(type.codec, this.#sharing, type);
    this.#packers.set(type.codec, packer);
    const position = packer.pack(value, section.base + section.length);
    const fits = packer.bytes.length <= section.free;
    try {
      if (fits) section.append(packer.bytes);
      else this.#sharing.clear();
    } catch (error) {
      this.#sharing.clear();
      throw error;
    }
    return fits ? position : -1;
  }

  /** The last section, or a new one if that has no room for `length` bytes. */
  #sectionFor(length: number): PoolSection {
    const last = this.#sections.at(-1);
    return last !== undefined && last.free >= length ? last : this.#addSection(length);
  }

  #addSection(length: number): PoolSection {
    const preloaded = this.#preloads.reduce((sum, preload) => sum + preload.length, 0);
    const needed = roundUp(length + preloaded, PAGE_BYTES);
    const reused = needed <= this.#sectionSize ? this.#takeFree() : undefined;
    const file = reused ?? new PoolFile(this.#folder, Math.max(this.#sectionSize, needed));
    const section = new PoolSection(file, roundUp(this.size, SECTION_ALIGNMENT));
    this.#sections.push(section);
    this.#sharing.clear();
    this.#sharing.section = section;
    for (const { type, value } of this.#preloads) {
      section.align(type.alignment);
      this.#write(type, value, section);
    }
    this.#sharing.pin();
    return section;
  }

  #takeFree(): PoolFile | undefined {
    const at = this.#freeList?.findIndex(({ capacity }) => capacity === this.#sectionSize) ?? -1;
    return at < 0 ? undefined : this.#freeList?.splice(at, 1)[0];
  }
}
