/** What is damaged: bytes, and how they are read. */
import type { ReadAll } from '../read/attempt.js';

export interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Whether the bytes are not what they are read as, so that nothing need come of it. */
  readonly foreign?: boolean;
  /** Opens the bytes in every way that fits them, and reads all there is. */
  readonly read: (bytes: Uint8Array, all: ReadAll) => void | Promise<void>;
}
