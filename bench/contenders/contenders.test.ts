import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isGroup, type Key, type KeyKind, keyAt, userAt } from '../data.js';
import type { ContenderId, Store } from './contender.js';
import { CONTENDERS, isPython, loadContender, missing } from './index.js';

const RECORDS = 5000;
const KINDS: readonly KeyKind[] = ['string', 'dense', 'random', 'multi', 'secondary'];
/** Written and asked with text keys alone. */
const TEXT_ONLY: readonly ContenderId[] = ['level'];
/** Several records of a key are asked of these. */
const MULTI: readonly ContenderId[] = ['sharedbuffers', 'map', 'lmdb', 'sqlite', 'sqlite-held'];

const installed = CONTENDERS.filter((id) => missing(id) === undefined && !isPython(id));
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-contenders-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function asked(id: ContenderId, keys: KeyKind): boolean {
  if (isGroup(keys)) return MULTI.includes(id);
  return keys === 'string' || !TEXT_ONLY.includes(id);
}

/** What every contender must answer, from the records themselves. */
function expected(keys: KeyKind, indexes: readonly number[]) {
  const users = indexes.map(userAt);
  const sum = (value: (user: ReturnType<typeof userAt>) => number) =>
    users.reduce((total, user) => total + value(user), 0);
  const kin = (index: number) =>
    [0, 1, 2, 3].map((place) => (index % 1024) + Math.floor(index / 4096) * 4096 + 1024 * place);
  return {
    keys: indexes.map((index) => keyAt(keys, index)),
    absent: indexes.map((index) => keyAt(keys, index + 2 * RECORDS)),
    twoFields: sum(({ id, score }) => id + score),
    oneString: sum(({ name }) => name.charCodeAt(name.length - 1)),
    numberAndText: sum(({ name, score }) => score + name.charCodeAt(name.length - 1)),
    manyFields: sum(({ id, score }) => id + score),
    allFields: sum(({ id, name, score, bio }) => id + name.length + score + 3 + bio.length),
    severalRecords: indexes
      .flatMap(kin)
      .filter((index) => index < RECORDS)
      .map(userAt)
      .reduce((total, { id, score }) => total + (id + score), 0),
  };
}

async function opened(id: ContenderId, keys: KeyKind): Promise<Store> {
  const contender = await loadContender(id);
  const path = join(folder, `${id}-${keys}.${contender.ending}`);
  await contender.build(path, keys, RECORDS);
  return contender.open(path, keys, RECORDS);
}

describe.each(installed)('%s', (id) => {
  test.each(KINDS.filter((keys) => asked(id, keys)))(
    'gives back what it was given: %s keys',
    async (keys) => {
      const store = await opened(id, keys);
      const want = expected(keys, [0, 1, 17, 1023, 1024, 4095, 4097, RECORDS - 1]);
      const all = Array.from({ length: RECORDS }, (_, index) => userAt(index));
      const total = all.reduce((sum, { score }) => sum + score, 0);
      const ask = (how: keyof Store & keyof typeof want) =>
        (store[how] as ((keys: readonly Key[]) => number) | undefined)?.(want.keys);

      if (!isGroup(keys) && store.user !== undefined) {
        expect(want.keys.map((key) => ({ ...store.user!(key) }))).toEqual(
          [0, 1, 17, 1023, 1024, 4095, 4097, RECORDS - 1].map(userAt),
        );
      }
      expect(store.user?.(want.absent[0]!)).toBeUndefined();
      expect(store.misses?.(want.absent) ?? 0).toBe(0);
      for (const how of ['twoFields', 'oneString', 'numberAndText', 'allFields', 'manyFields'] as const) {
        if (!isGroup(keys)) expect([undefined, want[how]]).toContain(ask(how));
      }
      if (isGroup(keys)) expect(ask('severalRecords')).toBe(want.severalRecords);
      if (keys === 'string') {
        const lengths = all.reduce((sum, _, index) => sum + `user:${index}`.length, 0);
        for (const [walk, goThrough] of Object.entries(store.walks ?? {})) {
          expect(await goThrough()).toBeCloseTo(walk === 'values' ? total : total + lengths, 3);
        }
      }
      for (const scan of Object.values(store.scans ?? {})) expect(scan()).toBe(total);
      await store.close();
    },
  );
});
