/** What a command reads: a file, or the shards of a data set, one after the other. */
import { statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { manifestAt } from '../datasets/reading/open-dataset.js';
import { MANIFEST } from '../datasets/versions/run-files.js';
import { orFileError } from '../files/file-error.js';
import { mapFile } from '../files/mapping/map-file.js';
import type { Key } from '../mappers/id-mapper.js';
import type { Struct } from '../schema/struct-class.js';
import type { Manifest } from '../shards/manifest.js';
import { checkOwn } from '../shards/own-part.js';
import { shardFor } from '../shards/shard-of.js';
import type { Side } from '../tables/files/compare.js';
import { arrayOf, type Entry, entriesOf, sizeOf } from '../tables/files/entries.js';
import { type Found, found, type KeyChoice, type Opened, open } from '../tables/files/open-undeclared.js';

export interface Part {
  readonly path: string;
  readonly found: Found;
  readonly opened: Opened;
}

export class Parts {
  /** That of a data set; undefined for a file. */
  readonly manifest: Manifest | undefined;
  /** Of the file, or of the shards in their order. */
  readonly paths: readonly string[];
  readonly #choice: KeyChoice;
  readonly #open: (Part | undefined)[];

  /** Throws as `manifestAt` does. */
  constructor(path: string, choice: KeyChoice) {
    const set = isDataset(path) ? manifestAt(path) : undefined;
    this.manifest = set?.manifest;
    this.paths = set === undefined ? [path] : set.manifest.parts.map((part) => join(set.folder, part.path));
    this.#choice = choice;
    this.#open = this.paths.map(() => undefined);
  }

  /** The file, or the first shard. */
  get first(): Part {
    return this.#at(0);
  }

  /** The one that has a key, if any has it. */
  of(key: Key): Opened {
    return this.#at(this.manifest === undefined ? 0 : shardFor(key, this.manifest.shards)).opened;
  }

  /** One after the other: all but the first are closed once the next is asked for. */
  *[Symbol.iterator](): Generator<Part> {
    for (const number of this.paths.keys()) {
      const part = this.#at(number);
      yield part;
      if (number === 0) continue;
      part.found.file.close();
      this.#open[number] = undefined;
    }
  }

  /** All of them, at once. */
  get all(): readonly Part[] {
    return this.paths.map((_, number) => this.#at(number));
  }

  /** Entries, or records. */
  get size(): number {
    return this.manifest?.entries ?? sizeOf(this.first.opened);
  }

  get byteLength(): number {
    return this.manifest?.bytes ?? this.first.found.file.byteLength;
  }

  /**
   * The file, or of the shards those whose numbers are `number`, `number + step` and so on. Two data sets, of which the smaller has `step` shards,
   * have the same keys in those that a number gives, since both go by the low bits of one hash.
   */
  side(number: number, step: number): Side {
    const opened = (at: number) => this.#at(at).opened;
    const last = this.paths.length;
    return {
      first: this.first.opened,
      of: (key) => this.of(key),
      *[Symbol.iterator]() {
        for (let at = number; at < last; at += step) yield opened(at);
      },
    };
  }

  /** Closes all but the first. */
  release(): void {
    for (let number = 1; number < this.#open.length; number += 1) {
      this.#open[number]?.found.file.close();
      this.#open[number] = undefined;
    }
  }

  *entries(): Generator<Entry> {
    for (const { opened } of this) yield* entriesOf(opened);
  }

  close(): void {
    for (const part of this.#open) part?.found.file.close();
  }

  #at(number: number): Part {
    const known = this.#open[number];
    if (known !== undefined) return known;
    const path = this.paths[number]!;
    const file = mapFile(path);
    try {
      const inFile = found(file);
      // Records of all shards are of one class, by which they are written out.
      const type = number === 0 ? undefined : (arrayOf(this.first.opened)?.type as typeof Struct | undefined);
      const part = { path, found: inFile, opened: open(inFile, this.#choice, type) };
      this.#checkOwn(number, part);
      this.#open[number] = part;
      return part;
    } catch (error) {
      file.close();
      throw error;
    }
  }

  /** Throws `CorruptBufferError` for a file that is another than the manifest's. */
  #checkOwn(number: number, { path, found: { file }, opened }: Part): void {
    const { manifest } = this;
    if (manifest === undefined) return;
    const mapping = opened.kind === 'mapping' ? opened.mapping : undefined;
    const build = mapping && { buildId: mapping.buildId ?? null, entries: mapping.size };
    checkOwn(manifest, manifest.parts[number]!, path, { bytes: file.byteLength, ...build });
  }
}

/** Opens what a path leads to, and hands it to `use`, after which it is closed. */
export async function withParts<T>(
  path: string,
  choice: KeyChoice,
  use: (parts: Parts) => T | Promise<T>,
): Promise<T> {
  const parts = new Parts(path, choice);
  try {
    return await use(parts);
  } finally {
    parts.close();
  }
}

/** Whether a path is the folder of a data set, or its manifest. */
export function isDataset(path: string): boolean {
  return basename(path) === MANIFEST || orFileError('open', path, () => statSync(path)).isDirectory();
}

/** The files that a path leads to: itself, or the shards of a data set, each of which is the manifest's. */
export function filesOf(path: string): readonly string[] {
  if (!isDataset(path)) return [path];
  const parts = new Parts(path, {});
  try {
    for (const _ of parts);
    return parts.paths;
  } finally {
    parts.close();
  }
}
