/** Bodies of answers, of as many bytes as are expected: a server may go on without an end. */

/** All of a body; `undefined`, and it is given up, where it has more than `length` bytes. */
export async function bytesUpTo(response: Response, length: number): Promise<Uint8Array | undefined> {
  const reader = response.body?.getReader();
  if (reader === undefined) {
    const bytes = new Uint8Array(await response.arrayBuffer());
    return bytes.length <= length ? bytes : undefined;
  }
  const pieces: Uint8Array[] = [];
  let total = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    total += value.length;
    if (total > length) {
      await reader.cancel();
      return undefined;
    }
    pieces.push(value);
  }
  if (pieces.length === 1) return pieces[0]!;
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
