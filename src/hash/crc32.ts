/** CRC-32, as zip files have it, in JavaScript: runtimes other than Node have none of their own. */

const POLYNOMIAL = 0xedb88320;
/** Bytes that one turn takes in. */
const STEP = 4;

/** Tables for a byte at each of four places. */
function makeTables(): Uint32Array[] {
  const tables = Array.from({ length: STEP }, () => new Uint32Array(256));
  for (let byte = 0; byte < 256; byte += 1) {
    let sum = byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum & 1) === 0 ? sum >>> 1 : (sum >>> 1) ^ POLYNOMIAL;
    tables[0]![byte] = sum;
  }
  for (let table = 1; table < STEP; table += 1) {
    for (let byte = 0; byte < 256; byte += 1) {
      const before = tables[table - 1]![byte]!;
      tables[table]![byte] = (before >>> 8) ^ tables[0]![before & 255]!;
    }
  }
  return tables;
}

let tables: Uint32Array[] | undefined;

/** The CRC-32 of bytes that follow those of `before`, unsigned. */
export function crc32(bytes: Uint8Array, before = 0): number {
  tables ??= makeTables();
  const [last, third, second, first] = tables as [Uint32Array, Uint32Array, Uint32Array, Uint32Array];
  let sum = ~before;
  let at = 0;
  for (const end = bytes.length - STEP; at <= end; at += STEP) {
    sum ^= bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
    sum = first[sum & 255]! ^ second[(sum >>> 8) & 255]! ^ third[(sum >>> 16) & 255]! ^ last[sum >>> 24]!;
  }
  for (; at < bytes.length; at += 1) sum = (sum >>> 8) ^ last[(sum ^ bytes[at]!) & 255]!;
  return ~sum >>> 0;
}
