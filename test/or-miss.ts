/** Look-ups by keys made at random. */
import { ArgumentError } from 'sharedbuffers';

/** What a look-up gives. A number that is not exact (from 2⁵³ up) finds what is there, or is refused: `miss` here. */
export function orMiss<T>(find: () => T, miss: T): T {
  try {
    return find();
  } catch (error) {
    if (error instanceof ArgumentError && error.message.includes('stands for several integers')) return miss;
    throw error;
  }
}
