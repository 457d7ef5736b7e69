/**
 * Writing blocks while the next is filled: the system copies them, on a thread of Node's own pool, so that a second
 * core bears what writing costs, about a tenth of a build. Each goes to a stated position, so their order is free.
 */
import { closeSync, write, writeSync } from 'node:fs';

/** Blocks on their way at most, which bounds the memory they take. With so many, one is written here and now. */
const MOST = 4;

interface Block {
  readonly bytes: Uint8Array;
  readonly length: number;
  readonly position: number;
}

/** Writes all of a block; a file that is full or over its limit takes a part, and fails when given the rest. */
function writeWhole(fd: number, { bytes, length, position }: Block, done = 0): void {
  for (let at = done; at < length; ) at += writeSync(fd, bytes, at, length - at, position + at);
}

export class WriteBehind {
  readonly #fd: number;
  /** Blocks handed over and not known to be written. */
  readonly #blocks = new Set<Block>();
  #underWay = 0;
  #spare: Uint8Array[] | undefined = [];
  #failure: { readonly cause: unknown } | undefined;
  #onIdle: (() => void) | undefined;

  constructor(fd: number) {
    this.#fd = fd;
  }

  /**
   * Writes the first `length` bytes, which become this object's, and returns others of the same size to go on with. Throws
   * the system's error: of this block, or of an earlier one that failed meanwhile.
   */
  write(bytes: Uint8Array, length: number, position: number): Uint8Array {
    this.#check();
    const block = { bytes, length, position };
    if (this.#underWay >= MOST) {
      writeWhole(this.#fd, block);
      return bytes;
    }
    this.#blocks.add(block);
    this.#underWay += 1;
    write(this.#fd, bytes, 0, length, position, (error, written) => this.#ended(block, error, written));
    return this.#spare?.pop() ?? new Uint8Array(bytes.length);
  }

  /** Has everything in the file on return: what may still be on its way is written once more, which changes nothing. */
  flush(): void {
    this.#check();
    for (const block of this.#blocks) writeWhole(this.#fd, block);
    this.#blocks.clear();
  }

  /** Says that nothing more comes, which frees memory. */
  end(): void {
    this.#spare = undefined;
  }

  /** Closes the file once nothing is on its way to it, then calls `closed`. */
  close(closed: () => void): void {
    this.end();
    this.#blocks.clear();
    this.#onIdle = () => {
      closeSync(this.#fd);
      closed();
    };
    if (this.#underWay === 0) this.#onIdle();
  }

  #check(): void {
    if (this.#failure !== undefined) throw this.#failure.cause;
  }

  #ended(block: Block, error: unknown, written: number): void {
    this.#underWay -= 1;
    try {
      // Of a block that was written again meanwhile, or is of no use any more, it does not matter how it ended.
      if (this.#blocks.delete(block)) {
        if (error) throw error;
        writeWhole(this.#fd, block, written);
      }
      this.#spare?.push(block.bytes);
      if (this.#underWay === 0) this.#onIdle?.();
    } catch (cause) {
      this.#failure ??= { cause };
    }
  }
}
