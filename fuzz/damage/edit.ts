/** One change of bytes. A case is a list of them; each stands alone, so that a failing list can be cut down. */
export type Edit =
  | { readonly kind: 'flip'; readonly at: number; readonly mask: number }
  | { readonly kind: 'set'; readonly at: number; readonly bytes: readonly number[] }
  | { readonly kind: 'cut'; readonly length: number }
  | { readonly kind: 'splice'; readonly at: number; readonly remove: number; readonly insert: Uint8Array };

/** A copy of the bytes with all edits made, in order. What lies outside the bytes by then is passed over. */
export function damaged(bytes: Uint8Array, edits: readonly Edit[]): Uint8Array {
  let copy: Uint8Array = bytes.slice();
  for (const edit of edits) {
    if (edit.kind === 'cut') copy = copy.slice(0, edit.length);
    else if (edit.kind === 'splice') copy = spliced(copy, edit.at, edit.remove, edit.insert);
    else if (edit.kind === 'flip') {
      if (edit.at < copy.length) copy[edit.at]! ^= edit.mask;
    } else
      for (const [step, byte] of edit.bytes.entries())
        if (edit.at + step < copy.length) copy[edit.at + step] = byte;
  }
  return copy;
}

function spliced(bytes: Uint8Array, at: number, remove: number, insert: Uint8Array): Uint8Array {
  const start = Math.min(at, bytes.length);
  const rest = bytes.subarray(Math.min(start + remove, bytes.length));
  const result = new Uint8Array(start + insert.length + rest.length);
  result.set(bytes.subarray(0, start));
  result.set(insert, start);
  result.set(rest, start + insert.length);
  return result;
}

/** An edit in a line, for the report of a failure. */
export function shown(edit: Edit): string {
  if (edit.kind === 'flip') return `byte ${edit.at} xor 0x${edit.mask.toString(16)}`;
  if (edit.kind === 'set') return `bytes from ${edit.at} set to ${Buffer.from(edit.bytes).toString('hex')}`;
  if (edit.kind === 'cut') return `cut to ${edit.length} bytes`;
  return `${edit.remove} bytes at ${edit.at} replaced by ${edit.insert.length} of another file`;
}
