/** Which section of docs/format.md tells of what: the one place that knows their numbers by kinds of sections, by types and by words. */
import { SectionKind, sectionName } from '../../mappers/tables/sections.js';

/** 13.1 and on, and the filter after those of indexes. */
const OF_KINDS: ReadonlyMap<number, string> = /* @__PURE__ */ new Map<number, string>([
  [SectionKind.about, '13.1'],
  [SectionKind.hashTable, '13.2'],
  [SectionKind.integerTable, '13.3'],
  [SectionKind.directTable, '13.4'],
  [SectionKind.columns, '13.5'],
  [SectionKind.directory, '13.6'],
  [SectionKind.bucketTable, '13.7'],
  [SectionKind.order, '13.8'],
  [SectionKind.secondary, '13.9'],
  [SectionKind.recordLists, '13.9'],
  [SectionKind.filter, '13.10'],
]);

const OF_TYPES: readonly (readonly [types: RegExp, section: string])[] = [
  [/^(text|string|bytes)$/, '2'],
  [/^buffer/, '3'],
  [/^(list|tuple)/, '4'],
  [/^set/, '5'],
  [/^any/, '6'],
  [/date|decimal|ndarray|dict/i, '7'],
  [/^(u?int|float|bool|big)/, '1'],
];

/** By the words that opening a file asks for its stretches with. */
const OF_WORDS: readonly (readonly [words: RegExp, section: string])[] = [
  [/trailer|tail|checksum|description/, '14'],
  [/schema/, '12'],
  [/section|directory/, '13'],
  [/typed array|record/, '10'],
  [/mapper|mapping|footer|entry|index/, '11'],
];

/** Of an extension section: that of all of them for kinds of later versions. */
export function sectionOfKind(kind: number): string {
  return OF_KINDS.get(kind) ?? '13';
}

/** What a kind of extension section is called, also one of a later version. */
export function nameOfKind(kind: number): string {
  return OF_KINDS.has(kind) ? sectionName(kind as SectionKind) : `section ${kind}`;
}

/** How values of a type lie; `tagged` types have a code in front. Structs for all that is none of the library's own. */
export function sectionOfType(type: string): string {
  const name = type.replace(/^tagged /, '');
  return OF_TYPES.find(([types]) => types.test(name))?.[1] ?? '9';
}

export function sectionOfWords(words: string): string {
  return OF_WORDS.find(([each]) => each.test(words))?.[1] ?? '11';
}
