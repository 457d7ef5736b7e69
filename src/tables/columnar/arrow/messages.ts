/**
 * The messages of an Arrow file or stream, one at a time: flechette takes whole files. A file is a stream with marks around it, and
 * an index behind, which is not needed to read all of it.
 */
import { InputError } from '../../../errors.js';
import type { Input } from '../../input/input-file.js';
import { checkHead } from './check-head.js';

export type MessageKind = 'schema' | 'dictionary' | 'batch' | 'other';

export interface Message {
  readonly kind: MessageKind;
  /** Where it begins, and all its bytes. */
  readonly position: number;
  readonly length: number;
  /** Bytes before its body. */
  readonly head: number;
}

const KINDS: readonly MessageKind[] = ['other', 'schema', 'dictionary', 'batch'];
const MAX_HEAD = 2 ** 28;
const MAX_BODY = 2 ** 32;

/** Throws `InputError` for what is cut short, or no Arrow. */
export function* messagesOf(input: Input): Generator<Message> {
  const { byteLength } = input;
  const fail = (what: string) => new InputError(`${input.name} ${what}`, { input: input.name });
  const magic = text(bytesAt(input, 0, Math.min(8, byteLength)));
  if (magic.startsWith('FEA1'))
    throw fail('is a Feather file of version 1, which is not read: write it as Arrow');
  const file = magic.startsWith('ARROW1');
  if (file && text(bytesAt(input, Math.max(0, byteLength - 6), Math.min(6, byteLength))) !== 'ARROW1') {
    throw fail('is cut short: it does not end as an Arrow file');
  }
  let at = file ? 8 : 0;
  let first = true;
  while (at < byteLength) {
    const prefix = new DataView(bytesAt(input, at, Math.min(8, byteLength - at)).buffer);
    if (prefix.byteLength < 4) throw fail('is cut short');
    // Before version 0.15 there was no mark in front of the length.
    const marked = prefix.getInt32(0, true) === -1;
    if (marked && prefix.byteLength < 8) throw fail('is cut short');
    const head = prefix.getInt32(marked ? 4 : 0, true);
    if (head === 0) return;
    const start = at + (marked ? 8 : 4);
    if (!(head > 0 && head <= Math.min(MAX_HEAD, byteLength - start)))
      throw fail('is damaged, or cut short: a message is longer than it');
    const headBytes = bytesAt(input, start, head);
    const { kind, body } = described(headBytes, fail);
    if (!(body >= 0 && body <= Math.min(MAX_BODY, byteLength - start - head)))
      throw fail('is cut short: a message is longer than it');
    try {
      checkHead(headBytes, body);
    } catch {
      throw fail('is damaged: a message leads outside of it');
    }
    if (first && kind !== 'schema' && !file) throw fail('does not begin with a schema: it is damaged');
    first = false;
    yield { kind, position: at, length: start + head + body - at, head: start + head - at };
    at = start + head + body;
  }
  if (file || first) throw fail('is cut short');
}

export function bytesAt(input: Input, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let done = 0; done < length; ) {
    const count = input.read(position + done, bytes.subarray(done));
    if (count === 0) throw new InputError(`${input.name} is cut short`, { input: input.name });
    done += count;
  }
  return bytes;
}

/** A message as flechette reads it: with a mark in front, and its body where any type can be read in place. */
export function bytesOf(input: Input, { position, length }: Message): Uint8Array {
  const bytes = bytesAt(input, position, length);
  if (new DataView(bytes.buffer).getInt32(0, true) === -1) return bytes;
  const marked = new Uint8Array(length + 4);
  marked.fill(0xff, 0, 4);
  marked.set(bytes, 4);
  return marked;
}

/** What a message's head says: a table of flatbuffers, of whose fields two are needed. */
function described(
  head: Uint8Array,
  fail: (what: string) => InputError,
): { kind: MessageKind; body: number } {
  try {
    const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
    const table = view.getUint32(0, true);
    const fields = table - view.getInt32(table, true);
    const size = view.getUint16(fields, true);
    const field = (offset: number) => (offset < size ? view.getUint16(fields + offset, true) : 0);
    const [kind, body] = [field(6), field(10)];
    return {
      kind: KINDS[kind === 0 ? 0 : view.getUint8(table + kind)] ?? 'other',
      body: body === 0 ? 0 : Number(view.getBigInt64(table + body, true)),
    };
  } catch {
    throw fail('is damaged: a message cannot be read');
  }
}

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
