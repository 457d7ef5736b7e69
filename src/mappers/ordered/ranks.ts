/** What ranges, prefixes and nearest keys need to know of entries that have an order: a number, their *rank*, each. */
import type { MapperParts } from '../id-mapper.js';

/** What is used of an id mapper. */
export interface OrderedMapper {
  readonly size: number;
  readonly parts: MapperParts;
}

/** `B`: a key that is looked for, or what lies between two, ready to be compared. */
export interface Ranks<B> {
  readonly size: number;
  /** Whether searches go by halves, from the middle of all. */
  readonly halves: boolean;
  /** Whether a few comparisons near one another cost less than a search among all. */
  readonly near: boolean;
  /** To be called before a search or a walk: what either may unpack is bounded. */
  begin(): void;
  /** Throws `ArgumentError` for what is no key. */
  bound(key: unknown): B;
  /** The first bound past all keys that start with one; `undefined` where there is none. Throws `ArgumentError` for integers. */
  pastPrefix(prefix: unknown): B | undefined;
  /** The first bound past a key. */
  past(bound: B): B;
  /** Number in the index of the entry at a rank. Throws `CorruptBufferError` where there is no such entry. */
  entryAt(rank: number): number;
  /** The same for those who read ahead: any entry where there is no such one. */
  likelyEntryAt(rank: number): number;
  /** Sign of (key of an entry) − bound. */
  compare(entry: number, bound: B): number;
  /** Sign of (key of one entry) − (key of another). */
  compareEntries(one: number, other: number): number;
  /** First rank whose key is not below the bound; `size` where all are. */
  lowerBound(bound: B): number;
  /** Whether the key of an entry below a bound is as close to it as that of an entry above it. */
  isBelowNearer(below: number, bound: B, above: number): boolean;
}
