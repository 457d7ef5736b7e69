/** `verify` of a data set. */
import { type DatasetFinding, verifyDataset } from '../../datasets/reading/verify-dataset.js';
import { SILENT } from '../../tables/progress.js';
import { counted, Failure, readableBytes } from '../failure.js';
import type { Io } from '../io.js';
import { Lines } from '../output.js';
import { printable } from '../printable.js';
import { progressTo } from '../progress.js';

interface VerifySetOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/** Prints what was found. Throws `Failure` for a data set that is not whole. */
export async function verifySet(path: string, { json, quiet }: VerifySetOptions, io: Io): Promise<void> {
  const progress = quiet || json ? SILENT : progressTo(io);
  let begun = false;
  const result = await verifyDataset(path, {
    signal: io.signal,
    onProgress: ({ shards, total }) => {
      if (!begun) progress.start(`verifying ${printable(path)}`, total);
      begun = true;
      progress.update(undefined, shards);
    },
  }).finally(() => progress.stop());
  const { ok, findings, leftOff, shards, entries, bytes } = result;
  const left = leftOff === 0 ? [] : [`and ${counted(leftOff, 'finding')} more`];
  const summary = `${printable(path)} is whole: data set, ${counted(shards, 'shard')}, ${counted(entries, entries === 1 ? 'entry' : 'entrie')}, ${readableBytes(bytes)}, checksums hold`;
  const lines = new Lines(io);
  for (const text of json ? [JSON.stringify(result)] : ok ? [summary] : [...findings.map(line), ...left])
    await lines.add(text);
  await lines.flush();
  if (!ok) {
    throw new Failure('CLI_DAMAGED', `${path} is damaged: ${counted(findings.length + leftOff, 'finding')}`);
  }
}

function line({ code, message, file, offset, path }: DatasetFinding): string {
  const place = [file, offset === undefined ? undefined : `byte ${offset}`, path].filter(
    (each) => each !== undefined,
  );
  return printable(`${code}${place.length === 0 ? '' : ` in ${place.join(', ')}`}: ${message}`);
}
