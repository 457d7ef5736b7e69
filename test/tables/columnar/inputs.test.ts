/** Where tables that say their types come from, and which of their columns are taken. */
import { createReadStream, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buildFrom, inferSchema, readRows } from 'sharedbuffers/tables';
import { describe, expect, test } from 'vitest';
import { cli, Folder, lines, output } from '../../cli/harness.js';
import { duckdb } from './duckdb.js';

const folder = new Folder();
const at = (name: string) => folder.path(name);
/** More than 8 MB without the end of a line. */
const LONG = "SELECT i::BIGINT AS id, repeat('x', 200000) || i AS text FROM range(50) t(i)";

async function written(name: string, sql: string): Promise<string> {
  const path = at(name);
  const parquet = name.endsWith('.parquet') ? path : at('for-arrow.parquet');
  await duckdb(`COPY (${sql}) TO '${parquet}' (FORMAT parquet, COMPRESSION uncompressed)`);
  if (parquet !== path) {
    await buildFrom(at('for-arrow.sb'), parquet);
    await output(['dump', at('for-arrow.sb'), '-o', path, '--format', 'arrow']);
  }
  return path;
}

async function rowsOf(...args: Parameters<typeof readRows>): Promise<unknown[]> {
  const rows: unknown[] = [];
  for await (const row of readRows(...args)) rows.push({ ...row });
  return rows;
}

describe.each(['parquet', 'arrow'])('%s', (format) => {
  test('standard input, streams and URLs are as the file', async () => {
    const path = await written(`long.${format}`, LONG);
    const options = { key: 'id', reproducible: true };
    await buildFrom(at('file.sb'), path, options);
    const expected = readFileSync(at('file.sb'));
    await output(['build', '-', '-o', at('stdin.sb'), '-q', '--key', 'id', '--reproducible'], {
      stdin: readFileSync(path),
    });
    await buildFrom(at('stream.sb'), createReadStream(path), options);
    const server = createServer((_, response) => response.end(readFileSync(path))).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    await buildFrom(at('url.sb'), `http://127.0.0.1:${port}/table`, options);
    server.close();
    for (const name of ['stdin.sb', 'stream.sb', 'url.sb'])
      expect(readFileSync(at(name)).equals(expected)).toBe(true);
  });

  test('several files, by a pattern, follow one another', async () => {
    for (const part of [1, 2, 10]) {
      await written(`part-${part}.${format}`, `SELECT ${part} AS id, ${part} / 2 AS half`);
    }
    expect(await rowsOf(at(`part-*.${format}`))).toEqual([1, 2, 10].map((id) => ({ id, half: id / 2 })));
    const { records } = await buildFrom(at('parts.sb'), at(`part-*.${format}`), { key: 'id' });
    expect(records).toBe(3);
    expect(lines(await output(['dump', at('parts.sb')]))).toEqual(
      [1, 2, 10].map((id) => ({ $key: id, id, half: id / 2 })),
    );
  });

  test('files that do not go together are refused, by name and column', async () => {
    const first = await written(`a.${format}`, 'SELECT 1 AS id, 2 AS n');
    const lacks = await written(`b.${format}`, 'SELECT 1 AS id');
    const differs = await written(`c.${format}`, "SELECT 2 AS id, 'x' AS n");
    const text = folder.write('d.csv', 'id,n\n3,4\n');
    const refused = (other: string, options = {}) =>
      expect(buildFrom(at('out.sb'), [first, other], options)).rejects;
    await refused(lacks).toThrow(`${lacks} has no column n, which ${first} has`);
    await refused(text).toThrow(`${first} is ${format}, and ${text} is not`);
    if (format === 'parquet') {
      await refused(differs).toThrow(`${differs}: column n is string, and int32 in ${first}`);
      await refused(differs, { schema: { fields: { id: 'int32', n: 'int32' } } }).toThrow(
        `${differs}: row 1: n: `,
      );
    } else await refused(differs).toThrow(`${differs} was written from another schema than ${first}`);
  });

  test('selected fields are in their order, and unknown ones refused', async () => {
    const path = await written(`wide.${format}`, "SELECT 7 AS id, 'x' AS name, 0.5::DOUBLE AS x");
    await output(['build', path, '-o', at('out.sb'), '-q', '--select', 'x,name', '--key', 'id']);
    expect(await output(['dump', at('out.sb')])).toBe('{"$key":7,"x":0.5,"name":"x"}\n');
    expect(Object.keys((await inferSchema(path, { select: ['x', 'id'] })).fields)).toEqual(['x', 'id']);
    expect(await rowsOf(path, { select: 'name' })).toEqual([{ name: 'x' }]);
    const schema = { fields: { id: 'int64', name: 'string', x: 'float32' } };
    expect((await buildFrom(at('out.sb'), path, { select: 'x,id', schema })).schema.fields).toEqual({
      x: 'float32',
      id: 'int64',
    });
    for (const given of [undefined, schema]) {
      await expect(buildFrom(at('out.sb'), path, { select: 'nam', schema: given })).rejects.toThrow(
        'select: there is no field nam: is it name?',
      );
    }
    const { code, stderr } = await cli(['build', path, '-o', at('out.sb'), '-q', '--group']);
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('--group is for CSV') });
  });

  test('what is selected of a dump has the types that it had', async () => {
    const text = '{"$key":"a","any":[1,{"b":null}],"when":{"$date":"2024-02-29"},"n":1}\n';
    const path = folder.write('rows.ndjson', text);
    const schema = { fields: { any: 'any', when: 'any? | null', n: 'int8' }, key: { columns: ['n'] } };
    await buildFrom(at('in.sb'), path, { schema, key: '$key', columns: ['n'] });
    await output(['dump', at('in.sb'), '-o', at(`dump.${format}`), '--format', format]);
    await buildFrom(at('out.sb'), at(`dump.${format}`), { select: 'when,any' });
    expect(await output(['dump', at('out.sb')])).toBe(
      await output(['dump', at('in.sb'), '--select', 'when,any']),
    );
  });
});
