/** What to do about where the bytes go, in a sentence each. */
import type { RemoteInspection } from 'sharedbuffers/remote';
import { bytesText } from './printable.js';
import type { Share } from './sizes.js';

const TABLES = /^(bucketTable|hashTable|integerTable|directTable)$/;

/** `shares`: those of `sizesOf`. */
export function adviceOn(file: RemoteInspection, shares: readonly Share[]): string[] {
  const size = file.byteLength;
  const worth = (bytes: number) => bytes > size / 20 && bytes > 1000;
  const of = (test: (name: string) => boolean) =>
    shares.filter(({ name }) => test(name)).reduce((sum, { bytes }) => sum + bytes, 0);
  const advice: string[] = [];
  const table = of((name) => TABLES.test(name));
  if (worth(table)) {
    advice.push(
      `index: 'compact' would save ${bytesText(table)}, the table that look-ups go through; they then search the index, which takes longer.`,
    );
  }
  const keys = file.keys;
  const index = of((name) => name === 'index');
  if (keys?.width === 64 && keys.entries < 2 ** 32 && keys.kind === 'string' && worth(index / 2)) {
    advice.push(`width: 32 would save ${bytesText(index / 2)} of the index: hashes and places of 32 bits.`);
  }
  const columns = of((name) => name === 'columns');
  if (worth(columns)) advice.push(`Columns take ${bytesText(columns)}: leave out those that nothing scans.`);
  const secondary = of((name) => name === 'secondary');
  if (worth(secondary))
    advice.push(`Further indexes take ${bytesText(secondary)}: leave out those that nothing asks for.`);
  const records = shares.find(({ name }) => name === 'records')?.shares ?? [];
  const padding = records.find(({ name }) => name === 'padding')?.bytes ?? 0;
  if (worth(padding)) {
    advice.push(
      `About ${bytesText(padding)} of the records is padding: an alignment of 1 or 4 would save most of it.`,
    );
  }
  const kind = file.kind;
  if (kind === 'mapping' && keys !== undefined && !keys.declared) {
    advice.push(
      'This file has no table: built by this library, look-ups by key would take a third of the time.',
    );
  }
  return advice;
}
