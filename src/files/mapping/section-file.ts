/**
 * Files that stand for a section of the page file, which is how named segments lie on Windows: a line of text where
 * others have the content.
 *
 * ```
 * sharedbuffers section 1 Local\sharedbuffers.cities.0f3a… 1048576
 * ```
 */
import { readSync } from 'node:fs';

/** A section, as a file names it. */
export interface NamedSection {
  readonly name: string;
  /** Bytes of content, one at least. */
  readonly length: number;
}

const LONGEST = 300;
/** Names of ours only: a file from elsewhere is not to lead to the memory of other programs. */
const TEXT = /^sharedbuffers section 1 (Local\\sharedbuffers\.[\w.-]+) ([1-9]\d{0,15})\n$/;

export function sectionText({ name, length }: NamedSection): string {
  return `sharedbuffers section 1 ${name} ${length}\n`;
}

/** What a file stands for; undefined for other files, and wherever there are no such sections. */
export function sectionOf(fd: number, size: number): NamedSection | undefined {
  if (process.platform !== 'win32' || size > LONGEST) return undefined;
  const bytes = Buffer.alloc(size);
  const read = readSync(fd, bytes, 0, size, 0);
  const [, name, length] = TEXT.exec(bytes.toString('latin1', 0, read)) ?? [];
  return name === undefined ? undefined : { name, length: Number(length) };
}
