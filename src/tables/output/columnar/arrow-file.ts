/** What is around the messages in a file of Arrow. */

const MAGIC = 'ARROW1';
const BLOCK_BYTES = 24;

/** What a file begins with. */
export const FILE_START: Uint8Array = Uint8Array.from(Buffer.from(`${MAGIC}\0\0`));

/** Where a message lies in the file, and the bytes of its head and its body. */
export interface Block {
  readonly position: number;
  readonly head: number;
  readonly body: number;
}

/**
 * What ends a file: the mark of its end, and the footer. `one`: a file of the same schema with a batch, whose footer is taken; the
 * places of batches are put behind it, and its field is made to lead there.
 */
export function fileEnd(one: Uint8Array, blocks: readonly Block[]): Uint8Array {
  const end = one.length - MAGIC.length - 4;
  const length = new DataView(one.buffer, one.byteOffset).getInt32(end, true);
  const footer = one.slice(end - length, end);
  // Blocks lie at multiples of 8, and their count 4 bytes before.
  const count = Math.ceil((footer.length + 4) / 8) * 8 + 4;
  const bytes = new Uint8Array(8 + count + 4 + blocks.length * BLOCK_BYTES + 4 + MAGIC.length);
  const view = new DataView(bytes.buffer);
  view.setInt32(0, -1, true);
  bytes.set(footer, 8);
  const inside = new DataView(bytes.buffer, 8);
  const root = inside.getUint32(0, true);
  const fields = root - inside.getInt32(root, true);
  const batches = root + inside.getUint16(fields + 10, true);
  inside.setUint32(batches, count - batches, true);
  inside.setUint32(count, blocks.length, true);
  blocks.forEach(({ position, head, body }, index) => {
    const at = count + 4 + index * BLOCK_BYTES;
    inside.setBigInt64(at, BigInt(position), true);
    inside.setInt32(at + 8, head, true);
    inside.setBigInt64(at + 16, BigInt(body), true);
  });
  const all = count + 4 + blocks.length * BLOCK_BYTES;
  inside.setInt32(all, all, true);
  bytes.set(Buffer.from(MAGIC), 8 + all + 4);
  return bytes;
}
