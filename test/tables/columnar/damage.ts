/** Files that are cut short, and files with changed bytes. */
import { writeFileSync } from 'node:fs';
import { expect } from 'vitest';
import { InputError } from '../../../src/errors.js';
import { readRows } from '../../../src/tables.js';

/** Reads all rows of a damaged file; whether it was refused, which is by an `InputError` with its name. */
export async function refused(
  bytes: Uint8Array,
  path: string,
  format: 'parquet' | 'arrow',
): Promise<boolean> {
  writeFileSync(path, bytes);
  try {
    for await (const _ of readRows(path, { format }));
    return false;
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    expect((error as Error).message).toContain(path);
    return true;
  }
}

/** Cuts a file short everywhere, a step apart, and changes bytes of it. */
export async function damageAll(
  whole: Uint8Array,
  path: string,
  format: 'parquet' | 'arrow',
  cut: number,
  change: number,
): Promise<void> {
  for (let length = 0; length < whole.length; length += cut)
    await refused(whole.subarray(0, length), path, format);
  for (let index = 0; index < whole.length; index += change) {
    const bytes = Uint8Array.from(whole);
    bytes[index]! ^= 1 << (index % 8);
    await refused(bytes, path, format);
    bytes[index] = 0xff;
    await refused(bytes, path, format);
  }
}
