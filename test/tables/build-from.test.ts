/** `sharedbuffers/tables`: files from rows, as programs build them. */
import { readFileSync, statSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { ArgumentError, FileError, InputError, SchemaError } from 'sharedbuffers';
import { openArray, openMapping } from 'sharedbuffers/node';
import { type BuildFromProgress, buildFrom } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { Folder } from '../cli/harness.js';

const folder = new Folder();
const target = () => folder.path('out.sb');

const ROWS = '{"id":"a","n":1}\n{"id":"b","n":2}\n{"id":"a","n":3}\n';

describe('buildFrom', () => {
  test('builds a mapping, and tells what it built', async () => {
    const result = await buildFrom(target(), folder.write('in.ndjson', ROWS), { key: 'id' });
    expect(result).toEqual({
      rows: 3,
      records: 3,
      bytes: statSync(target()).size,
      detected: { format: 'ndjson' },
      ragged: { padded: 0, cut: 0, cutLines: [] },
      repeatedKeys: 1,
      discarded: 0,
      skipped: 0,
      inferred: true,
      schema: {
        fields: { id: 'string', n: 'int64' },
        key: { type: 'string', width: 64, multi: false },
      },
    });
    using map = openMapping(target());
    expect(map.get('b')?.n).toBe(2);
  });

  test('takes paths, URLs and streams of bytes; and a schema as an object or a file', async () => {
    const path = folder.write('in.csv', 'n,s\n1,x\n2,y\n');
    const schema = { fields: { n: 'uint8', s: 'string' } };
    const inputs = [
      path,
      pathToFileURL(path),
      Readable.from([Buffer.from('n,s\n1,'), Buffer.from('x\n2,y\n')]),
      new Blob(['n,s\n1,x\n2,y\n']).stream(),
    ];
    const files: Buffer[] = [];
    for (const input of inputs) {
      const given = files.length % 2 === 0 ? schema : folder.write('s.json', JSON.stringify(schema));
      const options = { format: 'csv', schema: given, reproducible: true } as const;
      const result = await buildFrom(pathToFileURL(target()), input as AsyncIterable<Uint8Array>, options);
      expect(result).toMatchObject({ records: 2, inferred: false, schema });
      files.push(readFileSync(target()));
    }
    for (const file of files) expect(file.equals(files[0]!)).toBe(true);
    using array = openArray(target());
    expect(Array.from(array, ({ n, s }) => [n, s])).toEqual([
      [1, 'x'],
      [2, 'y'],
    ]);
  });

  test('tells how far it is', async () => {
    const rows = '{"n":1}\n'.repeat(1000);
    const told: BuildFromProgress[] = [];
    await buildFrom(target(), folder.write('n.ndjson', rows), { onProgress: (each) => told.push(each) });
    const ends = ['infer', 'build'].map((phase) => told.filter((each) => each.phase === phase).at(-1));
    for (const end of ends) expect(end).toMatchObject({ bytes: rows.length, totalBytes: rows.length });
    expect(ends[1]?.rows).toBe(1000);
  });

  test('errors say where they are, and of what kind they are', async () => {
    const failing = async (text: string, options: object) => {
      const error = await buildFrom(target(), folder.write('bad.ndjson', text), options).catch(
        (each) => each,
      );
      return error as InputError;
    };
    const wrong = await failing('{"n":1}\n{"n":300}\n', { schema: { fields: { n: 'uint8' } } });
    expect(wrong).toBeInstanceOf(InputError);
    expect(wrong).toMatchObject({
      code: 'SB_INPUT',
      input: folder.path('bad.ndjson'),
      line: 2,
      field: 'n',
      message: expect.stringMatching(/bad\.ndjson:2: n: 300 does not fit/),
    });
    const nested = await failing('{"p":[{"x":"a"}]}\n', {
      schema: { fields: { p: { type: 'list<dict<string, int8>>' } } },
    });
    expect(nested).toMatchObject({ line: 1, field: 'p[0].x' });
    expect(await failing('{"n":}\n', {})).toMatchObject({ code: 'SB_INPUT', line: 1, field: undefined });
    expect(await failing(ROWS, { multi: true })).toBeInstanceOf(ArgumentError);
    expect(await failing(ROWS, { schema: { fields: { n: 'nope' } } })).toBeInstanceOf(SchemaError);
    expect(await failing(ROWS, { schema: folder.path('none.json') })).toBeInstanceOf(FileError);
    expect(await failing(ROWS, { overwrite: false })).toBeInstanceOf(FileError);
  });

  test('an aborted one ends with the reason, and the target is as it was', async () => {
    const path = folder.write('kept.sb', 'old');
    const reason = new Error('enough');
    const options = { format: 'ndjson', signal: AbortSignal.abort(reason) } as const;
    await expect(buildFrom(path, Readable.from([Buffer.from(ROWS)]), options)).rejects.toBe(reason);
    expect(readFileSync(path, 'utf8')).toBe('old');
  });
});
