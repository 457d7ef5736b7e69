/** What can only be seen from outside: whether a process survives, is killed, or leaks. */
import { type SpawnSyncReturns, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { compileInto } from '../../../test/compile.js';

let folder: string;
let data: string;
let work: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'map-file-child-'));
  const files = ['building/atomic-file', 'building/external-sort', 'mapping/map-file', 'building/spool'];
  await compileInto(folder, ...files.map((name) => `files/${name}.ts`));
  data = join(folder, 'data');
  writeFileSync(data, new Uint8Array(1_000_000).fill(7));
});
beforeEach(() => {
  work = join(folder, 'work');
  rmSync(work, { recursive: true, force: true });
  mkdirSync(work);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Runs a script with everything in scope that it may need.
 *
 * @param limit Largest file it may write, in the blocks of `ulimit -f` (512 or 1024 bytes): stands for a full disk.
 */
function run(script: string, limit?: number, flags: string[] = []): SpawnSyncReturns<string> {
  const program = `
    import { readdirSync, readFileSync } from 'node:fs';
    import { setImmediate as turn } from 'node:timers/promises';
    import { AtomicFile } from './files/building/atomic-file.js';
    import { EntrySorter } from './files/building/external-sort.js';
    import { mapFile } from './files/mapping/map-file.js';
    import { Spool } from './files/building/spool.js';
    const path = ${JSON.stringify(data)};
    const work = ${JSON.stringify(work)};
    const target = ${JSON.stringify(join(work, 'target'))};
    const mapsOf = (name) => readFileSync('/proc/self/maps', 'utf8').split('\\n').filter((line) => line.includes(name));
    const addressSpace = () => Number(/VmSize:\\s*(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]) * 1024;
    async function collect(done) {
      for (let i = 0; i < 50 && !done(); i++) { gc(); await turn(); }
      return done();
    }
    async function failure(call) {
      try { await call(); } catch (error) { return [error.name, error.message, error.cause?.code]; }
    }
    const print = (value) => console.log(JSON.stringify(value));
    ${script}`;
  const file = join(folder, 'child.js');
  writeFileSync(file, program);
  const command = [process.execPath, '--expose-gc', ...flags, file];
  if (limit !== undefined) command.unshift('sh', '-c', `ulimit -f ${limit} && exec "$0" "$@"`);
  return spawnSync(command[0]!, command.slice(1), { encoding: 'utf8' });
}

/** Runs a script that must end well; returns what it printed. */
function inChild(script: string, limit?: number, flags: string[] = []): unknown {
  const { status, signal, stderr, stdout } = run(script, limit, flags);
  expect({ status, signal, stderr }).toEqual({ status: 0, signal: null, stderr: '' });
  return JSON.parse(stdout);
}

describe('without native code', () => {
  test('the file is read instead, with the same bytes, and one warning', () => {
    const script = `
      const file = mapFile(path);
      const { Worker } = await import('node:worker_threads');
      const again = "import('" + new URL('./files/mapping/map-file.js', import.meta.url) + "').then((m) => m.mapFile(" + JSON.stringify(path) + "))";
      await new Promise((resolve) => new Worker(again, { eval: true }).once('exit', resolve));
      mapFile(path);
      const bytes = file.memory.windowAt(0).bytes;
      let required;
      try { mapFile(path, { mmap: 'required' }); } catch (error) { required = [error.name, error.message]; }
      print([file.notMappedBecause, required, bytes.length, bytes.every((byte) => byte === 7)]);
    `;
    const { stdout, stderr } = run(script, undefined, ['--no-addons']);
    const because = expect.stringContaining('the package koffi is installed but cannot be loaded: ');
    const required = ['FileError', expect.stringContaining(`cannot map ${data}, because the package koffi`)];
    expect(JSON.parse(stdout)).toEqual([because, required, 1_000_000, true]);
    expect(stderr.match(/SB_NOT_MAPPED/g)).toHaveLength(1);
    expect(stderr).toContain(
      'SharedBuffersWarning: files are read into memory and not mapped, because the package',
    );
  });

  test('nothing is said when mapping was not asked for', () => {
    const result = inChild(`print(mapFile(path, { mmap: false }).notMappedBecause);`, undefined, [
      '--no-addons',
    ]);
    expect(result).toBe('it was opened with mmap: false');
  });

  test('nothing is said when koffi is not installed', () => {
    const modules = join(folder, 'node_modules');
    const hidden = join(folder, 'hidden');
    renameSync(modules, hidden);
    try {
      expect(inChild('print(mapFile(path).notMappedBecause);')).toBe('the package koffi is not installed');
    } finally {
      renameSync(hidden, modules);
    }
  });
});

describe('typed arrays held over close', () => {
  test('can be read and written without harm: they are empty, or zeros', () => {
    const [length, first, sum] = inChild(`
      const file = mapFile(path);
      const bytes = file.memory.windowAt(0).bytes;
      const words = new Uint32Array(bytes.buffer, 0, 1000);
      file.close();
      bytes[0] = 1;
      words[0] = 5;
      gc();
      let sum = 0;
      for (let at = 4096; at < bytes.length; at++) sum += bytes[at];
      print([bytes.length, words[0] ?? null, sum]);
    `) as [number, number | null, number];
    const detaches = 'transfer' in ArrayBuffer.prototype;
    expect([length, first, sum]).toEqual(detaches ? [0, null, 0] : [1_000_000, 5, 0]);
  });

  test('do not end native calls that are under way', () => {
    const lengths = inChild(`
      import { deflateRaw } from 'node:zlib';
      import { promisify } from 'node:util';
      const results = [];
      for (let i = 0; i < 20; i++) {
        const file = mapFile(path);
        results.push(promisify(deflateRaw)(file.memory.windowAt(0).bytes));
        await turn();
        file.close();
      }
      print((await Promise.all(results)).map((result) => result.length > 0));
    `);
    expect(lengths).toEqual(new Array(20).fill(true));
  });
});

describe.runIf(process.platform === 'linux')('what a mapped file holds', () => {
  test('is let go at close, and the addresses once the arrays are collected', () => {
    const result = inChild(`
      mapFile(path).close();
      const before = addressSpace();
      for (let i = 0; i < 2000; i++) {
        const file = mapFile(path);
        if (file.memory.windowAt(0).bytes[i] !== 7) throw new Error('wrong byte');
        file.close();
      }
      const left = mapsOf(path).length;
      print([left, await collect(() => addressSpace() - before < 500e6)]);
    `);
    expect(result).toEqual([0, true]);
  });

  test('is unmapped at once when nothing was read', () => {
    const result = inChild(`
      mapFile(path).close();
      const before = addressSpace();
      for (let i = 0; i < 2000; i++) mapFile(path).close();
      print(addressSpace() - before < 500e6);
    `);
    expect(result).toBe(true);
  });

  test('is let go without close when nothing refers to it any more, and not before', () => {
    const result = inChild(`
      const open = () => mapFile(path).memory.windowAt(0).bytes.subarray(10, 20);
      let held = open();
      mapFile(path);
      const one = await collect(() => mapsOf(path).length === 1);
      const value = held[5];
      held = undefined;
      print([one, value, await collect(() => mapsOf(path).length === 0)]);
    `);
    expect(result).toEqual([true, 7, true]);
  });
});

describe('a process killed while writing', () => {
  test('leaves the old file, and a temporary that cannot be taken for a result', () => {
    writeFileSync(join(work, 'target'), 'old');
    const { signal, pid } = run(`
      const file = AtomicFile.create(target);
      file.write(new Uint8Array(3_000_000));
      process.kill(process.pid, 'SIGKILL');
    `);
    expect(signal).toBe('SIGKILL');
    expect(readFileSync(join(work, 'target'), 'utf8')).toBe('old');
    const [temporary, ...others] = readdirSync(work);
    expect(temporary).toMatch(new RegExp(`^\\.target\\.${pid}\\.[0-9a-f]{12}\\.tmp$`));
    expect(others).toEqual(['target']);
  });

  test('leaves nothing of a spool', () => {
    const { signal, stdout } = run(`
      const spool = new Spool(work);
      spool.append(new Uint8Array(3_000_000));
      console.log(readdirSync(work).length);
      process.kill(process.pid, 'SIGKILL');
    `);
    expect(signal).toBe('SIGKILL');
    expect(stdout).toBe('0\n');
    expect(readdirSync(work)).toEqual([]);
  });
});

// The limit on file sizes stands for a full disk: the system writes a part, then refuses in the same way.
describe('a disk without room', () => {
  /** Without a handler, the signal sent along with EFBIG ends the process. */
  const survive = `process.on('SIGXFSZ', () => {});`;

  test('fails the write with the cause, and leaves neither a temporary nor a damaged target', () => {
    writeFileSync(join(work, 'target'), 'old');
    const result = inChild(
      `${survive}
      const file = AtomicFile.create(target);
      const written = await failure(() => { for (let i = 0; i < 5000; i++) file.write(new Uint8Array(1000)); });
      print([written, await failure(() => file.publish()), readdirSync(work)]);
    `,
      1024,
    );
    expect(result).toEqual([
      ['FileError', expect.stringMatching(/^cannot write to .*target: .*ulimit/), 'EFBIG'],
      ['ClosedError', expect.any(String), null],
      ['target'],
    ]);
    expect(readFileSync(join(work, 'target'), 'utf8')).toBe('old');
  });

  test('fails publish when the last buffer does not fit', () => {
    const result = inChild(
      `${survive}
      const file = AtomicFile.create(target);
      file.write(new Uint8Array(100_000));
      print([await failure(() => file.publish()), readdirSync(work)]);
    `,
      8,
    );
    expect(result).toEqual([['FileError', expect.any(String), 'EFBIG'], []]);
  });

  test('fails a spool, and a sort that spills', () => {
    const result = inChild(
      `${survive}
      const spool = new Spool(work);
      const spooled = await failure(() => spool.append(new Uint8Array(3_000_000)));
      const after = await failure(() => spool.append(new Uint8Array(1)));
      const sorter = new EntrySorter({ words: 4, keyWords: 1, folder: work, maxEntries: 100_000 });
      const sorted = await failure(() => { for (let i = 0; i < 400_000; i++) sorter.push(Uint32Array.of(i, 1, 2, 3)); });
      print([spooled, after, sorted, readdirSync(work)]);
    `,
      1024,
    );
    const full = ['FileError', expect.stringMatching(/cannot write temporary files in .*ulimit/), 'EFBIG'];
    expect(result).toEqual([full, ['ClosedError', expect.any(String), null], full, []]);
  });
});
