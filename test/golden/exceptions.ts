/**
 * Golden arrays, id mappers and mappings that are not tested as the others are: which, and why.
 * `containers-coverage.test.ts` proves by the cases' content that these are all.
 */
interface Exception {
  readonly id: string;
  readonly why: string;
}

function of(why: string, ids: readonly string[]): Exception[] {
  return ids.map((id) => ({ id, why }));
}

/** Cases that are read by another test. */
export const READ_ELSEWHERE: readonly Exception[] = [...of('read by src/files/bundle.test.ts', ['bundle'])];

/** Cases that are read, but not written by the call that wrote them. */
export const NOT_WRITTEN: readonly Exception[] = [
  ...of('Python wrote it 40 bytes into a file; here a mapper is written from position 0 of its own', [
    'NumericIdMapper_at_offset40',
    'ObjectIdMapper_at_offset40',
    'StringIdMapper_at_offset40',
  ]),
];

export function isReadElsewhere(id: string): boolean {
  return READ_ELSEWHERE.some((each) => each.id === id);
}

export function isNotWritten(id: string): boolean {
  return isReadElsewhere(id) || NOT_WRITTEN.some((each) => each.id === id);
}
