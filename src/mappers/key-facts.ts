/** What files say of their keys, in their trailers and the section for it. */
import type { KeyFacts } from '../trailer/trailer-info.js';
import type { KeySpec } from './key-kind.js';

export function keyFacts({ kind, width, multi, approximate, form }: KeySpec): KeyFacts {
  const facts = { key: kind, width: width === 4 ? 32 : 64, multi } as const;
  return { ...facts, ...(approximate && { approximate }), ...(form && { type: form.name }) };
}
