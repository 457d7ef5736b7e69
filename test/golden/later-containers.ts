/**
 * Golden arrays, id mappers and mappings of kinds that the library does not have yet: which, and what they wait for.
 * `containers-coverage.test.ts` proves by the cases' content that these are all.
 */
interface LaterContainer {
  readonly id: string;
  readonly waitsFor: string;
}

function of(waitsFor: string, ids: readonly string[]): LaterContainer[] {
  return ids.map((id) => ({ id, waitsFor }));
}

/** Cases that cannot be read. */
export const LATER_READING: readonly LaterContainer[] = [...of('zip bundles', ['bundle'])];

/** Cases that can be read, but not written by the call that wrote them. */
export const LATER_WRITING: readonly LaterContainer[] = [
  ...of('writing at a position inside a file', [
    'NumericIdMapper_at_offset40',
    'ObjectIdMapper_at_offset40',
    'StringIdMapper_at_offset40',
  ]),
];

export function isLaterReading(id: string): boolean {
  return LATER_READING.some((each) => each.id === id);
}

export function isLaterWriting(id: string): boolean {
  return isLaterReading(id) || LATER_WRITING.some((each) => each.id === id);
}
