/** The schema of an Arrow file as a message: some writers leave it to the footer, behind the batches. */
import { InputError } from '../../../errors.js';
import type { Input } from '../../input/input-file.js';
import { checkHead } from './check-head.js';
import { bytesAt, bytesOf, messagesOf } from './messages.js';

/** Bytes of the message's own table, in front of the footer, which its schema lies in. */
const TABLE = 32;
const SCHEMA = 1;
const MAX_FOOTER = 2 ** 28;

/** Throws `InputError` for what is cut short, or no Arrow. */
export function schemaMessage(input: Input): Uint8Array {
  const first = messagesOf(input).next();
  if (!first.done && first.value.kind === 'schema') return bytesOf(input, first.value);
  try {
    return fromFooter(input);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${input.name} is damaged, or no Arrow: it has no schema`, { input: input.name });
  }
}

/** Tables of flatbuffers point ahead, by distances: one in front can lead to the schema wherever that lies. */
function fromFooter(input: Input): Uint8Array {
  const end = input.byteLength - 10;
  const length = new DataView(bytesAt(input, end, 4).buffer).getInt32(0, true);
  if (!(length > 0 && length <= Math.min(MAX_FOOTER, end - 8))) throw new RangeError('no footer');
  const footer = bytesAt(input, end - length, length);
  const view = new DataView(footer.buffer);
  const root = view.getUint32(0, true);
  const fields = root - view.getInt32(root, true);
  const field = (offset: number) => root + view.getUint16(fields + offset, true);
  const schema = field(6) + view.getUint32(field(6), true);
  const head = TABLE + Math.ceil(length / 8) * 8;
  const message = new Uint8Array(8 + head);
  const made = new DataView(message.buffer);
  made.setInt32(0, -1, true);
  made.setInt32(4, head, true);
  const at = 8;
  made.setUint32(at, 16, true);
  // The table's shape: its size, that of its fields, and where these are; there is no body.
  for (const [index, value] of [12, 16, 4, 6, 8, 0].entries())
    made.setUint16(at + 4 + 2 * index, value, true);
  made.setInt32(at + 16, 12, true);
  made.setInt16(at + 20, view.getInt16(field(4), true), true);
  made.setUint8(at + 22, SCHEMA);
  made.setUint32(at + 24, TABLE + schema - 24, true);
  message.set(footer, at + TABLE);
  checkHead(message.subarray(at), 0);
  return message;
}
