/** What rows are read from: compressed, of several files, from afar. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { deflateSync, gzipSync } from 'node:zlib';
import { buildFrom, type RowInput, readRows } from 'sharedbuffers/tables';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Folder } from '../cli/harness.js';
import { zipOf } from './zip-of.js';

const folder = new Folder();
const CSV = 'id,n\na,1\nb,2\n';
const ROWS = [
  { id: 'a', n: 1 },
  { id: 'b', n: 2 },
];
/** `hello` and line ends, and `world` three times with a checksum, as the zstd program writes them. */
const HELLO = Buffer.from('KLUv/SAGMQAAaGVsbG8K', 'base64');
const WORLD = Buffer.from('KLUv/SQSZQAAMHdvcmxkCgEA4UoRymTouw==', 'base64');

async function all(input: RowInput, options = {}): Promise<unknown[]> {
  const read: unknown[] = [];
  for await (const row of readRows(input, options)) read.push({ ...row });
  return read;
}

const bytes = (text: string) => Buffer.from(text);
const stream = (content: Uint8Array, piece = 7) => {
  const pieces: Uint8Array[] = [];
  for (let at = 0; at < content.length; at += piece) pieces.push(content.subarray(at, at + piece));
  return Readable.from(pieces);
};

describe('compressed', () => {
  const forms: [string, Uint8Array][] = [
    ['gzip', gzipSync(CSV)],
    [
      'gzip of several members',
      Buffer.concat([gzipSync(CSV.slice(0, 7)), gzipSync(''), gzipSync(CSV.slice(7))]),
    ],
    ['gzip, zeros behind', Buffer.concat([gzipSync(CSV), Buffer.alloc(100)])],
    ['zip, deflated', zipOf({ 'in.csv': bytes(CSV) })],
    ['zip, stored', zipOf({ 'in.csv': CSV }, 0)],
    [
      'zip with folders and other files',
      zipOf({
        'x/': new Uint8Array(0),
        'x/in.csv': bytes(CSV),
        '__MACOSX/x/._in.csv': bytes('?'),
        README: bytes('no'),
      }),
    ],
    ['gzip within zip', zipOf({ 'in.csv.gz': gzipSync(CSV) })],
    ['gzip within gzip', gzipSync(gzipSync(CSV))],
  ];
  test.each(forms)('%s, whatever the name', async (name, content) => {
    const ending = name.includes('zip') ? '.zip' : '.gz';
    expect(await all(folder.write(`in.csv${ending}`, content))).toEqual(ROWS);
    expect(await all(folder.write('in.csv', content))).toEqual(ROWS);
    expect(await all(folder.write('in', content))).toEqual(ROWS);
    expect(await all(stream(content))).toEqual(ROWS);
    expect(await all(stream(content, 1))).toEqual(ROWS);
  });

  test('zstd, of several frames', async () => {
    const skipped = Buffer.from([0x50, 0x2a, 0x4d, 0x18, 2, 0, 0, 0, 1, 2]);
    const content = Buffer.concat([skipped, HELLO, WORLD]);
    const expected = [{ hello: 'world' }, { hello: 'world' }, { hello: 'world' }];
    expect(await all(folder.write('in.zst', content))).toEqual(expected);
    expect(await all(stream(content, 3))).toEqual(expected);
  });

  test('JSON is known by its content', async () => {
    expect(await all(folder.write('j', gzipSync('{"a":1}\n{"a":2}\n')))).toEqual([{ a: 1 }, { a: 2 }]);
    expect(await all(stream(gzipSync('\n {"a":1}')))).toEqual([{ a: 1 }]);
  });

  test('UTF-16, by its byte order mark, or by its zeros', async () => {
    const text = 'id,n\na,1\nb,2\n';
    const little = Buffer.from(text, 'utf16le');
    const big = Buffer.from(little).swap16();
    expect(await all(folder.write('u.csv', Buffer.concat([Buffer.from([0xff, 0xfe]), little])))).toEqual(
      ROWS,
    );
    expect(await all(folder.write('u.csv', Buffer.concat([Buffer.from([0xfe, 0xff]), big])))).toEqual(ROWS);
    expect(await all(folder.write('u.csv', little))).toEqual(ROWS);
    expect(await all(folder.write('u.csv', big))).toEqual(ROWS);
    expect(
      await all(folder.write('u.csv', gzipSync(Buffer.from('\ufeffid\té\n1\t漢😀\n', 'utf16le')))),
    ).toEqual([{ id: 1, é: '漢😀' }]);
    const odd = Buffer.concat([Buffer.from([0xff, 0xfe]), little, Buffer.from([0x41, 0xd8, 0x41, 0])]);
    await expect(all(folder.write('u.csv', odd))).rejects.toThrow(/u\.csv: the text is not UTF-16/);
  });

  const gzip = gzipSync(CSV.repeat(1000));
  const broken = Buffer.from(gzip);
  broken[gzip.length - 6]! ^= 1;
  const zip = zipOf({ 'in.csv': CSV }, 0);
  const spoilt = Buffer.from(zip);
  spoilt[zip.indexOf('a,1')] = 0x7a;
  const rare = Buffer.from(zip);
  for (const at of [8, zip.indexOf('PK\x01\x02') + 10]) rare.writeUInt16LE(14, at);
  test.each<[string, Uint8Array, RegExp]>([
    [
      'gzip that is cut short',
      gzip.subarray(0, gzip.length - 20),
      /in\.csv: the gzip data is damaged or cut short near byte \d+/,
    ],
    ['gzip with another checksum', broken, /in\.csv: the gzip data is damaged/],
    ['gzip with something behind', Buffer.concat([gzip, bytes('more')]), /in\.csv: the gzip data is damaged/],
    [
      'zstd that is cut short',
      WORLD.subarray(0, 15),
      /in\.csv: the zstd data is damaged or cut short near byte \d+/,
    ],
    [
      'zstd with something behind',
      Buffer.concat([HELLO, bytes('more and more')]),
      /in\.csv: the zstd data is damaged/,
    ],
    [
      'zstd that wants too much memory',
      Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0, 0xa0, 1, 0, 0]),
      /in\.csv: the zstd data/,
    ],
    ['zip that is cut short', zip.subarray(0, 60), /in\.csv: the zip archive is damaged/],
    [
      'zip with another checksum',
      spoilt,
      /in\.csv\/in\.csv: the zip archive is damaged.*near byte 13 of the file.*checksum/,
    ],
    [
      'zip of a rare kind',
      rare,
      /in\.csv: the zip archive is damaged, or of a kind that cannot be read.*unpack it first/,
    ],
    ['zip of nothing', zipOf({}), /in\.csv: the zip archive holds no files/],
    [
      'bzip2',
      Buffer.from('425a6839314159265359', 'hex'),
      /in\.csv is compressed by bzip2: bzip2 -dc FILE \| sharedbuffers build -/,
    ],
    [
      'xz',
      Buffer.from('fd377a585a0000', 'hex'),
      /in\.csv is compressed by xz: xz -dc FILE \| sharedbuffers build -/,
    ],
    ['SQLite', bytes('SQLite format 3\0'), /in\.csv is a SQLite database: .*--sql/],
    [
      'five times gzip',
      [0, 1, 2, 3, 4].reduce((content) => gzipSync(content), bytes(CSV)),
      /more than 4 times over/,
    ],
  ])('%s is an error', async (_, content, message) => {
    await expect(all(folder.write('in.csv', content))).rejects.toThrow(message);
    const before = folder.list();
    await expect(buildFrom(folder.path('no.sb'), folder.path('in.csv'))).rejects.toThrow(message);
    expect(folder.list()).toEqual(before);
  });

  test('content that is no text', async () => {
    await expect(all(folder.write('in.bin', Buffer.from([1, 2, 0, 0, 5, 6])))).rejects.toThrow(
      /in\.bin is no text that rows can be read from/,
    );
  });
});

describe('several inputs', () => {
  test('a pattern, by numbers in names', async () => {
    folder.write('part-10.csv', 'id,n\nc,3\n');
    folder.write('part-2.csv.gz', gzipSync('id,n\r\nb,2\r\n'));
    folder.write('part-1.csv', '"id","n"\na,1');
    expect(await all(folder.path('part-*.csv*'))).toEqual([...ROWS, { id: 'c', n: 3 }]);
  });

  test('an array, JSON too, and files of a zip', async () => {
    const one = folder.write('one.ndjson', '{"a":1}');
    expect(await all([one, stream(bytes('{"a":2}\n')), one])).toEqual([{ a: 1 }, { a: 2 }, { a: 1 }]);
    const zip = zipOf({ 'x.csv': bytes('id,n\na,1\n'), 'y.csv': bytes('id,n\nb,2\n') });
    expect(await all(folder.write('xy.zip', zip))).toEqual(ROWS);
  });

  test('a name that is a pattern, too', async () => {
    expect(await all(folder.write('a[1].csv', CSV))).toEqual(ROWS);
  });

  test('another header is an error with the file and the difference', async () => {
    const inputs = ['id,n\na,1\n', 'id,m\nb,2\n', 'id,n,x\nb,2,3\n', 'id\nb\n'].map((text, index) =>
      folder.write(`h${index}.csv`, text),
    );
    const failing = (other: number) => all([inputs[0]!, inputs[other]!]);
    await expect(failing(1)).rejects.toThrow(/h1\.csv:1: column 2 is "m", but "n" in .*h0\.csv/);
    await expect(failing(2)).rejects.toThrow(/h2\.csv:1: column 3 is "x", but missing in .*h0\.csv/);
    await expect(failing(3)).rejects.toThrow(/h3\.csv:1: column 2 is missing, but "n" in .*h0\.csv/);
  });

  test('errors name the file, and its line', async () => {
    const good = folder.write('good.csv', 'id,n\na,1\nb,2\n');
    const short = folder.write('short.csv', 'id,n\na,1\nb\n');
    await expect(all([good, short])).rejects.toThrow(/short\.csv:3: the row has 1 field/);
    const wrong = folder.write('wrong.csv', 'id,n\na,1\nb,x\n');
    const schema = { fields: { id: 'string', n: 'int64' } } as const;
    await expect(all([good, wrong], { schema })).rejects.toThrow(/wrong\.csv:3: n: "x"/);
    await expect(buildFrom(folder.path('no.sb'), [good, wrong], { schema })).rejects.toThrow(
      /wrong\.csv:3: n: "x"/,
    );
    const keyless = folder.write('keyless.csv', 'id,n\n,1\n');
    await expect(buildFrom(folder.path('no.sb'), [good, keyless], { key: 'id' })).rejects.toThrow(
      /keyless\.csv:2: /,
    );
  });

  test('what names none', async () => {
    await expect(all(folder.path('none-*.csv'))).rejects.toThrow(/no file matches .*none-\*\.csv/);
    await expect(all([])).rejects.toThrow(/there is no input/);
    await expect(all(folder.path('none.csv'))).rejects.toThrow(/none\.csv: there is no such file/);
  });

  test('the target is none of the inputs', async () => {
    const [one, two] = [folder.write('t1.csv', CSV), folder.write('t2.csv', CSV)];
    await expect(buildFrom(two, [one, two])).rejects.toThrow(/is the same file as .*t2\.csv, which is read/);
  });
});

describe('URLs', () => {
  let server: Server;
  let base = '';
  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = request.url!.replace(/\?.*/, '');
      if (path === '/moved') response.writeHead(302, { location: '/in.csv' }).end();
      else if (path === '/round') response.writeHead(302, { location: '/round' }).end();
      else if (path === '/in.csv') response.end(CSV);
      else if (path === '/in.csv.gz') response.end(gzipSync(CSV));
      else if (path === '/encoded')
        response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(CSV));
      else if (path === '/deflated')
        response.writeHead(200, { 'content-encoding': 'deflate' }).end(deflateSync(CSV));
      else if (path === '/short') {
        response.writeHead(200, { 'content-length': '100' });
        response.write(CSV, () => response.destroy());
      } else response.writeHead(404).end('no');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => server.close());

  test.each(['/in.csv', '/in.csv?secret=1', '/in.csv.gz', '/encoded', '/deflated', '/moved'])(
    '%s',
    async (path) => {
      expect(await all(`${base}${path}`)).toEqual(ROWS);
      expect(await all(new URL(base + path))).toEqual(ROWS);
    },
  );

  test.each<[string, RegExp]>([
    ['/none.csv?secret=1', /cannot read http:[^?]*\/none\.csv: the server answers 404 Not Found$/],
    ['/round', /cannot read .*\/round: the server cannot be reached, or leads nowhere \(.*redirect/],
    ['/short', /cannot read .*\/short: the connection broke after \d+ bytes/],
  ])('%s is an error', async (path, message) => {
    await expect(all(base + path)).rejects.toThrow(message);
  });

  test('a server that is not there', async () => {
    await expect(all('http://127.0.0.1:9/in.csv')).rejects.toThrow(
      /cannot read http:\/\/127\.0\.0\.1:9\/in\.csv: the server cannot be reached/,
    );
  });
});
