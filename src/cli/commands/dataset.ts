/** `dataset`: the versions in a data set's folder. */

import { publishDataset } from '../../datasets/versions/publish.js';
import { cleanDataset, listRuns, type Run, rollbackDataset } from '../../datasets/versions/runs.js';
import type { Manifest } from '../../shards/manifest.js';
import { counted, readableBytes } from '../failure.js';
import type { Io } from '../io.js';
import { Lines, write } from '../output.js';
import { printable, printableJson } from '../printable.js';

interface Json {
  readonly json?: boolean | undefined;
}

export async function list(folder: string, { json }: Json, io: Io): Promise<void> {
  const lines = new Lines(io);
  for (const run of await listRuns(folder))
    await lines.add(json ? JSON.stringify(plain(run)) : described(run));
  await lines.flush();
}

export interface PublishCommandOptions extends Json {
  readonly run: string;
  readonly shards: number;
  readonly replaces?: string | undefined;
}

export async function publish(folder: string, options: PublishCommandOptions, io: Io): Promise<void> {
  const { json, run, shards, replaces } = options;
  const manifest = await publishDataset(folder, {
    run,
    shards,
    replaces: replaces === 'none' ? null : replaces,
  });
  await told('is current', manifest, json, io);
}

export async function rollback(
  folder: string,
  { json, run }: Json & { readonly run?: string | undefined },
  io: Io,
): Promise<void> {
  await told('is current again', await rollbackDataset(folder, run), json, io);
}

export interface CleanCommandOptions extends Json {
  readonly keep?: number | undefined;
  /** Hours. */
  readonly olderThan?: number | undefined;
}

export async function cleanRuns(folder: string, options: CleanCommandOptions, io: Io): Promise<void> {
  const { json, keep, olderThan } = options;
  const removed = await cleanDataset(folder, {
    keep,
    olderThan: olderThan === undefined ? undefined : olderThan * 3_600_000,
  });
  const lines = new Lines(io);
  for (const run of removed) {
    await lines.add(json ? JSON.stringify(plain(run)) : `removed ${run.run}, ${readableBytes(run.bytes)}`);
  }
  await lines.flush();
}

async function told(what: string, manifest: Manifest, json: boolean | undefined, io: Io): Promise<void> {
  const { run, shards, entries, bytes } = manifest;
  const text = json
    ? printableJson(JSON.stringify(manifest))
    : `${run} ${what}: ${counted(shards, 'shard')}, ${entries.toLocaleString('en-US')} entries, ${readableBytes(bytes)}`;
  await write(io.stdout, `${text}\n`);
}

function plain({ manifest, ...run }: Run): object {
  if (manifest instanceof Error) return { ...run, damaged: manifest.message };
  return { ...run, published: manifest !== undefined, entries: manifest?.entries, shards: manifest?.shards };
}

function described({ run, current, manifest, bytes }: Run): string {
  const state =
    manifest === undefined
      ? 'not published'
      : manifest instanceof Error
        ? `damaged: ${manifest.message}`
        : `${counted(manifest.shards, 'shard')}, ${manifest.entries.toLocaleString('en-US')} entries`;
  return printable(`${current ? '*' : ' '} ${run}  ${readableBytes(bytes)}  ${state}`);
}
