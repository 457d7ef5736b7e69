/** One case: damaged bytes read in every way. */
import type { Case } from '../damage/cases.js';
import { damaged, type Edit } from '../damage/edit.js';
import type { ReadAll } from '../read/attempt.js';

/** What went wrong; undefined for values and errors of the library, whatever their number. */
export async function wrong({ sample, edits }: Case, all: ReadAll): Promise<string | undefined> {
  try {
    await sample.read(damaged(sample.bytes, edits), all);
    return undefined;
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}

/** The shortest list of edits that `fails` finds among those that lack some of the given ones. */
export async function smallest(
  edits: readonly Edit[],
  fails: (edits: readonly Edit[]) => Promise<boolean>,
): Promise<readonly Edit[]> {
  let least = edits;
  for (let at = least.length - 1; at >= 0; at -= 1) {
    const fewer = least.filter((_, index) => index !== at);
    if (await fails(fewer)) least = fewer;
  }
  return least;
}
