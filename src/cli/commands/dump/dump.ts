/** `dump`: records in one of the formats that people use. */
import { extname } from 'node:path';
import { FileError } from '../../../errors.js';
import { AtomicFile } from '../../../files/building/atomic-file.js';
import { arrayOf, type Entry, keyNodeOf } from '../../../tables/files/entries.js';
import { keyNode, keysOf, openedSchema } from '../../../tables/files/file-schema.js';
import type { Found, KeyChoice, Opened } from '../../../tables/files/open-undeclared.js';
import {
  formatFacts,
  formatOfName,
  OUTPUT_FORMATS,
  type OutputFormat,
  sinkOf,
} from '../../../tables/output/formats.js';
import { select } from '../../../tables/output/select.js';
import type { ByteTarget, Outgoing, Sink } from '../../../tables/output/sink.js';
import { type Progress, SILENT } from '../../../tables/progress.js';
import { schemaJson } from '../../../tables/schema/schema-file.js';
import { compileWhere, type Where } from '../../../tables/where/compile.js';
import { counted, Failure } from '../../failure.js';
import type { Io } from '../../io.js';
import { flushed, say } from '../../output.js';
import { type Parts, withParts } from '../../parts.js';
import { printable, printableBytes } from '../../printable.js';
import { progressTo } from '../../progress.js';
import { warnOfUnreadable } from '../../unreadable.js';
import { checkTargets, type DumpTarget, dumpTarget } from './dump-target.js';
import { entriesOfKeys } from './entries-of-keys.js';

export interface DumpOptions extends KeyChoice {
  readonly output?: string | undefined;
  readonly format?: OutputFormat | undefined;
  /** Names of fields, of those in structs with dots between. */
  readonly select?: readonly string[] | undefined;
  readonly where?: string | undefined;
  /** A file with a key a line. */
  readonly keys?: string | undefined;
  /** False to leave keys out. */
  readonly key?: boolean | undefined;
  readonly limit?: number | undefined;
  readonly schemaOut?: string | undefined;
  readonly trust?: boolean | undefined;
  readonly quiet?: boolean | undefined;
}

/**
 * Sharing makes honest files shorter than their records spelled out, and compression 255 times so; what is this much
 * longer, and longer than a gigabyte, was made to fill disks.
 */
const MAX_EXPANSION = 1000;
const FREE_CHARACTERS = 2 ** 30;
/** Records between looks at the event loop. */
const TURN = 2 ** 14;

export async function dump(path: string, options: DumpOptions, io: Io): Promise<void> {
  checkTargets([options.output, options.schemaOut], [path, options.keys]);
  const format = formatFor(options);
  await withParts(path, options, async (parts) => {
    const { found, opened } = parts.first;
    if (opened.kind !== 'array' && opened.keys.approximate) throw withoutKeys(path);
    const facts = formatFacts(format);
    const onTerminal = options.output === undefined && io.stdout.isTTY === true;
    if (!facts.text && onTerminal) {
      throw new Failure('CLI_USAGE', `${format} is no text for a terminal: give a file with --output`);
    }
    const outgoing = outgoingOf(parts, options, facts.flat);
    const where = whereOf(opened, options.where);
    const entries = options.keys === undefined ? parts.entries() : entriesOfKeys(parts, options.keys, io);
    const clean = facts.json ? printableBytes : onTerminal ? printableLines : (text: string) => text;
    const target = dumpTarget(options.output, io, clean);
    // Beside records on standard output, progress would be in the way, and elsewhere than on a terminal no one waits for it.
    const shown = options.output !== undefined && io.stderr.isTTY && !options.quiet;
    const progress = shown ? progressTo(io) : SILENT;
    const run: Run = {
      path,
      where,
      limit: options.limit ?? Number.POSITIVE_INFINITY,
      signal: io.signal,
      progress,
      written: 0,
    };
    const room = options.trust
      ? Number.POSITIVE_INFINITY
      : MAX_EXPANSION * parts.byteLength + FREE_CHARACTERS;
    try {
      progress.start(`writing ${options.output}`, parts.size, 'build');
      const sink = await (await sinkOf(format))(outgoing, bounded(target, room, run));
      await writeAll(entries, sink, run);
      if (options.schemaOut !== undefined) await writeSchema(options.schemaOut, found, outgoing, options);
      await target.publish();
      warnOfUnreadable(sink.unreadable, io);
      if (options.schemaOut !== undefined && hasUserData(opened))
        say(io.stderr, 'warning: userData of the schema is in no dump: a file built from this has none');
    } finally {
      progress.stop();
      target.discard();
    }
  });
}

function hasUserData(opened: Opened): boolean {
  return opened.kind !== 'idMapper' && arrayOf(opened)?.userData !== undefined;
}

/** What the options say, else the name of the output. */
function formatFor({ format, output }: DumpOptions): OutputFormat {
  const named = format ?? formatOfName(output ?? '');
  if (output !== undefined && COMPRESSED.test(output)) {
    throw new Failure(
      'CLI_USAGE',
      `${output} is the name of a compressed file, and dump writes none: write to standard output, as in dump … --format csv | gzip > ${output}`,
    );
  }
  if (named === undefined && extname(output ?? '') !== '') {
    throw new Failure(
      'CLI_USAGE',
      `the name ${output} tells no format: give one with --format (${OUTPUT_FORMATS.join(', ')})`,
    );
  }
  return named ?? 'ndjson';
}

/** Names of files that other programs expect to be compressed. */
const COMPRESSED = /\.(gz|bgz|zst|zip|bz2|xz|lz4|br)$/i;

function outgoingOf(parts: Parts, options: DumpOptions, flat: boolean): Outgoing {
  const { found, opened } = parts.first;
  const array = arrayOf(opened);
  const key = options.key === false ? undefined : keyNodeOf(opened);
  const { size } = parts;
  const rows = Math.min(size, options.limit ?? size);
  const selected = options.select && select(openedSchema(opened), options.select, flat);
  return {
    // Not before it is asked for: what is written as it lies needs none, and some schemas spell endlessly.
    get schema() {
      const whole = key && keyNode(found, keysOf(found, options));
      return { ...(selected?.schema ?? openedSchema(opened)), key: whole ?? key };
    },
    key,
    only: selected?.schema.root,
    rows,
    array,
    paths: selected?.paths,
  };
}

export function whereOf(opened: Opened, where: string | undefined): Where | undefined {
  if (where === undefined) return undefined;
  return compileWhere(where, { array: arrayOf(opened), key: keyNodeOf(opened)?.type });
}

interface Run {
  readonly path: string;
  readonly where: Where | undefined;
  readonly limit: number;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  written: number;
}

async function writeAll(entries: Iterator<Entry>, sink: Sink, run: Run): Promise<void> {
  const { path, where, limit } = run;
  for (let read = 1; run.written < limit; read += 1) {
    // Also where no record fulfils the condition, and so nothing is written.
    if (read % TURN === 0) {
      run.progress.update(run.written, read);
      await flushed(run.signal);
    }
    let wait: Promise<void> | undefined;
    try {
      const { done, value } = entries.next();
      if (done) break;
      if (where !== undefined && !where(value[1], value[0])) continue;
      wait = sink.add(value[1], value[0]);
      run.written += 1;
    } catch (error) {
      // What was read so far is good, and tells where it ends.
      await sink.flush?.();
      // What is wrong with the file of keys is no record's fault.
      const ofKeys = error instanceof Failure || error instanceof FileError;
      if (error instanceof Error && !ofKeys)
        error.message = `${path}: record ${run.written}: ${error.message}`;
      throw error;
    }
    if (wait !== undefined) await wait;
  }
  await sink.end();
}

/** Stops what was made to fill disks. */
function bounded(target: DumpTarget, room: number, run: Run): ByteTarget {
  let left = room;
  return {
    write(piece) {
      left -= piece.length;
      if (left < 0) throw tooLong(run);
      return target.write(piece);
    },
  };
}

/** Text whose lines are its own, without what could steer a terminal in them. */
function printableLines(text: string): string {
  return text
    .split(/(\r?\n|\t)/)
    .map((part, index) => (index % 2 === 0 ? printable(part) : part))
    .join('');
}

function withoutKeys(path: string): Failure {
  return new Failure(
    'CLI_UNSUPPORTED',
    `${path} is, or seems to be, approximate: it holds hashes in place of its keys. --key-type int dumps those, as it ` +
      'does integer keys that look like hashes',
  );
}

function tooLong({ path, written }: Run): Failure {
  return new Failure(
    'CLI_TOO_LARGE',
    `after ${counted(written, 'record')}, ${path} has spelled out to ${MAX_EXPANSION} times its size, which honest data ` +
      'hardly does: --trust goes on, --limit takes the first records only',
  );
}

/** The schema by which `build` makes the same file of what was written. */
async function writeSchema(
  path: string,
  found: Found,
  { schema }: Outgoing,
  options: DumpOptions,
): Promise<void> {
  const key = options.key === false ? undefined : keyNode(found, keysOf(found, options));
  const file = AtomicFile.create(path);
  try {
    file.write(Buffer.from(`${JSON.stringify(schemaJson({ ...schema, key }), null, 2)}\n`));
    await file.publish();
  } finally {
    file.discard();
  }
}
