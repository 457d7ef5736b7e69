/** What bytes are, by the first of them. */

export type Content =
  | 'gzip'
  | 'zstd'
  | 'zip'
  | 'bzip2'
  | 'xz'
  | 'utf-16le'
  | 'utf-16be'
  | 'parquet'
  | 'arrow'
  | 'sqlite'
  | 'text';

/** Input that are enough to tell. */
export const MAGIC_BYTES = 16;

const ASCII = (text: string): number[] => Array.from(text, (character) => character.charCodeAt(0));

/** Stands for any byte. */
const ANY = -1;

const MAGICS: readonly (readonly [Content, readonly number[]])[] = [
  ['gzip', [0x1f, 0x8b]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['zip', ASCII('PK\x03\x04')],
  // One without any files.
  ['zip', ASCII('PK\x05\x06')],
  ['bzip2', [...ASCII('BZh'), ANY, ...ASCII('1AY&SY')]],
  ['xz', [0xfd, ...ASCII('7zXZ'), 0]],
  ['parquet', ASCII('PAR1')],
  ['arrow', ASCII('ARROW1')],
  // A stream of Arrow begins with a message of its schema.
  ['arrow', [0xff, 0xff, 0xff, 0xff]],
  ['sqlite', ASCII('SQLite format 3\0')],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
];

/** What the beginning of an input says that it is; `text` for all else. */
export function contentOf(head: Uint8Array): Content {
  const known = MAGICS.find(([, magic]) => magic.every((byte, at) => byte === ANY || head[at] === byte));
  if (known !== undefined) return known[0];
  // Frames of zstd that hold none of the content have 16 magic numbers.
  const skippable = head[0]! >> 4 === 5 && [0x2a, 0x4d, 0x18].every((byte, at) => head[at + 1] === byte);
  if (skippable) return 'zstd';
  // Without a byte order mark: every other byte of plain text is zero.
  if (head.length < 4 || head.length % 2 !== 0) return 'text';
  if (head.every((byte, at) => (byte === 0) === (at % 2 === 1))) return 'utf-16le';
  return head.every((byte, at) => (byte === 0) === (at % 2 === 0)) ? 'utf-16be' : 'text';
}
