/** All contenders, by the name of their file. Loaded one by one, in the processes that measure them. */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type Database from 'better-sqlite3';
import { tooLarge } from '../heap.js';
import { PYTHON, SQLITE } from '../paths.js';
import type { About, Contender, ContenderId } from './contender.js';

/** In the order of the report. */
const LOADERS: Readonly<Record<ContenderId, () => Promise<{ contender: About | Contender }>>> = {
  sharedbuffers: () => import('./sharedbuffers.js'),
  cursor: () => import('./sharedbuffers-cursor.js'),
  plain: () => import('./sharedbuffers-plain.js'),
  columns: () => import('./sharedbuffers-columns.js'),
  threads: () => import('./sharedbuffers-threads.js'),
  map: () => import('./map.js'),
  json: () => import('./json.js'),
  v8: () => import('./v8.js'),
  lmdb: () => import('./lmdb.js'),
  'lmdb-binary': () => import('./lmdb-binary.js'),
  sqlite: () => import('./sqlite.js'),
  'sqlite-held': () => import('./sqlite-held.js'),
  level: () => import('./level.js'),
  python: () => import('./python.js'),
  'python-reused': () => import('./python-reused.js'),
  flatbuffers: () => import('./flatbuffers.js'),
  arrow: () => import('./arrow.js'),
  dataview: () => import('./dataview.js'),
};

export const CONTENDERS = Object.keys(LOADERS) as readonly ContenderId[];

export async function describe(id: ContenderId): Promise<About> {
  return (await LOADERS[id]()).contender;
}

export async function loadContender(id: ContenderId): Promise<Contender> {
  const { contender } = await LOADERS[id]();
  if (!('open' in contender)) throw new Error(`${contender.name} is not run by Node`);
  return contender;
}

/** Whether a contender is another program's library, which answers by itself (bench/python). */
export function isPython(id: ContenderId | 'none'): boolean {
  return id === 'python' || id === 'python-reused';
}

/** Most records of those who take no more in reasonable time or memory; a `Map` has 2²⁴ entries at most. */
const MOST: Readonly<Partial<Record<ContenderId, number>>> = {
  map: 2 ** 24,
  json: 2_000_000,
  v8: 2_000_000,
  sqlite: 2_000_000,
  'sqlite-held': 2_000_000,
  level: 2_000_000,
};

/** Why a contender takes no part on this machine, or with so many records, if so. */
export function missing(id: ContenderId, records = 0): string | undefined {
  const most = MOST[id];
  if (most !== undefined && records > most) return `takes ${most} records at most`;
  if (id === 'map' && tooLarge(records) !== undefined) return tooLarge(records);
  if (isPython(id) && !existsSync(PYTHON)) return 'not installed: npm run interop:setup';
  if (id === 'sqlite' || id === 'sqlite-held') {
    try {
      const open = createRequire(SQLITE)('better-sqlite3') as typeof Database;
      new open(':memory:').close();
    } catch {
      return (
        'not installed for this version of Node: npm ci --prefix bench/sqlite, which needs a compiler where there is ' +
        'no prebuilt binary'
      );
    }
  }
  return undefined;
}
