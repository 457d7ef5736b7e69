/** Numbers that zip files consist of (APPNOTE.TXT 4.3 to 4.5), for reading and for writing. */

/** What each record begins with. */
export const LOCAL = 0x04034b50;
export const CENTRAL = 0x02014b50;
export const END = 0x06054b50;
export const END_64 = 0x06064b50;
export const LOCATOR_64 = 0x07064b50;

/** Bytes of a local header, without name and extra fields. */
export const LOCAL_BYTES = 30;
/** Bytes of an entry in the central directory, without name and extra fields. */
export const CENTRAL_BYTES = 46;
/** Bytes of the end record, without its comment. */
export const END_BYTES = 22;
/** The flag that says that an entry's name is UTF-8. */
export const UTF_8 = 0x0800;
/** The extra field that holds what these do not. */
export const ZIP64_FIELD = 0x0001;
export const MAX_16 = 0xffff;
export const MAX_32 = 0xffffffff;

/** More entries than this are no bundle; the directory of a hostile file must not fill the heap. */
export const MAX_ENTRIES = 1_000_000;
/** Names take their length of the heap. */
export const MAX_DIRECTORY_BYTES: number = 2 ** 28;
/** The extra field that Android's zipalign uses for padding: u16 alignment, zeros. */
export const ALIGN_FIELD = 0xd935;
