/**
 * Text that cannot steer a terminal: names, keys and values may come from hostile files, and pipes end in terminals, too.
 * What is escaped are control characters (those of C1, too), line and paragraph separators, all that changes the
 * direction of text, what is invisible, and halves of characters.
 */

import { isAscii } from 'node:buffer';

const DELETE = 0x7f;

/** Of those, what `JSON.stringify` leaves as it is. */
const IN_JSON =
  /[\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]|\udb40[\udc00-\udc7f]/g;
const IN_TEXT = new RegExp(
  `[\\0-\\x1f]|[\\ud800-\\udbff](?![\\udc00-\\udfff])|(?<![\\ud800-\\udbff])[\\udc00-\\udfff]|${IN_JSON.source}`,
  'g',
);

function escaped(characters: string): string {
  let text = '';
  for (let unit = 0; unit < characters.length; unit += 1) {
    text += `\\u${characters.charCodeAt(unit).toString(16).padStart(4, '0')}`;
  }
  return text;
}

/** One line of text, without what could steer a terminal, line ends included. */
export function printable(text: string): string {
  return text.replace(IN_TEXT, escaped);
}

/** JSON, of any number of lines, with other escapes: it stands for the same value. */
export function printableJson(json: string): string {
  return json.replace(IN_JSON, escaped);
}

/** JSON as it can be written: as `printableJson`, or its bytes where these are plain ASCII, which is found out faster. */
export function printableBytes(json: string): string | Uint8Array {
  const bytes = Buffer.from(json);
  return isAscii(bytes) && !bytes.includes(DELETE) ? bytes : printableJson(json);
}
