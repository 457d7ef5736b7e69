/**
 * Binary search of a sorted vector, as `flatc` makes it for the languages that it makes it for (`__lookup_by_key`):
 * keys are compared as the bytes of UTF-8 where they lie, without a string or an accessor for those passed over.
 */
import type { ByteBuffer } from 'flatbuffers';
import { User, type Users } from './user.js';

/** Places in the vtable (user.ts): `by_key` of `Users`, `key` and `number` of `User`. */
const BY_KEY = 6;
const KEY = 4;
const NUMBER = 6;
const LONGEST_KEY = 64;

export class SortedUsers {
  readonly #bb: ByteBuffer;
  readonly #bytes: Uint8Array;
  readonly #vector: number;
  readonly #length: number;
  readonly #encoder = new TextEncoder();
  readonly #key = new Uint8Array(LONGEST_KEY);

  constructor({ bb, bb_pos }: Users) {
    this.#bb = bb!;
    this.#bytes = bb!.bytes();
    const field = bb_pos + bb!.__offset(bb_pos, BY_KEY);
    this.#vector = bb!.__vector(field);
    this.#length = bb!.__vector_len(field);
  }

  /** The table that holds the key; in `user` if given. */
  byString(key: string, user?: User): User | undefined {
    const size = this.#encoder.encodeInto(key, this.#key).written;
    const bb = this.#bb;
    let start = 0;
    let span = this.#length;
    while (span !== 0) {
      const half = span >> 1;
      const table = bb.__indirect(this.#vector + 4 * (start + half));
      const order = this.#compare(table + bb.__offset(table, KEY), size);
      if (order === 0) return (user ?? new User()).__init(table, bb);
      if (order > 0) {
        span = half;
      } else {
        start += half + 1;
        span -= half + 1;
      }
    }
    return undefined;
  }

  byNumber(key: number, user?: User): User | undefined {
    const bb = this.#bb;
    let start = 0;
    let span = this.#length;
    while (span !== 0) {
      const half = span >> 1;
      const table = bb.__indirect(this.#vector + 4 * (start + half));
      const offset = bb.__offset(table, NUMBER);
      // What equals the default, 0, is not stored.
      const found = offset === 0 ? 0 : bb.readFloat64(table + offset);
      if (found === key) return (user ?? new User()).__init(table, bb);
      if (found > key) {
        span = half;
      } else {
        start += half + 1;
        span -= half + 1;
      }
    }
    return undefined;
  }

  /** Order of the stored key, whose offset lies at `field`, and the key looked for. */
  #compare(field: number, size: number): number {
    const at = this.#bb.__indirect(field);
    const length = this.#bb.readInt32(at);
    const bytes = this.#bytes;
    const key = this.#key;
    const common = Math.min(length, size);
    for (let i = 0; i < common; i += 1) {
      const difference = bytes[at + 4 + i]! - key[i]!;
      if (difference !== 0) return difference;
    }
    return length - size;
  }
}
