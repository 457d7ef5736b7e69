/**
 * Short strings from their character codes, without a call out of JavaScript, which takes 45 ns and more.
 *
 * Written out for each length because V8 passes a fixed number of arguments without an array: 25 ns for 16 codes and 35
 * for 24, where a loop that concatenates takes 78 for 16.
 */
const { fromCharCode } = String;

/** Longest text made here, in characters or bytes. */
export const MOST_CODES = 24;

const latin = new Uint8Array(MOST_CODES);

/**
 * The text of `length` bytes of UTF-8 (1 to `MOST_CODES`) whose characters are all below U+0100, or undefined for any
 * other, valid or not. The range must lie within `bytes`.
 */
export function latinText(bytes: Uint8Array, at: number, length: number): string | undefined {
  const end = at + length;
  let count = 0;
  for (let i = at; i < end; i++) {
    let code = bytes[i]!;
    if (code >= 0x80) {
      i++;
      // Two bytes, of which the first is C2 or C3; C0 and C1 would be overlong.
      if ((code & 0xfe) !== 0xc2 || i === end || (bytes[i]! & 0xc0) !== 0x80) return undefined;
      code = ((code & 3) << 6) | (bytes[i]! & 0x3f);
    }
    latin[count++] = code;
  }
  return textOfCodes(latin, 0, count);
}

/** The text whose characters have the codes `codes[at..at + length)`, 1 to `MOST_CODES` of them: of ASCII, its bytes. */
export function textOfCodes(codes: Uint8Array, at: number, length: number): string {
  if (length < 8) return fewCodes(codes, at, length);
  const a = codes[at]!;
  const b = codes[at + 1]!;
  const c = codes[at + 2]!;
  const d = codes[at + 3]!;
  const e = codes[at + 4]!;
  const f = codes[at + 5]!;
  const g = codes[at + 6]!;
  const h = codes[at + 7]!;
  if (length === 8) return fromCharCode(a, b, c, d, e, f, g, h);
  const i = codes[at + 8]!;
  if (length === 9) return fromCharCode(a, b, c, d, e, f, g, h, i);
  const j = codes[at + 9]!;
  if (length === 10) return fromCharCode(a, b, c, d, e, f, g, h, i, j);
  const k = codes[at + 10]!;
  if (length === 11) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k);
  const l = codes[at + 11]!;
  if (length === 12) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l);
  const m = codes[at + 12]!;
  if (length === 13) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m);
  const n = codes[at + 13]!;
  if (length === 14) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  const o = codes[at + 14]!;
  if (length === 15) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  const p = codes[at + 15]!;
  if (length === 16) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
  const q = codes[at + 16]!;
  if (length === 17) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q);
  const r = codes[at + 17]!;
  if (length === 18) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r);
  const s = codes[at + 18]!;
  if (length === 19) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s);
  const t = codes[at + 19]!;
  if (length === 20) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t);
  const u = codes[at + 20]!;
  if (length === 21) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u);
  const v = codes[at + 21]!;
  if (length === 22) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v);
  const w = codes[at + 22]!;
  if (length === 23) return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w);
  const x = codes[at + 23]!;
  return fromCharCode(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t, u, v, w, x);
}

function fewCodes(codes: Uint8Array, at: number, length: number): string {
  const a = codes[at]!;
  if (length === 1) return fromCharCode(a);
  const b = codes[at + 1]!;
  if (length === 2) return fromCharCode(a, b);
  const c = codes[at + 2]!;
  if (length === 3) return fromCharCode(a, b, c);
  const d = codes[at + 3]!;
  if (length === 4) return fromCharCode(a, b, c, d);
  const e = codes[at + 4]!;
  if (length === 5) return fromCharCode(a, b, c, d, e);
  const f = codes[at + 5]!;
  if (length === 6) return fromCharCode(a, b, c, d, e, f);
  const g = codes[at + 6]!;
  return fromCharCode(a, b, c, d, e, f, g);
}
