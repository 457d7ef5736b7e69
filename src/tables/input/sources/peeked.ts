/** A stream whose first bytes were looked at. */
import { ArgumentError } from '../../../errors.js';

export interface Peeked {
  /** The first bytes: as many as were asked for, if there are. */
  readonly head: Uint8Array;
  /** All bytes, the first ones too. */
  readonly stream: AsyncIterable<Uint8Array>;
}

/** Waits for the first `length` bytes. Throws `ArgumentError` for a stream of what is neither bytes nor text. */
export async function peeked(from: AsyncIterable<unknown>, length: number): Promise<Peeked> {
  const iterator = from[Symbol.asyncIterator]();
  let head: Uint8Array = new Uint8Array(0);
  let done: boolean | undefined = false;
  while (head.length < length && !done) {
    const next = await iterator.next();
    done = next.done;
    if (!done) head = Buffer.concat([head, bytesOf(next.value)]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      yield head;
      while (!done) {
        const next = await iterator.next();
        done = next.done;
        if (!done) yield bytesOf(next.value);
      }
    } finally {
      if (!done) await iterator.return?.();
    }
  }
  return { head: head.subarray(0, length), stream: all() };
}

function bytesOf(chunk: unknown): Uint8Array {
  if (chunk instanceof Uint8Array) return chunk;
  if (typeof chunk === 'string') return Buffer.from(chunk);
  throw new ArgumentError('the stream gives neither bytes nor text: rows are read from the bytes of a file');
}
