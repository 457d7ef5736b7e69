/**
 * What a zip file holds (APPNOTE.TXT 4.3 and 4.4), read in place from its central directory. Names are only names here,
 * never paths, so any are taken; an entry is looked at no further before it is opened, and none keeps others from that.
 */
import type { Memory } from '../../bytes/memory.js';
import { readLength } from '../../bytes/structural-integers.js';
import type { Window } from '../../bytes/window.js';
import { CorruptBufferError } from '../../errors.js';
import {
  CENTRAL,
  CENTRAL_BYTES,
  END,
  END_64,
  END_BYTES,
  LOCAL,
  LOCAL_BYTES,
  LOCATOR_64,
  MAX_16,
  MAX_32,
  MAX_DIRECTORY_BYTES,
  MAX_ENTRIES,
  UTF_8,
  ZIP64_FIELD,
} from './zip-constants.js';

const END_64_BYTES = 56;
const LOCATOR_64_BYTES = 20;
const ENCRYPTED = 0x0001;
const STORED = 0;
/** The bytes 128 to 255 of code page 437, in which names are that do not say that they are UTF-8. */
const CODE_PAGE_437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

const utf8 = new TextDecoder();
const utf16 = new TextDecoder('utf-16le');

/** Characters of a name that messages show: it has up to 64 KiB. */
const SHOWN_CHARACTERS = 200;

/** A name as it stands in messages. */
export function shownName(name: string): string {
  return name.length <= SHOWN_CHARACTERS
    ? name
    : `${name.slice(0, SHOWN_CHARACTERS)}… (${name.length} characters)`;
}

/** An entry as the directory describes it. */
export interface ZipPlace {
  /** Position of its local header in the memory. */
  readonly position: number;
  /** Bytes of its data. */
  readonly length: number;
  /** Position of what the directory says of it. */
  readonly central: number;
  readonly crc32: number;
  /** Why it cannot be read in place, if so. */
  readonly refused: string | undefined;
}

/** Where the central directory lies, which stands at the end of the file. */
interface Directory {
  readonly start: number;
  readonly size: number;
  readonly entries: number;
  /** Bytes in front of the zip file, which its own positions do not count: a program that unpacks it, for instance. */
  readonly prefix: number;
}

/** Position of the end record; −1 where there is none. The comment behind it has up to 64 KiB. */
export function findZipEnd(memory: Memory): number {
  const length = Math.min(memory.byteLength, END_BYTES + MAX_16);
  const { view, base } = memory.peek(memory.byteLength - length, length, 'the end of a zip file');
  for (let at = length - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) === END && at + END_BYTES + view.getUint16(at + 20, true) <= length) {
      return base + at;
    }
  }
  return -1;
}

/**
 * The entries by name, in the order of the directory; of several with one name the last, as Python has it. Throws
 * `CorruptBufferError` for what is no zip file, or one whose directory is damaged.
 */
export function readZipDirectory(memory: Memory): Map<string, ZipPlace> {
  const { start, size, entries, prefix } = findDirectory(memory);
  if (entries > MAX_ENTRIES || size > MAX_DIRECTORY_BYTES) {
    const claim = `it claims ${entries} entries in a directory of ${size} bytes`;
    throw new CorruptBufferError(
      `${memory.name} is no bundle: ${claim}, and those have up to ${MAX_ENTRIES} and ${MAX_DIRECTORY_BYTES}`,
      start,
    );
  }
  const window = memory.peek(start, size, 'the directory of a zip file');
  const places = new Map<string, ZipPlace>();
  for (let at = 0, entry = 0; entry < entries; entry++) {
    window.need(at, CENTRAL_BYTES);
    const { view } = window;
    if (view.getUint32(at, true) !== CENTRAL) throw damaged(memory, start + at, `its entry ${entry}`);
    const names = view.getUint16(at + 28, true);
    const extra = view.getUint16(at + 30, true);
    const end = at + CENTRAL_BYTES + names + extra + view.getUint16(at + 32, true);
    window.need(at, end - at);
    const name = window.bytes.subarray(at + CENTRAL_BYTES, at + CENTRAL_BYTES + names);
    const flags = view.getUint16(at + 8, true);
    const text = (flags & UTF_8) !== 0 ? utf8.decode(name) : fromCodePage(name);
    places.set(text, placeOf(window, at, at + CENTRAL_BYTES + names, extra, prefix));
    at = end;
  }
  return places;
}

/** Position of an entry's data, from its local header. Throws `CorruptBufferError` where there is none. */
export function dataStart(memory: Memory, { position }: ZipPlace): number {
  const { view } = memory.peek(position, LOCAL_BYTES, 'the header of an entry');
  if (view.getUint32(0, true) !== LOCAL) throw damaged(memory, position, 'the header of an entry');
  return position + LOCAL_BYTES + view.getUint16(26, true) + view.getUint16(28, true);
}

function findDirectory(memory: Memory): Directory {
  const at = findZipEnd(memory);
  if (at < 0)
    throw new CorruptBufferError(`${memory.name} is no zip file, or is cut short: it has no end record`);
  const { view } = memory.peek(at, END_BYTES, 'the end record of a zip file');
  const end64 = findEnd64(memory, at);
  const entries = end64 === undefined ? view.getUint16(10, true) : readLength(end64, 32);
  const size = end64 === undefined ? view.getUint32(12, true) : readLength(end64, 40);
  const offset = end64 === undefined ? view.getUint32(16, true) : readLength(end64, 48);
  const prefix = (end64?.base ?? at) - size - offset;
  // Files with something between the directory and its end are whole as they are.
  const found = [prefix, 0].find((each) => entries === 0 || isCentral(memory, offset + each));
  if (found === undefined) throw damaged(memory, at, 'its directory');
  return { start: offset + found, size, entries, prefix: found };
}

/** The zip64 end record, of a file with more entries or bytes than the other can say. */
function findEnd64(memory: Memory, end: number): Window | undefined {
  const at = end - LOCATOR_64_BYTES;
  if (at < END_64_BYTES || wordAt(memory, at) !== LOCATOR_64) return undefined;
  const said = readLength(memory.peek(at, LOCATOR_64_BYTES, 'the end of a zip file'), 8);
  // Bytes in front of the file move it from where it is said to be; without extensions, it is right before.
  const position = [said, at - END_64_BYTES].find((each) => wordAt(memory, each) === END_64);
  return position === undefined ? undefined : memory.peek(position, END_64_BYTES, 'the end of a zip file');
}

function isCentral(memory: Memory, position: number): boolean {
  return wordAt(memory, position) === CENTRAL;
}

/** The word at a position; undefined outside the memory. */
function wordAt(memory: Memory, position: number): number | undefined {
  if (position < 0 || position + 4 > memory.byteLength) return undefined;
  return memory.peek(position, 4, 'a zip file').view.getUint32(0, true);
}

function placeOf(
  { view, base }: Window,
  at: number,
  extraAt: number,
  extra: number,
  prefix: number,
): ZipPlace {
  const flags = view.getUint16(at + 8, true);
  const method = view.getUint16(at + 10, true);
  const fields = [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ];
  const [length, stored, offset] = fields.includes(MAX_32) ? wide(view, fields, extraAt, extra) : fields;
  const refused =
    (flags & ENCRYPTED) !== 0
      ? 'encrypted'
      : method !== STORED
        ? 'compressed'
        : length !== stored
          ? 'damaged'
          : undefined;
  return {
    position: prefix + offset!,
    length: length!,
    central: base + at,
    crc32: view.getUint32(at + 16, true),
    refused,
  };
}

/** The fields with those from the zip64 extra field in place of the ones that say so. */
function wide(view: DataView, fields: readonly number[], extraAt: number, extra: number): number[] {
  for (let at = extraAt; at + 4 <= extraAt + extra; at += 4 + view.getUint16(at + 2, true)) {
    if (view.getUint16(at, true) !== ZIP64_FIELD) continue;
    let next = at + 4;
    const limit = Math.min(extraAt + extra, next + view.getUint16(at + 2, true));
    return fields.map((field) => {
      if (field !== MAX_32 || next + 8 > limit) return field;
      next += 8;
      return view.getUint32(next - 4, true) * 2 ** 32 + view.getUint32(next - 8, true);
    });
  }
  return [...fields];
}

/** Names of ASCII are the same in UTF-8, which is read many times as fast. */
function fromCodePage(bytes: Uint8Array): string {
  const text = utf8.decode(bytes);
  if (!text.includes('\ufffd') && text.length === bytes.length) return text;
  const units = new Uint16Array(bytes.length);
  bytes.forEach((byte, at) => {
    units[at] = byte < 128 ? byte : CODE_PAGE_437.charCodeAt(byte - 128);
  });
  return utf16.decode(units);
}

function damaged(memory: Memory, position: number, what: string): CorruptBufferError {
  return new CorruptBufferError(`${memory.name} is a damaged zip file: ${what} cannot be read`, position);
}
