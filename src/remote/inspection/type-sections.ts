/** Which section of docs/format.md tells how values of a type lie. */
const SECTIONS: readonly (readonly [types: RegExp, section: string])[] = [
  [/^(text|string|bytes)$/, '2'],
  [/^buffer/, '3'],
  [/^(list|tuple)/, '4'],
  [/^set/, '5'],
  [/^any/, '6'],
  [/date|decimal|ndarray|dict/i, '7'],
  [/^(u?int|float|bool|big)/, '1'],
];

/** `tagged` types have a code in front. Structs for all that is none of the library's own. */
export function sectionOfType(type: string): string {
  const name = type.replace(/^tagged /, '');
  return SECTIONS.find(([types]) => types.test(name))?.[1] ?? '9';
}
