import { bufferOver, decodeUtf8, LONE_SURROGATE } from '../../bytes/text/utf8.js';

const encoder = new TextEncoder();
/** Arguments in one `fromCharCode` call: far below every engine's limit. */
const CHUNK = 4096;

/** Latin-1 bytes as text. (`TextDecoder('latin1')` is windows-1252, which differs at 0x80 to 0x9F.) */
export function decodeLatin1(bytes: Uint8Array): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    text += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return text;
}

/** Text as Latin-1 bytes; `undefined` if a character is beyond U+00FF. */
export function encodeLatin1(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

/**
 * UTF-8 as Python writes it in pickles (`surrogatepass`): a lone surrogate is three bytes of its own.
 * `undefined` if the bytes are not that.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return decode(bytes);
  } catch {
    return decodeWithSurrogates(bytes);
  }
}

/** Text as UTF-8, lone surrogates as Python writes them. */
export function encodeText(text: string): Uint8Array {
  if (!LONE_SURROGATE.test(text)) return encoder.encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (isSurrogate(code)) bytes.push(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f));
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** Surrogates are ED A0..BF xx; the stretches between them must be valid UTF-8. */
function decodeWithSurrogates(bytes: Uint8Array): string | undefined {
  let text = '';
  let start = 0;
  try {
    for (let at = 0; at + 2 < bytes.length; at++) {
      if (bytes[at] !== 0xed) continue;
      const code = 0xd000 | ((bytes[at + 1]! & 0x3f) << 6) | (bytes[at + 2]! & 0x3f);
      const continued = (bytes[at + 1]! & 0xc0) === 0x80 && (bytes[at + 2]! & 0xc0) === 0x80;
      if (!continued || !isSurrogate(code)) continue;
      text += decode(bytes.subarray(start, at)) + String.fromCharCode(code);
      start = at + 3;
      at += 2;
    }
    return text + decode(bytes.subarray(start));
  } catch {
    return undefined;
  }
}

/** Throws for what is not UTF-8. Not by a decoder that throws: Node takes 0.15 ms for its first one. */
function decode(bytes: Uint8Array): string {
  return decodeUtf8(bytes, bufferOver(bytes), 0, bytes.length);
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
