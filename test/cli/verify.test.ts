/** `verify`: all that is wrong with a file, for people and for programs. */
import { readFileSync } from 'node:fs';
import { array, idMapper, mapping, struct, t } from 'sharedbuffers';
import { buildBundle } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { cli, Folder, GOLDEN, lines, output } from './harness.js';

const folder = new Folder();
const Row = struct({ id: t.uint32, name: t.string });
const rows = Array.from({ length: 40 }, (_, id) => ({ id, name: `name ${id}` }));
const Names = mapping({ key: t.string, value: Row });
const bytes = {
  array: () => array(Row).pack(rows, { checksums: true }),
  mapping: () => Names.pack(rows.map((row) => [row.name, row])),
  'id mapper': () => idMapper({ key: t.string }).pack([['a', 1]], { checksums: true }),
};

describe('verify', () => {
  test.each(Object.entries(bytes))('tells that an %s is whole', async (kind, make) => {
    const path = folder.write(`${kind}.sb`, make());
    expect(await output(['verify', path])).toMatch(/^.* is whole: .*checksums hold\n$/);
    const [result] = lines(await output(['verify', path, '--json'])) as [object];
    expect(result).toMatchObject({ ok: true, findings: [], bytes: make().length, checksums: 'ok' });
  });

  test('reads files from Python, which have no checksums', async () => {
    const text = await output(['verify', `${GOLDEN}mapping/map_StringIdMapper_3.bin`]);
    expect(text).toContain('is whole: mapping, 3 entries, 3 records');
    expect(text).toContain('no checksums');
  });

  test('reads every entry of a bundle', async () => {
    const path = folder.path('bundle.zip');
    await buildBundle(path, [
      ['rows.sb', bytes.array()],
      ['names.sb', bytes.mapping()],
    ]);
    expect(await output(['verify', path])).toMatch(/is whole: zip bundle/);
    const damaged = Uint8Array.from(readFileSync(path));
    const at = Buffer.from(damaged).indexOf('name 7');
    damaged[at]! ^= 1;
    const { code, stdout } = await cli(['verify', folder.write('damaged.zip', damaged)]);
    expect([code, stdout]).toEqual([1, expect.stringMatching(/rows\.sb|names\.sb/)]);
  });

  test('prints one line a finding, and ends with 1', async () => {
    const damaged = bytes.mapping();
    damaged[20]! ^= 4;
    const path = folder.write('damaged.sb', damaged);
    const { code, stdout, stderr } = await cli(['verify', path, '--quiet']);
    expect(code).toBe(1);
    const found = stdout.trimEnd().split('\n');
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) expect(each).toMatch(/^[a-z-]+ at byte \d+/);
    expect(stderr).toBe(
      `sharedbuffers: ${path} is damaged: ${found.length} finding${found.length === 1 ? '' : 's'}\n`,
    );
    const json = await cli(['verify', path, '--json']);
    expect(json.code).toBe(1);
    const result = JSON.parse(json.stdout) as { ok: boolean; findings: { offset: number }[] };
    const names = 'ok findings leftOff kind entries records bytes checksums buildId builtAt'.split(' ');
    expect(names).toEqual(expect.arrayContaining(Object.keys(result)));
    expect(Object.keys(result)).toEqual(expect.arrayContaining(names.slice(0, 3)));
    for (const each of result.findings) {
      expect(each).toMatchObject({
        code: expect.any(String),
        message: expect.any(String),
        offset: expect.any(Number),
      });
    }
    const { ok, findings } = result;
    expect([ok, findings.length]).toEqual([false, found.length]);
    for (const { offset } of findings) expect(offset).toBeLessThan(damaged.length);
  });

  test('says what is no file of this library, and what is not there', async () => {
    const text = await cli(['verify', folder.write('notes.txt', 'just some text, of no kind at all\n')]);
    expect(text.code).toBe(1);
    const missing = await cli(['verify', folder.path('missing.sb')]);
    expect([missing.code, missing.stderr]).toEqual([1, expect.stringContaining('missing.sb')]);
  });
});

test('stat shows which build a file is, and when it was made', async () => {
  const path = folder.write('stated.sb', bytes.mapping());
  const stat = JSON.parse(await output(['stat', path, '--json'])) as {
    build: { id: string; time: string; checksums: boolean };
  };
  expect(stat.build).toEqual({
    id: Names.fromBuffer(readFileSync(path)).buildId,
    time: expect.any(String),
    checksums: true,
  });
  expect(Math.abs(Date.parse(stat.build.time) - Date.now())).toBeLessThan(3_600_000);
  expect(await output(['stat', path])).toContain(stat.build.id);
  const theirs = JSON.parse(await output(['stat', `${GOLDEN}array/array_three.bin`, '--json'])) as object;
  expect(theirs).toMatchObject({ build: null });
});
