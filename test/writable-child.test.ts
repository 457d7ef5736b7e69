/** Records that several processes and threads change at once. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { array, atomicAdd, shareBuffer, struct, t } from 'sharedbuffers';
import {
  buildArray,
  createSegment,
  listSegments,
  openArray,
  removeSegment,
  segmentPath,
} from 'sharedbuffers/node';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileInto } from './compile.js';

const WRITABLE = { writable: true } as const;
const Counters = struct({
  started: t.int32,
  bytes: t.uint8,
  shorts: t.uint16,
  ints: t.uint32,
  longs: t.bigint64,
  numbers: t.int64,
  floats: t.float32,
  doubles: t.float64,
  note: t.buffer,
});
const ZEROS = {
  started: 0,
  bytes: 0,
  shorts: 0,
  ints: 0,
  longs: 0n,
  numbers: 0,
  floats: 0,
  doubles: 0,
  note: new Uint8Array(16),
};
const PARTIES = 4;
const ADDS = 20_000;

/** In every process and thread, with `row` in shared memory: waits until all have come, then adds. */
const ADDING = `
  const { atomicAdd, atomicCompareExchange } = await import('./index.js');
  atomicAdd(row, 'started', 1);
  while (row.started < ${PARTIES}) {}
  for (let i = 0; i < ${ADDS}; i++) {
    atomicAdd(row, 'ints', 1);
    atomicAdd(row, 'longs', 2n ** 40n);
    atomicAdd(row, 'numbers', -3);
    atomicAdd(row, 'floats', 1);
    atomicAdd(row, 'doubles', 0.5);
    if (i % 500 === 0) atomicAdd(row, 'bytes', 1);
    for (let held = row.shorts; ; ) {
      const found = atomicCompareExchange(row, 'shorts', held, (held + 1) % 50_000);
      if (found === held) break;
      held = found;
    }
  }
`;
const TOTAL = PARTIES * ADDS;
const SUMS = {
  started: PARTIES,
  bytes: TOTAL / 500,
  shorts: TOTAL % 50_000,
  ints: TOTAL,
  longs: BigInt(TOTAL) * 2n ** 40n,
  numbers: -3 * TOTAL,
  floats: TOTAL,
  doubles: TOTAL / 2,
};
const SCHEMA = `
  const { array, struct, t } = await import('./index.js');
  const Counters = struct({
    started: t.int32, bytes: t.uint8, shorts: t.uint16, ints: t.uint32, longs: t.bigint64, numbers: t.int64,
    floats: t.float32, doubles: t.float64, note: t.buffer,
  });
`;

let folder: string;
let path: string;
let scripts = 0;
const children = new Set<ChildProcess>();
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'writable-child-'));
  await compileInto(folder, 'index.ts', 'node.ts');
});
beforeEach(async () => {
  path = join(folder, 'counters.sb');
  await buildArray(path, Counters, [ZEROS]);
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  children.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function scriptFile(script: string): string {
  scripts += 1;
  const file = join(folder, `script-${scripts}.js`);
  writeFileSync(file, script);
  return file;
}

/** Starts a script; it can `say` things and `await heard()` things. */
function start(script: string): ChildProcess {
  const file = scriptFile(`
    import { once } from 'node:events';
    import { openArray, openMapping, listSegments, removeSegment, createSegment } from './node.js';
    ${SCHEMA}
    const path = ${JSON.stringify(path)};
    const say = (value) => process.send(value);
    const heard = async () => (await once(process, 'message'))[0];
    ${script}
    process.disconnect?.();
  `);
  const child = spawn(process.execPath, [file], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  children.add(child);
  return child;
}

const exitCode = async (party: ChildProcess | Worker): Promise<unknown> => (await once(party, 'exit'))[0];

async function said(child: ChildProcess): Promise<unknown> {
  const over = new AbortController();
  const { signal } = over;
  try {
    return await Promise.race([
      once(child, 'message', { signal }).then(([value]) => value),
      once(child, 'exit', { signal }).then(([code]) => {
        throw new Error(`the process ended with ${code}`);
      }),
    ]);
  } finally {
    over.abort();
  }
}

describe('atomic changes', () => {
  test('of several processes add up exactly', async () => {
    const script = `const row = openArray(path, Counters, { writable: true }).at(0); ${ADDING}`;
    const processes = Array.from({ length: PARTIES }, () => start(script));
    const codes = await Promise.all(processes.map(exitCode));
    expect(codes).toEqual(Array(PARTIES).fill(0));
    expect(openArray(path, Counters).at(0)!.toObject()).toEqual({ ...ZEROS, ...SUMS });
    expect(array(Counters).fromBuffer(readFileSync(path)).at(0)!.toObject()).toEqual({ ...ZEROS, ...SUMS });
  });

  test('of several threads on a shared buffer add up exactly', async () => {
    const shared = shareBuffer(array(Counters).pack([ZEROS]));
    const file = scriptFile(`
      import { workerData } from 'node:worker_threads';
      ${SCHEMA}
      const row = array(Counters).fromBuffer(workerData, { writable: true }).at(0);
      ${ADDING}
    `);
    const workers = Array.from({ length: PARTIES }, () => new Worker(file, { workerData: shared }));
    const codes = await Promise.all(workers.map(exitCode));
    expect(codes).toEqual(Array(PARTIES).fill(0));
    expect(array(Counters).fromBuffer(shared).at(0)!.toObject()).toEqual({ ...ZEROS, ...SUMS });
  });

  test('of several threads that opened one file add up exactly', async () => {
    const file = scriptFile(`
      import { openArray } from './node.js';
      ${SCHEMA}
      const row = openArray(${JSON.stringify(path)}, Counters, { writable: true }).at(0);
      ${ADDING}
    `);
    const workers = Array.from({ length: PARTIES }, () => new Worker(file));
    const codes = await Promise.all(workers.map(exitCode));
    expect(codes).toEqual(Array(PARTIES).fill(0));
    expect(openArray(path, Counters).at(0)!.toObject()).toEqual({ ...ZEROS, ...SUMS });
  });
});

describe('a reader in another process', () => {
  const reading = `
    const row = openArray(path, Counters).at(0);
    say([row.ints, row.doubles]);
    while (await heard()) say([row.ints, row.doubles]);
  `;

  test('sees every change without opening the file again', async () => {
    const reader = start(reading);
    expect(await said(reader)).toEqual([0, 0]);
    using counters = openArray(path, Counters, WRITABLE);
    for (let round = 1; round < 20; round += 1) {
      counters.at(0)!.ints = round;
      atomicAdd(counters.at(0)!, 'doubles', 0.25);
      reader.send(true);
      expect(await said(reader)).toEqual([round, round / 4]);
    }
    reader.send(false);
    expect(await once(reader, 'exit')).toEqual([0, null]);
  });

  test('sees what a process wrote that was killed at once', async () => {
    const writer = start(`
      openArray(path, Counters, { writable: true }).at(0).ints = 77;
      process.kill(process.pid, 'SIGKILL');
    `);
    expect((await once(writer, 'exit'))[1]).toBe('SIGKILL');
    expect(openArray(path, Counters).at(0)!.ints).toBe(77);
    expect(array(Counters).fromBuffer(readFileSync(path)).at(0)!.ints).toBe(77);
  });
});

// What a private map shows of changes to the file is up to the system; on Linux, all but in pages that it changed.
test.runIf(process.platform === 'linux')(
  'a reader that wrote into a page keeps its copy of that page',
  () => {
    using reader = openArray(path, Counters);
    using counters = openArray(path, Counters, WRITABLE);
    const seen = reader.at(0)!;
    const row = counters.at(0)!;
    row.ints = 1;
    expect(seen.ints).toBe(1);
    seen.note[0] = 5;
    row.ints = 2;
    expect(seen.ints).toBe(1);
    expect(row.note[0]).toBe(0);
    expect(openArray(path, Counters).at(0)!.ints).toBe(2);
  },
);

describe('a named segment', () => {
  const name = `test-${process.pid}`;
  afterEach(() => removeSegment(name));

  test('is built, changed and read by processes that share only its name', async () => {
    await buildArray(segmentPath(name), Counters, [ZEROS]);
    path = segmentPath(name);
    const script = `const row = openArray(path, Counters, { writable: true }).at(0); ${ADDING}`;
    const processes = Array.from({ length: PARTIES }, () => start(script));
    const codes = await Promise.all(processes.map(exitCode));
    expect(codes).toEqual(Array(PARTIES).fill(0));
    expect(openArray(path, Counters).at(0)!.toObject()).toEqual({ ...ZEROS, ...SUMS });
  });

  test('is listed and removed in another process than it was created in, and stays for those who have it open', async () => {
    const bytes = array(Counters).pack([{ ...ZEROS, ints: 3 }]);
    createSegment(name, bytes);
    using counters = openArray(segmentPath(name), Counters, WRITABLE);
    const other = start(`
      say(listSegments().filter(({ name }) => name === ${JSON.stringify(name)}));
      await heard();
      say(removeSegment(${JSON.stringify(name)}));
    `);
    expect(await said(other)).toEqual([{ name, path: segmentPath(name), byteLength: bytes.length }]);
    other.send('go on');
    expect(await said(other)).toBe(true);
    expect(listSegments().map((segment) => segment.name)).not.toContain(name);
    counters.at(0)!.ints += 1;
    expect(counters.at(0)!.ints).toBe(4);
  });

  test('outlives the process that made it', async () => {
    const maker = start(`
      const { readFileSync } = await import('node:fs');
      createSegment(${JSON.stringify(name)}, readFileSync(path));
    `);
    expect(await once(maker, 'exit')).toEqual([0, null]);
    expect(openArray(segmentPath(name), Counters).at(0)!.toObject()).toEqual(ZEROS);
  });

  test('of one name is made by one of many that try at once', async () => {
    const script = `
      await heard();
      let made = false;
      try { createSegment(${JSON.stringify(name)}, new Uint8Array(100_000).fill(process.pid)); made = true; }
      catch (error) { if (!error.message.includes('there is one already')) throw error; }
      say({ made, fill: process.pid & 255 });
    `;
    const processes = Array.from({ length: PARTIES }, () => start(script));
    const results = processes.map(said);
    for (const child of processes) child.send('now');
    const makers = (await Promise.all(results)).filter((result) => (result as { made: boolean }).made);
    expect(makers).toHaveLength(1);
    const { fill } = makers[0] as { fill: number };
    expect(readFileSync(segmentPath(name)).every((byte) => byte === fill)).toBe(true);
  });
});
