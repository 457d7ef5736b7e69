/** What a bucket table asks about keys. */
export interface TableKeys {
  /** Takes a key, until the next one, and gives its hash, signed. What is no key has one too, and matches nothing. */
  take(key: unknown): number;
  /** Whether a slot leads to the key taken last, by the place that the slot has for it. */
  matches(place: number): boolean;
  /** Position in the memory of what `matches` will read, which may lie outside. */
  positionOf(place: number): number;
  /** −1, or an error where a key that is not found had better not be asked for in this form. */
  missing(key: unknown): -1;
}
