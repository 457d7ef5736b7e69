/**
 * Segments on Windows: sections of the page file, and a small file for each that says which (`mapping/section-file.ts`). A
 * section ends with the last process that has it open, of which the one that made it is one.
 */
import { closeSync, fstatSync, openSync } from 'node:fs';
import { MappedRegion } from '../mapping/mapped-region.js';
import { mmapSystem } from '../mapping/mmap-system.js';
import { type NamedSection, sectionOf } from '../mapping/section-file.js';
import type { Sections } from '../mapping/system-maps.js';

/** Sections that this process made, by the paths of their files. */
const made = new Map<string, MappedRegion>();

function sections(): Sections | undefined {
  const system = mmapSystem();
  return system instanceof Error ? undefined : system.sections;
}

/**
 * Makes a section that holds a copy of some bytes, or zeros, until `endSection` or the end of the process; undefined where there are
 * none, or it would be empty. Throws the system's error.
 */
export function makeSection(
  path: string,
  name: string,
  length: number,
  content: Uint8Array | undefined,
): NamedSection | undefined {
  const system = mmapSystem();
  if (system instanceof Error || system.sections === undefined || length === 0) return undefined;
  const random = Buffer.from(crypto.getRandomValues(new Uint8Array(8))).toString('hex');
  const section: NamedSection = { name: `Local\\sharedbuffers.${name}.${random}`, length };
  const region = new MappedRegion(system, system.sections.create(length, section.name), length);
  if (content !== undefined) region.view(0, length).set(content);
  endSection(path);
  made.set(path, region);
  return section;
}

/** Lets go of the section that this process made for a file. */
export function endSection(path: string): void {
  made.get(path)?.close();
  made.delete(path);
}

/** What a segment's file stands for, and whether that still is; undefined for files that have their content themselves. */
export function sectionAt(path: string): (NamedSection & { readonly ended: boolean }) | undefined {
  const all = sections();
  if (all === undefined) return undefined;
  let fd: number;
  try {
    fd = openSync(path, 'r');
  } catch {
    return undefined;
  }
  try {
    const section = sectionOf(fd, fstatSync(fd).size);
    return section && { ...section, ended: !all.exists(section.name) };
  } finally {
    closeSync(fd);
  }
}
