/** `diff` and `merge`, against plain Maps. */
import fc from 'fast-check';
import { idMapper, mapping, Registry, struct, t } from 'sharedbuffers';
import { buildArray, buildIdMapper, buildMapping } from 'sharedbuffers/node';
import { describe, expect, test } from 'vitest';
import { buildEveryType, buildKeyed, KEYS } from './every-type.js';
import { cli, Folder, lines, output } from './harness.js';

const folder = new Folder();
const Row = struct({ n: t.int32, s: t.string.optional() });
const [a, b, c] = ['a.sb', 'b.sb', 'c.sb'];
type Rows = Record<string, { n: number; s?: string }>;

async function build(name: string, rows: Rows): Promise<string> {
  const path = folder.path(name);
  await buildMapping(path, mapping({ key: t.string, value: Row }), Object.entries(rows));
  return path;
}

const key = fc.constantFrom('k1', 'k2', 'k3', 'k4', 'k5', 'é');
const rows = fc.dictionary(
  key,
  fc.record({ n: fc.integer({ min: 0, max: 2 }), s: fc.constantFrom('x', 'y') }, { requiredKeys: ['n'] }),
);

async function dumped(path: string): Promise<Map<string, unknown>> {
  const all = lines(await output(['dump', path])) as { $key: string }[];
  return new Map(all.map(({ $key, ...rest }) => [$key, rest]));
}

describe('diff', () => {
  test('says what Maps say', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, async (before, after) => {
        const { code, stdout } = await cli(['diff', await build(a, before), await build(b, after), '--json']);
        const found = lines(stdout) as Record<string, unknown>[];
        const keys = (kind: string) => found.flatMap((line) => (kind in line ? [line[kind]] : [])).sort();
        expect(keys('added')).toEqual(
          Object.keys(after)
            .filter((each) => !(each in before))
            .sort(),
        );
        expect(keys('removed')).toEqual(
          Object.keys(before)
            .filter((each) => !(each in after))
            .sort(),
        );
        const changed = Object.keys(before).filter(
          (each) =>
            each in after && (before[each]!.n !== after[each]!.n || before[each]!.s !== after[each]!.s),
        );
        expect(keys('changed')).toEqual(changed.sort());
        expect(code).toBe(found.length > 1 ? 1 : 0);
      }),
      { numRuns: 50 },
    );
  });

  test('for people, with fields before and after', async () => {
    const path = await build(a, { x: { n: 1 }, y: { n: 2, s: 'old' }, z: { n: 3 } });
    const { code, stdout, stderr } = await cli([
      'diff',
      path,
      await build(b, { y: { n: 2, s: 'new' }, z: { n: 3 }, w: { n: 9 } }),
    ]);
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
    expect(stdout.split('\n').sort()).toEqual(
      ['', '+ "w"', '- "x"', '1 added, 1 removed, 1 changed', '~ "y"  s: "old" → "new"'].sort(),
    );
  });

  test('the same file is no different, whatever it holds', async () => {
    const path = folder.path(a);
    await buildEveryType(path);
    const { code, stdout } = await cli(['diff', path, path]);
    // NaN is not itself.
    expect(stdout.split('\n').filter((line) => /^~/.test(line) && !/NaN/.test(line))).toEqual([]);
    expect(code).toBeLessThan(2);
    for (const keys of KEYS) {
      await buildKeyed(path, keys);
      expect((await cli(['diff', path, path])).code).toBe(0);
    }
  });

  test('arrays by position, several records a key, other fields', async () => {
    const [first, second] = [folder.path(a), folder.path(b)];
    await buildArray(first, Row, [{ n: 1 }, { n: 2 }]);
    await buildArray(second, struct({ n: t.int64 }), [{ n: 1 }, { n: 3 }, { n: 4 }]);
    const found = await cli(['diff', first, second, '--json']);
    expect(lines(found.stdout)).toEqual([
      { field: 'n', types: ['int32', 'int64'] },
      { field: 's', types: ['string?', null] },
      { changed: 1, fields: { n: [2, 3] } },
      { added: 2 },
      { summary: { added: 1, removed: 0, changed: 1 } },
    ]);
    const multi = mapping({ key: t.uint32, multi: true, value: Row });
    await buildMapping(first, multi, [
      [1, { n: 1 }],
      [1, { n: 2 }],
    ]);
    await buildMapping(second, multi, [
      [1, { n: 1 }],
      [1, { n: 3 }],
    ]);
    expect(lines((await cli(['diff', first, second, '--json'])).stdout)[0]).toEqual({
      changed: 1,
      fields: { '[1].n': [2, 3] },
    });
    await buildArray(second, Row, []);
    expect(await cli(['diff', first, second])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('a mapping and an array'),
    });
  });
});

describe('merge', () => {
  test('does what Maps do', async () => {
    await fc.assert(
      fc.asyncProperty(rows, rows, fc.constantFrom('first', 'last', 'error'), async (one, two, rule) => {
        const target = folder.path(c);
        const { code, stderr } = await cli([
          'merge',
          await build(a, one),
          await build(b, two),
          '-o',
          target,
          '-q',
          '--on-conflict',
          rule,
        ]);
        const both = Object.keys(one).filter((each) => each in two);
        if (rule === 'error' && both.length > 0) {
          expect({ code, stderr }).toEqual({
            code: 2,
            stderr: expect.stringContaining('--on-conflict first or last'),
          });
          return;
        }
        expect(code).toBe(0);
        expect(await dumped(target)).toEqual(
          new Map(Object.entries(rule === 'first' ? { ...two, ...one } : { ...one, ...two })),
        );
      }),
      { numRuns: 50 },
    );
  });

  test('of one file, it is the same, with its index and columns', async () => {
    const [path, target] = [folder.path(a), folder.path(c)];
    for (const keys of KEYS) {
      for (const options of [{}, { index: 'compact', columns: ['n'] }]) {
        await buildKeyed(path, keys, options);
        await output(['merge', path, '-o', target, '--reproducible', '-q']);
        expect(await output(['dump', target])).toBe(await output(['dump', path]));
        const schema = async (file: string) =>
          (JSON.parse(await output(['stat', file, '--json'])) as { schema: unknown }).schema;
        expect(await schema(target)).toEqual(await schema(path));
      }
    }
    await buildEveryType(path);
    await output(['merge', path, path, '-o', target, '-q']);
    const dump = await output(['dump', path]);
    expect(await output(['dump', target])).toBe(dump + dump);
  });

  test('id mappers', async () => {
    const [first, second, target] = [folder.path(a), folder.path(b), folder.path(c)];
    const ids = idMapper({ key: t.uint64 });
    await buildIdMapper(first, ids, [[1, 1]]);
    await buildIdMapper(second, ids, [
      [1, 2],
      [2, 3],
    ]);
    expect(JSON.parse(await output(['merge', first, second, '-o', target, '--json']))).toMatchObject({
      records: 3,
    });
    expect(
      JSON.parse(await output(['merge', first, second, '-o', target, '--json', '--on-conflict', 'first'])),
    ).toMatchObject({ records: 2 });
  });

  test('what does not go together', async () => {
    const path = await build(a, { x: { n: 1 } });
    const other = folder.path(b);
    const before = folder.list();
    await buildMapping(other, mapping({ key: t.string, value: struct({ n: t.string }) }), [
      ['y', { n: '1' }],
    ]);
    const merged = () => cli(['merge', path, other, '-o', folder.path('never.sb'), '-q']);
    expect(await merged()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/field n is int32 in .*a\.sb and string in .*b\.sb/),
    });
    await buildArray(other, Row, []);
    expect(await merged()).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('only files of one kind'),
    });
    expect(await cli(['merge', path, '-o', path, '-q'])).toMatchObject({ code: 2 });
    expect(folder.list()).toEqual([...new Set([...before, b])].sort());
  });

  test('structs in any keep their types', async () => {
    const registry = new Registry();
    const Inner = struct({ x: t.bigint64 }, { name: 'Inner', registry });
    registry.register(Inner, 131);
    const Any = struct({ v: t.any }, { registry });
    const path = folder.path(a);
    await buildArray(path, Any, [{ v: Inner.unpackFrom(Inner.pack({ x: 2n ** 60n })) }, { v: [1, 'a'] }]);
    await output(['merge', path, path, '-o', folder.path(c), '-q']);
    expect(lines(await output(['dump', folder.path(c), '-n', '2']))).toEqual(
      lines(await output(['dump', path])),
    );
  });
});
