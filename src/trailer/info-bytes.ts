/** Writing the description in a trailer; `trailer-info.ts` has its layout. */
import { Writer } from '../bytes/byte-writer.js';
import type { TrailerInfo } from './trailer-info.js';

const ALIGNMENT = 8;

export function infoBytes(info: TrailerInfo, schema: Uint8Array): Uint8Array {
  const json = new TextEncoder().encode(JSON.stringify(info));
  const writer = new Writer(8 + json.length + schema.length + ALIGNMENT);
  writer.view.setUint32(writer.take(4), json.length, true);
  writer.view.setUint32(writer.take(4), schema.length, true);
  writer.append(json);
  writer.append(schema);
  writer.align(ALIGNMENT);
  return writer.bytes.slice(0, writer.end);
}
