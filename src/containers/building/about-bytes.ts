/** Writing the section that says what a mapping is; `about-section.ts` reads it. */
import { keyFacts } from '../../mappers/key-facts.js';
import type { KeySpec } from '../../mappers/key-kind.js';

/** Version of the section's layout. */
export function aboutVersion({ form }: KeySpec): number {
  return form === undefined ? 1 : 2;
}

export function aboutBytes(spec: KeySpec): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(keyFacts(spec)));
}
