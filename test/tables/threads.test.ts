/** Builds with threads, against builds of the same inputs in one: the same bytes, the same errors, and nothing left behind. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Float64, Int32, Table, tableToIPC, Utf8, vectorFromArray } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { compileInto } from '../compile.js';

/** Some blocks of half a mebibyte. */
const ROWS = 7000;

interface Outcome {
  readonly hash?: string;
  readonly result?: { readonly records: number; readonly skipped: number };
  readonly error?: {
    readonly name: string;
    readonly message: string;
    readonly line?: number;
    readonly field?: string;
  };
}

interface Order {
  readonly target: string;
  readonly input: string;
  readonly options: object;
  /** Milliseconds. */
  readonly abortAfter?: number;
}

/** Builds in a process whose modules were compiled, as threads need them; tells what is left of threads after each build. */
const RUN = `
  import { createHash } from 'node:crypto';
  import { readFileSync } from 'node:fs';
  import { buildFrom } from './tables.js';
  process.on('message', async ({ target, input, options, abortAfter }) => {
    const signal = abortAfter === undefined ? undefined : AbortSignal.timeout(abortAfter);
    let outcome;
    try {
      const { bytes, ...result } = await buildFrom(target, input, { reproducible: true, ...options, signal });
      outcome = { hash: createHash('sha256').update(readFileSync(target)).digest('hex'), result };
    } catch ({ name, message, line, field }) {
      outcome = { error: { name, message, line, field } };
    }
    const workers = process.getActiveResourcesInfo().filter((name) => /worker|MessagePort/i.test(name)).length;
    process.send({ ...outcome, workers });
  });`;

let builder: ChildProcess;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'table-threads-'));
  mkdirSync(join(folder, 'work'));
  await compileInto(folder, 'tables.ts', 'tables/threads/worker.ts', 'tables/threads/column-worker.ts');
  writeFileSync(join(folder, 'run.js'), RUN);
  builder = fork(join(folder, 'run.js'));
});
afterAll(() => {
  builder.kill();
  rmSync(folder, { recursive: true, force: true });
});

async function build(input: string, options: object, abortAfter?: number): Promise<Outcome> {
  const target = join(folder, 'work', 'target');
  const answered = once(builder, 'message');
  builder.send({ target, input, options, ...(abortAfter !== undefined && { abortAfter }) } satisfies Order);
  const [{ workers, ...outcome }] = (await answered) as [Outcome & { workers: number }];
  rmSync(target, { force: true });
  expect(readdirSync(join(folder, 'work'))).toEqual([]);
  expect(workers).toBe(0);
  return outcome;
}

/** Inputs built so far: one after the other is built by two and by three threads, as both take long. */
let inputs = 0;

/** What building comes to, whatever the number of threads. */
async function built(text: string | Uint8Array, name: string, options: object = {}): Promise<Outcome> {
  const input = join(folder, name);
  writeFileSync(input, text);
  const alone = await build(input, { ...options, threads: 1 });
  const threads = 2 + (inputs % 2);
  inputs += 1;
  expect(await build(input, { ...options, threads })).toEqual(alone);
  return alone;
}

const person = (id: number): Record<string, unknown> => ({
  id: `user:${id}`,
  name: `${'n'.repeat(id % 50)}é${id}`,
  score: id / 7,
  visits: id,
  place: { city: `c${id % 10}`, zip: id % 3 === 0 ? null : id },
  tags: ['a', `t${id % 5}`],
});

/** NDJSON of people, some lines of which are others. */
function people(others: { readonly [line: number]: unknown } = {}, end = '\n'): string {
  return Array.from({ length: ROWS }, (_, at) => {
    const other = others[at + 1];
    return (
      (typeof other === 'string' ? other : JSON.stringify({ ...person(at), ...(other as object) })) + end
    );
  }).join('');
}

describe('threads give the file of one', () => {
  test.each<[string, { readonly [line: number]: unknown }]>([
    ['rows that are all alike', {}],
    ['a null, and a missing field, in the last row', { [ROWS]: { name: null, score: undefined } }],
    ['a nested null late', { [ROWS - 1]: { place: { city: null } } }],
    ['a new field in the last row', { [ROWS]: { extra: 1 } }],
    ['a type that widens in the middle', { [ROWS / 2]: { visits: 0.5 } }],
    ['a type that widens twice', { 6000: { visits: 0.5 }, [ROWS]: { name: 7 } }],
    ['large integers late', { [ROWS]: '{"id":"a","visits":18446744073709551615}' }],
    ['lines that are blank', { 1: '', 4000: '   ', [ROWS]: '' }],
  ])('with %s', async (_, others) => {
    const { result } = await built(people(others), 'in.ndjson', { key: 'id' });
    expect(result!.records).toBeGreaterThan(ROWS - 4);
  });

  test('without keys, with CRLF, a byte order mark, and no end of the last line', async () => {
    const { result } = await built(`\ufeff${people({}, '\r\n').trimEnd()}`, 'in.ndjson');
    expect(result).toMatchObject({ records: ROWS, skipped: 0 });
  });

  test('with plain fields only, some of them written in other ways', async () => {
    const rows = Array.from({ length: 2 * ROWS }, (_, at) => {
      const { place: _place, tags: _tags, ...plain } = person(at);
      const line = JSON.stringify({ ...plain, active: at % 3 === 0, again: at % 5 ? plain.name : null });
      return at % 11 ? line : line.replaceAll('é', '\\u00e9').replaceAll('":', '" : ');
    });
    const { result } = await built(`${rows.join('\n')}\n`, 'in.ndjson', { key: 'id' });
    expect(result).toMatchObject({ records: 2 * ROWS });
  });

  test('by a schema, with columns and keys that are integers', async () => {
    const schema = { fields: { visits: 'uint32', name: 'string', score: 'float32?' } };
    const options = { schema, key: 'visits', columns: ['visits'], index: 'compact', ignoreUnknown: true };
    expect((await built(people(), 'in.ndjson', options)).result).toMatchObject({ records: ROWS });
    expect((await built(people(), 'in.ndjson', { key: 'visits', columns: ['visits'] })).hash).toBeDefined();
  });

  test('with rows that have no key', async () => {
    const others = { 1: { id: undefined }, 6000: { id: null }, [ROWS]: { id: undefined } };
    const options = { key: 'id', skipMissingKey: true };
    expect((await built(people(others), 'in.ndjson', options)).result).toMatchObject({
      records: ROWS - 3,
      skipped: 3,
    });
    const none = await built(people(), 'in.ndjson', { key: 'nowhere', skipMissingKey: true });
    expect(none.error).toMatchObject({ name: 'InputError', line: 1 });
  });

  test('with a row longer than a block', async () => {
    const long = { 5000: { name: 'x'.repeat(3 * 2 ** 20) } };
    expect((await built(people(long), 'in.ndjson', { key: 'id' })).result).toMatchObject({ records: ROWS });
  });
});

/** Rows of CSV, some lines of which are others; the first is the header. */
function orders(others: { readonly [line: number]: string } = {}, end = '\n'): string {
  const line = (at: number) => {
    if (at === 1) return 'order,name,price,on,note,express';
    const note = at % 3 === 0 ? '' : at % 3 === 1 ? `"${'n'.repeat(at % 90)} ""${at}"",\nsecond"` : `é${at}`;
    return `${at},n${at % 7},${at / 8},2024-01-${10 + (at % 20)},${note},${at % 2 === 0}`;
  };
  return Array.from({ length: 2 * ROWS }, (_, at) => (others[at + 1] ?? line(at + 1)) + end).join('');
}

describe('threads give the file of one, of CSV', () => {
  const late = (line: string) => ({ [2 * ROWS]: line });
  test.each<[string, string, object]>([
    ['rows that are all alike', orders(), { key: 'order' }],
    ['without keys, with CRLF', orders({}, '\r\n'), {}],
    ['a cell that is empty late', orders(late('7,,1.5,2024-01-10,x,true')), { key: 'order' }],
    ['a fraction late', orders(late('7.5,a,1.5,2024-01-10,x,true')), {}],
    ['text late', orders(late('7,a,none,2024-01-10,x,yes')), { key: 'order' }],
    [
      'rows of other lengths',
      orders({ 9000: '7,a', 9001: '8,a,1,2024-01-10,x,true,7,8' }),
      { lenient: true },
    ],
    [
      'a schema',
      orders(),
      { key: 'order', schema: { fields: { price: 'float32', name: 'string' } }, ignoreUnknown: true },
    ],
    [
      'dates by a schema',
      orders(),
      { schema: { fields: { on: 'date', note: 'string?', order: 'int32' } }, ignoreUnknown: true },
    ],
    ['keys of two columns', orders(), { key: 'name,order' }],
  ])('with %s', async (_, text, options) => {
    expect((await built(text, 'in.csv', options)).result!.records).toBeGreaterThan(2 * ROWS - 3);
  });

  test.each<[string, string, object]>([
    ['a row that is too short', orders({ 9000: '7,a' }), {}],
    ['a quote that does not close', orders({ 9000: '7,"a' }), {}],
    ['a key that is empty', orders({ 9000: ',a,1,2024-01-10,x,true' }), { key: 'order' }],
    [
      'text that does not fit',
      orders({ 9000: '7,a,many,2024-01-10,x,true' }),
      { schema: { fields: { price: 'float64' } }, ignoreUnknown: true },
    ],
  ])('and the same error for %s', async (_, text, options) => {
    expect((await built(text, 'in.csv', options)).error).toMatchObject({ name: 'InputError' });
  });
});

describe('threads tell the same errors', () => {
  const SCHEMA = { fields: { id: 'string', name: 'string', score: 'float64', visits: 'uint16' } };
  test.each<[string, { readonly [line: number]: unknown }, object, object]>([
    ['no JSON', { 6345: '{"id":' }, {}, { line: 6345 }],
    [
      'an integer too large for any type',
      { 6500: '{"id":"a","visits":1e3,"n":99999999999999999999}' },
      {},
      { line: 6500, field: 'n' },
    ],
    ['two of them', { 4000: '{', 4001: '[', 6999: '{' }, {}, { line: 4000 }],
    ['a key that is missing', { 5999: { id: undefined } }, { key: 'id' }, { line: 5999 }],
    [
      'a value that does not fit',
      { 6001: { name: 5 } },
      { schema: SCHEMA, key: 'id', ignoreUnknown: true },
      { line: 6001, field: 'name' },
    ],
    [
      'a number that does not fit',
      { 1000: { visits: 65_536 } },
      { schema: SCHEMA, ignoreUnknown: true },
      { line: 1000, field: 'visits' },
    ],
    [
      'a field that is missing',
      { 6101: { score: undefined } },
      { schema: SCHEMA, key: 'id', ignoreUnknown: true },
      { line: 6101, field: 'score' },
    ],
    ['an unknown field', {}, { schema: SCHEMA, key: 'id' }, { line: 1 }],
    ['a key too large', { 6500: { visits: 2 ** 33 } }, { key: 'visits', width: 32 }, { line: 6500 }],
    ['a selected field that is not there', {}, { select: 'nope' }, {}],
    ['keys of several kinds', { [ROWS]: { id: 7 } }, { key: 'id' }, {}],
    ['a column that is optional', { [ROWS]: { visits: undefined } }, { key: 'id', columns: ['visits'] }, {}],
  ])('of %s', async (_, others, options, place) => {
    const { error } = await built(people(others), 'in.ndjson', options);
    expect(error).toMatchObject(place);
    expect(error!.message.length).toBeGreaterThan(10);
  });

  test('and end with the build that is aborted', async () => {
    const input = join(folder, 'long.ndjson');
    writeFileSync(input, people().repeat(8));
    for (const abortAfter of [1, 150, 400]) {
      const { error } = await build(input, { threads: 2 }, abortAfter);
      expect(error).toMatchObject({ name: 'TimeoutError' });
    }
  });
});

/** A table of Arrow, in record batches of 9,000 rows, some of which are others. */
function table(others: { readonly [row: number]: object } = {}): Uint8Array {
  const rows = Array.from({ length: 20_000 }, (_, at) => ({
    id: `user:${at}`,
    name: at % 9 === 0 ? null : `n${at % 50}`,
    score: at / 8,
    visits: at,
    ...others[at],
  }));
  const types = { id: new Utf8(), name: new Utf8(), score: new Float64(), visits: new Int32() };
  const batches = [0, 9000, 18_000].map((from) => {
    const part = rows.slice(from, from + 9000);
    const columns = Object.entries(types).map(([name, type]) => {
      return [name, vectorFromArray(part.map((row) => row[name as keyof typeof row]) as never[], type)];
    });
    return new Table(Object.fromEntries(columns));
  });
  return tableToIPC(batches[0]!.concat(...batches.slice(1)), 'file');
}

describe('threads give the file of one, and the same errors, of columns', () => {
  test.each<[string, { readonly [row: number]: object }, object]>([
    ['rows that are all alike', {}, { key: 'id' }],
    ['integer keys', {}, { key: 'visits' }],
    ['no keys', {}, {}],
    ['text that is packed by itself', { 20000: { name: 'long '.repeat(300) } }, { key: 'id' }],
    ['selected fields', {}, { key: 'id', select: 'visits,name' }],
    ['rows that have no key', { 15000: { id: null } }, { key: 'id', skipMissingKey: true }],
    ['secondary indexes', {}, { key: 'id', indexes: ['name'] }],
    [
      'a schema',
      {},
      { key: 'id', schema: { fields: { visits: 'uint16', name: 'string?' } }, ignoreUnknown: true },
    ],
  ])('with %s', async (_, others, options) => {
    const { result } = await built(table(others), 'in.arrow', options);
    expect(result!.records).toBeGreaterThan(19_998);
  });

  test('a key that is missing, a file that is damaged, and one that ends', async () => {
    expect((await built(table({ 15000: { id: null } }), 'in.arrow', { key: 'id' })).error).toMatchObject({
      line: 15_001,
    });
    const bytes = table();
    const cut = await built(bytes.subarray(0, bytes.length / 2), 'in.arrow', { key: 'id', format: 'arrow' });
    expect(cut.error).toMatchObject({ name: 'InputError' });
    bytes.fill(0xff, bytes.length / 2, bytes.length / 2 + 4096);
    await built(bytes, 'in.arrow', { key: 'id' });
  });
});

test('what is no number of threads is refused', async () => {
  const input = join(folder, 'in.ndjson');
  writeFileSync(input, '{"a":1}\n');
  for (const threads of [0, -1, 1.5, 65]) {
    expect((await build(input, { threads })).error?.message).toMatch(/threads is a number from 1 to 64/);
  }
});
