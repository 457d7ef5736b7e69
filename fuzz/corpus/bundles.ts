/** Zip bundles, which are read from files: from a folder in memory where the system has one. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { array, idMapper, mapping, struct, t } from 'sharedbuffers';
import { buildBundle, openBundle } from 'sharedbuffers/node';
import type { ReadAll } from '../read/attempt.js';
import { readArray, readMapper, readMapping } from '../read/containers.js';
import type { Sample } from './sample.js';

const Row = struct({ id: t.uint32, name: t.string });
const rows = [1, 2, 3].map((id) => ({ id, name: `n${id}` }));
const Names = mapping({ key: t.string, value: Row });
const Ids = idMapper({ key: t.string });

const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'sharedbuffers-fuzz-'));
const path = join(folder, 'bundle.zip');
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));

async function read(damaged: Uint8Array, all: ReadAll): Promise<void> {
  writeFileSync(path, damaged);
  const bundle = await all.attemptAsync(() => openBundle(path, { mmap: false }));
  if (bundle === undefined) return;
  for (const name of bundle.names) {
    all.attempt(() => readArray(bundle.array(name, Row), all));
    all.attempt(() => readMapping(bundle.mapping(name, Names), all));
    all.attempt(() => readMapper(bundle.idMapper(name, Ids) as never, all));
  }
  bundle.close();
}

export async function bundleSamples(): Promise<Sample[]> {
  await buildBundle(
    path,
    Object.entries({
      'rows.sb': array(Row).pack(rows),
      'names.sb': Names.pack(rows.map((row) => [row.name, row])),
      'ids.sb': Ids.pack(rows.map((row) => [row.name, row.id])),
    }),
  );
  return [{ name: 'bundle', bytes: Uint8Array.from(readFileSync(path)), read }];
}
