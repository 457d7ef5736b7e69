/** What bytes of this format are, and what their keys are, so that they open without a declaration. */
import type { Memory } from '../../bytes/memory.js';
import { readSections, type Section, SectionKind } from '../../mappers/tables/sections.js';
import type { KeyFacts } from '../../trailer/trailer-info.js';
import { type About, aboutOf, readAbout } from '../about-section.js';
import type { ArrayHeader } from '../array-header.js';
import { indexEnd } from '../part-positions.js';
import { findContainer, type MapperHeader, unlessCorrupt } from './container-kind.js';
import { identifyKeys, type KeysFound, MAPPER_LAYOUTS } from './identify-keys.js';

export type Identity =
  | { readonly kind: 'array'; readonly header: ArrayHeader }
  | {
      readonly kind: 'mapping';
      readonly keys: KeysFound;
      /** What the file says itself. */
      readonly about?: About | undefined;
      /** Position of the typed array. */
      readonly array: number;
      readonly header: ArrayHeader;
      readonly sections: ReadonlyMap<number, Section>;
    }
  | {
      readonly kind: 'idMapper';
      readonly keys: KeysFound;
      /** What the trailer says of the keys. */
      readonly about?: About | undefined;
    };

/**
 * What `memory` holds; undefined for what is nothing of this format, a zip bundle, or cut short. Looks at a bounded number of
 * bytes, whatever the size. Throws `VersionError` for an array of a version that is not read.
 */
export function identify(memory: Memory): Identity | undefined {
  const found = findContainer(memory);
  if (found === undefined || found.kind === 'array') return found;
  const { mapper } = found;
  if (found.kind === 'mapping') {
    const { array, header } = found;
    return { kind: 'mapping', array, header, ...keysOfMapping(memory, mapper, array, header.length) };
  }
  const { end, stated } = found;
  const about = stated && aboutOf(stated);
  if (stated !== undefined) return { kind: 'idMapper', keys: { ...mapper, ...layoutOf(stated) }, about };
  const fits = (row: number) => indexEnd(memory, row) === end;
  return { kind: 'idMapper', keys: identifyKeys(memory, mapper, end, fits, Number.POSITIVE_INFINITY) };
}

function keysOfMapping(
  memory: Memory,
  mapper: MapperHeader,
  array: number,
  records: number,
): { keys: KeysFound; about?: About; sections: ReadonlyMap<number, Section> } {
  for (const { row, layout, width } of MAPPER_LAYOUTS) {
    const end = indexEnd(memory, row);
    // Sections may not start there, but other bytes.
    const sections = end < array ? unlessCorrupt(() => readSections(memory, end, array)) : undefined;
    const section = sections?.get(SectionKind.about);
    if (sections === undefined || section === undefined) continue;
    const about = readAbout(memory, section);
    // Of few keys, an index of longer entries would end where a later section begins.
    const stated = layoutOf(about);
    const isObject = stated.layout === 'object';
    if ((isObject || stated.layout === 'string') !== (layout === 'string')) continue;
    if (!isObject && stated.width !== width) continue;
    return { keys: { ...mapper, layout, width }, about, sections };
  }
  const fits = (row: number) => indexEnd(memory, row) === array;
  return { keys: identifyKeys(memory, mapper, array, fits, records), sections: new Map() };
}

function layoutOf({ key, width, approximate }: KeyFacts): Pick<KeysFound, 'layout' | 'width'> {
  const text = key === 'string' || key === 'bytes' ? 'string' : 'numeric';
  return { width, layout: approximate ? 'approximate' : key === 'object' ? 'object' : text };
}
