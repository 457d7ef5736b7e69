/** Objects in storage that speaks S3: moto, which checks signatures, in a process of its own on loopback. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArgumentError, mapping, struct, t } from 'sharedbuffers';
import { openRemote, RemoteError, s3Source } from 'sharedbuffers/remote';
import { describe, expect, test } from 'vitest';
import { available, required } from './peer.js';
import { Storage } from './storage.js';

const NAME = "cities of 100 % + (a) 'ü'.sb";

const City = struct({ name: t.string, population: t.uint32 });
const Cities = mapping({ key: t.string, value: City });
const COUNT = 30_000;
const packed = Cities.pack(
  Array.from({ length: COUNT }, (_, index) => [`key/${index}`, { name: `City ${index}`, population: index }]),
);

if (!available && !required) console.log('s3.test.ts is skipped: make .venv with `npm run interop:setup`');

describe.skipIf(!available && !required)('storage that speaks S3', () => {
  const storage = new Storage((folder) => writeFileSync(join(folder, NAME), packed));
  const key = `some folder/${NAME}`;

  test('gives records of a file, whatever its name', async () => {
    const cities = await openRemote(s3Source({ ...storage.place, key }), Cities);
    expect(cities.size).toBe(COUNT);
    const keys = Array.from({ length: 300 }, (_, index) => `key/${index * 97}`);
    expect((await cities.getMany(keys)).map((record) => record!.population)).toEqual(
      keys.map((_, index) => index * 97),
    );
    expect(await cities.get('none')).toBe(undefined);
    expect((await cities.array.at(-1))!.name).toBe(`City ${COUNT - 1}`);
    cities.close();
  });

  test.each([
    ['another secret', { secretAccessKey: 'no' }, 403],
    ['another user', { accessKeyId: 'nobody' }, 403],
    ['no credentials', { accessKeyId: undefined, secretAccessKey: undefined }, 403],
    ['another object', { key: 'some folder/none.sb' }, 404],
    ['another bucket', { bucket: 'none' }, 404],
  ])('refuses %s', async (_, other, status) => {
    const opened = openRemote(s3Source({ ...storage.place, key, ...other }), Cities);
    const error = await opened.catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(RemoteError);
    const { message, status: told } = error as RemoteError;
    expect([told, message]).toEqual([
      status,
      expect.stringMatching(/^s3:\/\/\w+\/some folder\/.* answered 4/),
    ]);
    expect(message).not.toContain(storage.place.secretAccessKey);
  });
});

test('what is no place is refused', () => {
  const place = { bucket: 'data', key: 'a.sb' };
  for (const wrong of [
    { ...place, bucket: '' },
    { ...place, key: 5 },
    { ...place, key: 'a/../b' },
    { ...place, accessKeyId: 'id' },
    { ...place, endpoint: 'nowhere' },
    { ...place, secret: 'x' },
  ]) {
    expect(() => s3Source(wrong as never)).toThrow(ArgumentError);
  }
});
