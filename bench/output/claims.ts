/** What texts may say about speed: that look-ups are as fast as in a `Map` holds only where every cell of the table does. */
import type { Result } from './result.js';
import { allMet } from './targets.js';

/** `as fast as a Map`, `as fast as in a heap \`Map\``, and the like, over ends of lines. */
const CLAIM = /\b(as\s+fast\s+as|faster\s+than)\s+(in\s+)?(a\s+|the\s+)?(heap\s+|plain\s+)?`?Map\b/i;
/** The blocks that are made from the result, which say what it says. */
const BLOCKS = /<!-- bench:(\w+) -->[\s\S]*?<!-- \/bench:\1 -->/g;

/** Throws if a text, its generated blocks aside, claims what the result does not show. */
export function checkClaims(file: string, text: string, result: Pick<Result, 'rows'>): void {
  const found = CLAIM.exec(text.replaceAll(BLOCKS, ''));
  if (found === null || allMet(result.rows)) return;
  throw new Error(
    `${file} says "${found[0].replaceAll(/\s+/g, ' ')}", which does not hold in every cell of what is wanted: change the text`,
  );
}
