/** What an id mapper starts with (docs/format.md 11). */

/** Bytes before key data or index: number of entries, offset of the index. */
export const MAPPER_HEADER = 16;
/** Mappers, and what follows them in a mapping, are padded to this. */
export const MAPPER_ALIGNMENT = 32;
