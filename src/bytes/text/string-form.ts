/** Byte strings and text as they are stored (docs/format.md 2): one layout, with LZ4 for what is long and compresses well. */

/** Lengths from here on take the long form; as the low 15 bits of the head, this says so. Heads from here on are not plain. */
export const LONG_FORM = 0x7fff;
/** The bit of the head that says so of what is compressed. */
export const COMPRESSED = 0x8000;
/** Only what is longer than this many bytes is worth trying to compress. */
export const COMPRESS_ABOVE = 512;
/** An uncompressed length in front of the LZ4 block. */
export const LENGTH_PREFIX = 4;
