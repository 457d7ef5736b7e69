/** Publishing in object storage that refuses, and of what is damaged; with the storage itself in test/interop. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, CorruptBufferError, mapping, struct, t } from 'sharedbuffers';
import { buildDataset, uploadDataset } from 'sharedbuffers/node';
import { openRemoteDataset, RemoteError, s3Folder } from 'sharedbuffers/remote';
import { afterAll, beforeAll, expect, test } from 'vitest';

const Rows = mapping({ key: t.string, value: struct({ n: t.uint32 }) });
const ROWS = Array.from({ length: 20 }, (_, n): [string, { n: number }] => [`k${n}`, { n }]);
let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'object-storage-'));
  await buildDataset(join(root, 'set'), Rows, ROWS, { shards: 1, run: 'r1' });
});
afterAll(() => rmSync(root, { recursive: true }));

/** Storage that keeps objects in memory, and what it was asked. */
function storage(answer?: (path: string, method: string) => Response | undefined) {
  const objects = new Map<string, { body: Uint8Array; headers: Headers }>();
  const fetch = async (url: string, init: RequestInit) => {
    const path = new URL(url).pathname;
    const method = init.method ?? 'GET';
    const given = answer?.(path, method);
    if (given !== undefined) return given;
    const there = objects.get(path);
    if (method === 'PUT') {
      const headers = new Headers(init.headers);
      if (there !== undefined && headers.get('if-none-match') === '*')
        return new Response(null, { status: 412 });
      objects.set(path, {
        body: new Uint8Array(await new Response(init.body as Blob).arrayBuffer()),
        headers,
      });
      return new Response(null, { status: 200 });
    }
    if (there === undefined) return new Response(null, { status: 404 });
    const told = there.headers.get('x-amz-meta-sha256');
    const headers = {
      etag: '"1"',
      'content-length': String(there.body.length),
      ...(told && { 'x-amz-meta-sha256': told }),
    };
    return new Response(method === 'HEAD' ? null : there.body.slice(), { status: 200, headers });
  };
  return { objects, folder: s3Folder({ bucket: 'data', prefix: 'set', fetch: fetch as never }) };
}

test('a part that is not what its manifest says is not sent', async () => {
  const path = join(root, 'damaged');
  await buildDataset(path, Rows, ROWS, { shards: 1, run: 'r1' });
  const part = join(path, 'r1', 'part-00000-0.sb');
  const whole = readFileSync(part);
  const bytes = Uint8Array.from(whole);
  bytes[100]! ^= 1;
  writeFileSync(part, bytes);
  const { objects, folder } = storage();
  await expect(uploadDataset(path, folder)).rejects.toThrow(CorruptBufferError);
  expect([...objects.keys()]).toEqual([]);
  writeFileSync(part, whole);
  await uploadDataset(path, folder);
  expect(objects.get('/set/r1/part-00000-0.sb')?.body).toEqual(Uint8Array.from(whole));
});

test('an object that does not say what it holds is told from one of other bytes', async () => {
  const { objects, folder } = storage();
  const put = (sha?: string) =>
    objects.set('/set/r1/part-00000-0.sb', {
      body: new Uint8Array(9),
      headers: new Headers(sha === undefined ? {} : { 'x-amz-meta-sha256': sha }),
    });
  put();
  await expect(uploadDataset(join(root, 'set'), folder)).rejects.toThrow(/does not say by x-amz-meta-sha256/);
  put('00');
  await expect(uploadDataset(join(root, 'set'), folder)).rejects.toThrow(
    /is there already, with other bytes/,
  );
});

test('an abort gives its reason, also between tries', async () => {
  const reason = new Error('of the program');
  const controller = new AbortController();
  const { folder } = storage(() => {
    setTimeout(() => controller.abort(reason), 10);
    return new Response(null, { status: 503 });
  });
  await expect(uploadDataset(join(root, 'set'), folder, { signal: controller.signal })).rejects.toBe(reason);
});

const xml = (code: string, message: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message><HostId>x</HostId></Error>`;
test.each([
  [
    400,
    xml('ExpiredToken', 'The provided token has expired.'),
    {},
    / 400 \(ExpiredToken: The provided token has expired\.\)/,
  ],
  [
    404,
    xml('NoSuchBucket', 'The bucket does not exist'),
    {},
    / 404 \(NoSuchBucket: The bucket does not exist\)/,
  ],
  [
    301,
    xml('PermanentRedirect', 'Elsewhere'),
    { 'x-amz-bucket-region': 'eu-west-1' },
    / 301 \(PermanentRedirect: Elsewhere; the bucket is in eu-west-1\)/,
  ],
  [403, 'no XML', {}, / 403/],
  [403, xml('Odd', `${'x'.repeat(70_000)}`), {}, / 403/],
])('what storage says of a refusal is told: %i %s', async (status, body, more, message) => {
  const refuse = () =>
    new Response(body, { status, headers: { 'content-type': 'application/xml', ...more } });
  const { folder } = storage(refuse);
  const asks = [
    () => openRemoteDataset(folder, Rows),
    () => uploadDataset(join(root, 'set'), folder, { replaces: null }),
  ];
  for (const ask of asks) {
    const error = await ask().catch((each: unknown) => each);
    expect(error).toBeInstanceOf(RemoteError);
    expect((error as Error).message).toMatch(message);
    expect((error as Error).message.length).toBeLessThan(700);
  }
});

test('a prefix that is no text is refused', () => {
  const { folder } = storage();
  expect(folder.name).toBe('s3://data/set');
  expect(() => s3Folder({ bucket: 'b', prefix: '\ud800' }).object('x')).toThrow(ArgumentError);
});

test('a build that fails leaves no folder, but for one that was there', async () => {
  const failing = { shards: 2, columns: ['none'] as never };
  await expect(buildDataset(join(root, 'new'), Rows, ROWS, failing)).rejects.toThrow();
  expect(existsSync(join(root, 'new'))).toBe(false);
  await expect(buildDataset(join(root, 'set'), Rows, ROWS, failing)).rejects.toThrow();
  expect(readdirSync(join(root, 'set')).filter((name) => !name.startsWith('.'))).toEqual([
    'current.json',
    'r1',
  ]);
});
