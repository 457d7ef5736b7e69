/** `verify`: all that is wrong with a file. */
import { verify as verifyFile } from '../../files/verify-file.js';
import { SILENT } from '../../tables/progress.js';
import type { Finding } from '../../verify/findings.js';
import type { VerifyResult } from '../../verify/verify-memory.js';
import { counted, Failure, readableBytes } from '../failure.js';
import type { Io } from '../io.js';
import { Lines } from '../output.js';
import { isDataset } from '../parts.js';
import { printable } from '../printable.js';
import { progressTo } from '../progress.js';
import { verifySet } from './verify-set.js';

export interface VerifyCommandOptions {
  readonly json?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

const KINDS = { array: 'array', mapping: 'mapping', idMapper: 'id mapper', bundle: 'zip bundle' } as const;
const CHECKSUMS = {
  ok: 'checksums hold',
  damaged: 'checksums do not hold',
  changed: 'opened to be changed since it was built, so checksums say nothing',
  none: 'no checksums',
} as const;

/** Prints what was found. Throws `Failure` for a file that is not whole. */
export async function verify(path: string, options: VerifyCommandOptions, io: Io): Promise<void> {
  if (isDataset(path)) return await verifySet(path, options, io);
  const progress = options.quiet || options.json ? SILENT : progressTo(io);
  let phase = '';
  let result: VerifyResult;
  try {
    result = await verifyFile(path, {
      signal: io.signal,
      onProgress: (now) => {
        if (now.phase !== phase) progress.start(`verifying ${printable(path)}: ${now.phase}`, now.total);
        phase = now.phase;
        progress.update(undefined, now.bytes);
      },
    });
  } finally {
    progress.stop();
  }
  const lines = new Lines(io);
  for (const line of options.json ? [JSON.stringify(result)] : report(path, result)) await lines.add(line);
  await lines.flush();
  const { ok, findings, leftOff } = result;
  if (!ok)
    throw new Failure('CLI_DAMAGED', `${path} is damaged: ${counted(findings.length + leftOff, 'finding')}`);
}

function report(path: string, result: VerifyResult): string[] {
  const { ok, kind, findings, leftOff, entries, records, bytes, checksums } = result;
  const left = leftOff === 0 ? [] : [`and ${counted(leftOff, 'finding')} more`];
  const what = kind === undefined ? 'unknown' : KINDS[kind];
  const counts = kind === 'array' ? [] : [counted(entries, 'entry')];
  const summary = [
    what,
    ...counts,
    counted(records, 'record'),
    readableBytes(bytes),
    kind === 'bundle' ? 'the checksums of its entries hold' : CHECKSUMS[checksums],
  ];
  return ok ? [`${printable(path)} is whole: ${summary.join(', ')}`] : [...findings.map(line), ...left];
}

function line({ code, message, offset, path }: Finding): string {
  return printable(`${code} at byte ${offset}${path === undefined ? '' : `, ${path}`}: ${message}`);
}
