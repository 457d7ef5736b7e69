/** Files that are replaced while they are read. */
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArgumentError, array, ClosedError, idMapper, type Mapping, mapping, struct, t } from 'sharedbuffers';
import {
  buildArray,
  buildBundle,
  buildIdMapper,
  buildMapping,
  type LiveMapping,
  type LiveOptions,
  liveArray,
  liveBundle,
  liveIdMapper,
  liveMapping,
  openMapping,
  type Swap,
} from 'sharedbuffers/node';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';

const City = struct({ name: t.string, population: t.uint32 });
const Cities = mapping({ key: t.string, value: City });
type Live = LiveMapping<string, InstanceType<typeof City>>;
type Plain = Mapping<string, InstanceType<typeof City>>;

let folder: string;
const path = (name = 'cities.sb'): string => join(folder, name);
const opened: { close(): void }[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'live-'));
});
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A file of 100 cities, whose populations tell the version. */
async function build(population: number, to = path(), options = {}): Promise<void> {
  const rows = Array.from(
    { length: 100 },
    (_, id) => [`k${id}`, { name: `city ${id}`, population }] as const,
  );
  await buildMapping(to, Cities, rows, options);
}

const FAST = { interval: 15, debounce: 5 };
async function live(options: LiveOptions<Plain> = {}, from = path()): Promise<Live> {
  const cities = await liveMapping(from, Cities, { ...FAST, ...options });
  opened.push(cities);
  return cities;
}

const population = (cities: Pick<Live, 'get'>): number => cities.get('k7')!.population;
const until = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 10_000, interval: 5 });

describe('a live mapping', () => {
  test('reads as the mapping does', async () => {
    await build(1);
    const cities = await live();
    using plain = openMapping(path(), Cities);
    expect(cities.size).toBe(100);
    expect(cities.mapped).toBe(plain.mapped);
    expect([...cities.keys()]).toEqual([...plain.keys()]);
    expect([...cities].map(([key, city]) => [key, city.toObject()])).toEqual(
      [...plain].map(([key, city]) => [key, city.toObject()]),
    );
    expect([...cities.values()].length).toBe(100);
    expect(cities.has('k1')).toBe(true);
    expect(cities.has('none')).toBe(false);
    expect(cities.getMany(['k1', 'none']).map((city) => city?.name)).toEqual(['city 1', undefined]);
    expect(cities.hasMany(['k1', 'none'])).toEqual([true, false]);
    expect(cities.getAll('k2').map(({ name }) => name)).toEqual(['city 2']);
    expect([...cities.iterate('k2')].map(({ name }) => name)).toEqual(['city 2']);
    expect(cities.cursor().get('k3')!.name).toBe('city 3');
    const names: string[] = [];
    cities.forEach(({ name }, _, all) => {
      expect(all).toBe(cities);
      names.push(name);
    });
    expect(names.length).toBe(100);
    expect(cities.array.at(0)!.name).toBe('city 0');
    expect([cities.generation, cities.buildId]).toEqual([1, plain.buildId]);
  });

  test('gives the indexes of its version', async () => {
    await build(1, path(), { indexes: ['population'] });
    const cities = await live();
    expect([cities.indexNames, cities.by('population').count(1)]).toEqual([['population'], 100]);
    const old = cities.by('population');
    using lease = cities.lease();
    await build(2, path(), { indexes: ['population', 'name'] });
    await cities.reload();
    expect([cities.by('population').count(1), cities.by('population').count(2)]).toEqual([0, 100]);
    expect(
      cities
        .by('name')
        .getAll('city 7')
        .map((city) => city.population),
    ).toEqual([2]);
    expect([old.count(1), lease.current.by('population')]).toEqual([100, old]);
  });

  test('follows renames', async () => {
    await build(1);
    const swaps: Swap[] = [];
    const cities = await live({ onSwap: (swap: Swap) => swaps.push(swap) });
    const first = cities.buildId;
    await build(2);
    await until(() => expect(population(cities)).toBe(2));
    expect(cities.generation).toBe(2);
    expect(cities.buildId).not.toBe(first);
    expect(swaps).toEqual([{ generation: 2, buildId: cities.buildId, previousBuildId: first }]);
    await build(3, path('next'));
    renameSync(path('next'), path());
    await until(() => expect(population(cities)).toBe(3));
  });

  test('follows symbolic links that are swapped, as Kubernetes swaps them', async () => {
    mkdirSync(path('..v1'));
    mkdirSync(path('..v2'));
    await build(1, path('..v1/cities.sb'));
    await build(2, path('..v2/cities.sb'));
    symlinkSync('..v1', path('..data'));
    symlinkSync('..data/cities.sb', path());
    const cities = await live();
    symlinkSync('..v2', path('..data_tmp'));
    renameSync(path('..data_tmp'), path('..data'));
    rmSync(path('..v1'), { recursive: true });
    await until(() => expect(population(cities)).toBe(2));
    await build(3, path('..v2/cities.sb'));
    await until(() => expect(population(cities)).toBe(3));
  });

  test('follows a file that is deleted and comes back, and a folder', async () => {
    mkdirSync(path('data'));
    await build(1, path('data/cities.sb'));
    const errors: Error[] = [];
    const cities = await live({ onError: (error: Error) => errors.push(error) }, path('data/cities.sb'));
    rmSync(path('data'), { recursive: true });
    await until(() =>
      expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/no such file/)]),
    );
    expect(population(cities)).toBe(1);
    await sleep(60);
    expect(errors.length).toBe(1);
    mkdirSync(path('data'));
    await build(2, path('data/cities.sb'));
    await until(() => expect(population(cities)).toBe(2));
    await build(3, path('data/cities.sb'));
    await until(() => expect(population(cities)).toBe(3));
  });

  test('keeps what it has when the new file is bad, and says so once', async () => {
    await build(1);
    const errors: Error[] = [];
    const cities = await live({ onError: (error: Error) => errors.push(error) });
    for (const [bad, message] of [
      [Buffer.from('no file of ours, but long enough to be looked at for a while'), /cities\.sb/],
      [Buffer.alloc(0), /cities\.sb/],
      [readFileSync(path()).subarray(0, 500), /cities\.sb/],
      [array(struct({ other: t.string })).pack([{ other: 'x' }]), /array/],
      [mapping({ key: t.string, value: struct({ name: t.uint8 }) }).pack([['k', { name: 1 }]]), /name/],
    ] as const) {
      writeFileSync(path('bad'), bad);
      renameSync(path('bad'), path());
      await until(() => expect(errors.length).toBe(1));
      expect(errors.pop()!.message).toMatch(message);
      await sleep(40);
      expect(errors).toEqual([]);
      expect([population(cities), cities.generation]).toEqual([1, 1]);
    }
    await build(2);
    await until(() => expect(population(cities)).toBe(2));
  });

  test('is told by a warning of what nobody listens to', async () => {
    await build(1);
    const warnings: string[] = [];
    const listen = (warning: Error) => warnings.push(warning.message);
    process.on('warning', listen);
    const cities = await live();
    rmSync(path());
    await until(() => expect(warnings).toEqual([expect.stringMatching(/no such file.*is read as it was/s)]));
    process.off('warning', listen);
    expect(population(cities)).toBe(1);
  });

  test('takes no notice of the same build', async () => {
    await build(1);
    const cities = await live();
    const record = cities.get('k1')!;
    copyFileSync(path(), path('copy'));
    renameSync(path('copy'), path());
    utimesSync(path(), 1, 1);
    expect(await cities.reload()).toBe(false);
    await sleep(60);
    expect(cities.generation).toBe(1);
    expect(record.population).toBe(1);
    await build(2);
    expect(await cities.reload()).toBe(true);
    expect(population(cities)).toBe(2);
  });

  test('warns of a file that is written over, and never reads the old one through the new bytes', async () => {
    await build(1);
    await build(2, path('next'), { checksums: false });
    const warnings: Error[] = [];
    const listen = (warning: Error) => warnings.push(warning);
    process.on('warning', listen);
    const errors: Error[] = [];
    const cities = await live({ onError: (error: Error) => errors.push(error) });
    const record = cities.get('k1')!;
    truncateSync(path(), 10);
    await until(() => expect(errors.length).toBeGreaterThan(0));
    if (cities.mapped) expect(() => cities.get('k1')).toThrow(ClosedError);
    copyFileSync(path('next'), path());
    await until(() => expect(population(cities)).toBe(2));
    process.off('warning', listen);
    if (!cities.mapped) return;
    expect(() => record.population).toThrow(ClosedError);
    expect(warnings.map(({ message }) => message)).toEqual([expect.stringMatching(/changed in place/)]);
  });

  test('validates', async () => {
    await build(1);
    const errors: Error[] = [];
    const seen: [number, number | undefined][] = [];
    const cities = await live({
      onError: (error: Error) => errors.push(error),
      validate: async (next: Plain, current: Plain | undefined) => {
        seen.push([population(next), current && population(current)]);
        await sleep(1);
        if (population(next) === 2) return false;
        if (population(next) === 3) throw new Error('three is too many');
        return undefined;
      },
    });
    expect(seen).toEqual([[1, undefined]]);
    await build(2);
    await until(() =>
      expect(errors.map(({ message }) => message)).toEqual([expect.stringMatching(/validate gave false/)]),
    );
    await build(3);
    await expect(cities.reload()).rejects.toThrow('three is too many');
    expect(population(cities)).toBe(1);
    await build(4);
    await until(() => expect(population(cities)).toBe(4));
    expect(seen.at(-1)).toEqual([4, 1]);
    await build(2);
    await expect(live({ validate: () => false })).rejects.toThrow(/validate gave false/);
  });

  test('validates checksums', async () => {
    await build(1);
    const cities = await live({ validate: 'checksums', debounce: 100_000 });
    await build(2, path('next'));
    const bytes = readFileSync(path('next'));
    // In a record, which opening does not look at.
    const at = bytes.indexOf('city 50');
    bytes[at] = bytes[at]! ^ 1;
    writeFileSync(path('bad'), bytes);
    renameSync(path('bad'), path());
    await expect(cities.reload()).rejects.toThrow(/not those that were built/);
    await build(3, path(), { checksums: false });
    await expect(cities.reload()).rejects.toThrow(/no checksums/);
    await build(4);
    expect(await cities.reload()).toBe(true);
    expect(population(cities)).toBe(4);
  });

  test('survives functions that throw', async () => {
    await build(1);
    const errors: Error[] = [];
    const cities = await live({
      onSwap: () => {
        throw new Error('listener');
      },
      onError: (error: Error) => errors.push(error),
    });
    await build(2);
    await until(() => expect(population(cities)).toBe(2));
    expect(errors.map(({ message }) => message)).toEqual(['listener']);
  });
});

describe('versions', () => {
  test('close after their grace', async () => {
    await build(1);
    const cities = await live({ grace: 50 });
    const record = cities.get('k1')!;
    await build(2);
    await until(() => expect(population(cities)).toBe(2));
    await until(() => expect(() => record.population).toThrow(ClosedError));
    expect(population(cities)).toBe(2);
  });

  test('stay open while they are leased', async () => {
    await build(1);
    const cities = await live({ grace: 0 });
    const lease = cities.lease();
    const second = cities.lease();
    await build(2);
    await until(() => expect(population(cities)).toBe(2));
    expect([lease.generation, population(lease.current)]).toEqual([1, 1]);
    lease.end();
    lease.end();
    expect(population(second.current)).toBe(1);
    second[Symbol.dispose]();
    await until(() => expect(() => population(lease.current)).toThrow(ClosedError));
  });

  test('find keys by their order, ranges in the version that they began with', async () => {
    await build(1, path(), { ordered: true });
    const cities = await live({ grace: 0 });
    const keys = (entries: Iterable<[string, unknown]>): string[] => [...entries].map(([key]) => key);
    expect(keys(cities.range('k10', 'k12'))).toEqual(['k10', 'k11']);
    expect(keys(cities.prefix('k1', { limit: 2, reverse: true }))).toEqual(['k19', 'k18']);
    expect([cities.first(), cities.last(), cities.nearest('k5x')].map((entry) => entry![0])).toEqual([
      'k0',
      'k99',
      'k59',
    ]);
    const range = cities.range('k2');
    expect(range.next().value![1].population).toBe(1);
    await build(2, path(), { ordered: true });
    await until(() => expect(population(cities)).toBe(2));
    for (const [, city] of range) expect(city.population).toBe(1);
    expect(cities.first()![1].population).toBe(2);
  });

  test('stay open while they are iterated over', async () => {
    await build(1);
    const cities = await live({ grace: 0 });
    const entries = cities.entries();
    const values = cities.values();
    expect(entries.next().value![1].population).toBe(1);
    values.next();
    await build(2);
    await until(() => expect(population(cities)).toBe(2));
    await sleep(20);
    const rest = [...entries];
    expect(rest.length).toBe(99);
    values.return(undefined);
    const record = rest[0]![1];
    await until(() => expect(() => record.population).toThrow(ClosedError));
  });

  test('can be pinned, and gone back to', async () => {
    await build(1);
    const cities = await live();
    const first = cities.buildId!;
    await build(2);
    await until(() => expect(population(cities)).toBe(2));
    await cities.pin(first);
    expect([population(cities), cities.generation]).toEqual([1, 3]);
    await build(3);
    await sleep(60);
    expect(population(cities)).toBe(1);
    await expect(cities.pin('0'.repeat(32))).rejects.toThrow(ArgumentError);
    expect(await cities.reload()).toBe(false);
    expect(population(cities)).toBe(1);
    await cities.pin(undefined);
    expect(population(cities)).toBe(3);
    // What lies at the path is swapped to, if it is that build.
    await build(4, path('next'));
    using next = openMapping(path('next'), Cities);
    const fourth = next.buildId!;
    renameSync(path('next'), path());
    await cities.pin(fourth);
    expect(population(cities)).toBe(4);
  });

  test('are told as they come', async () => {
    await build(1);
    const cities = await live();
    const generations: number[] = [];
    const reading = (async () => {
      for await (const { generation } of cities) generations.push(generation);
    })();
    await build(2);
    await until(() => expect(generations).toEqual([2]));
    await build(3);
    await until(() => expect(generations).toEqual([2, 3]));
    cities.close();
    await reading;
    const late = cities[Symbol.asyncIterator]();
    expect(await late.next()).toEqual({ done: true, value: undefined });
  });

  test('all close with it', async () => {
    await build(1);
    const cities = await live();
    const lease = cities.lease();
    const record = cities.get('k1')!;
    cities.close();
    cities.close();
    expect(() => record.population).toThrow(ClosedError);
    expect(() => population(lease.current)).toThrow(ClosedError);
    expect(() => cities.get('k1')).toThrow(ClosedError);
    expect(() => cities.lease()).toThrow(ClosedError);
    expect(() => cities.entries()).toThrow(ClosedError);
    await expect(cities.reload()).rejects.toThrow(ClosedError);
    lease.end();
  });
});

test('arrays, id mappers and bundles are live too', async () => {
  const Ids = idMapper({ key: t.string });
  const write = async (value: number) => {
    await buildArray(path('array.sb'), City, [{ name: 'x', population: value }]);
    await buildIdMapper(path('ids.sb'), Ids, [['x', value]]);
    await build(value);
    await buildBundle(path('all.zip'), [
      ['cities.sb', path()],
      ['ids.sb', path('ids.sb')],
    ]);
  };
  await write(1);
  const records = await liveArray(path('array.sb'), City, FAST);
  const ids = await liveIdMapper(path('ids.sb'), Ids, FAST);
  const bundle = await liveBundle(path('all.zip'), { ...FAST, validate: 'checksums' });
  const undeclared = await liveMapping(path(), undefined, FAST);
  opened.push(records, ids, bundle, undeclared);
  const values = () => [
    records.at(0)!.population,
    [...records].length,
    [...records.column('population')],
    ids.get('x'),
    [...ids],
    population(bundle.mapping('cities.sb', Cities)),
    bundle.idMapper('ids.sb', Ids).get('x'),
    undeclared.get('k1')!.population,
  ];
  expect(values()).toEqual([1, 1, [1], 1, [['x', 1]], 1, 1, 1]);
  await write(2);
  await until(() => expect(values()).toEqual([2, 1, [2], 2, [['x', 2]], 2, 2, 2]));
});

test.each([
  { interval: 1 },
  { interval: '5' },
  { debounce: -1 },
  { grace: Number.NaN },
  { validate: 'all' },
  { onSwap: 1 },
  { onError: {} },
  { mmap: 'maybe' },
])('%o is refused', async (options) => {
  await build(1);
  await expect(liveMapping(path(), Cities, options as never)).rejects.toThrow(ArgumentError);
});

test('a missing file and a wrong declaration are errors at once', async () => {
  await expect(liveMapping(path('none'), Cities)).rejects.toThrow(/no such file/);
  await expect(liveMapping(path('none'), City as never)).rejects.toThrow(ArgumentError);
});

test('a thousand swaps leave no more maps and files open than a few', async () => {
  for (const [name, value] of [
    ['one', 1],
    ['two', 2],
  ] as const)
    await build(value, path(name));
  copyFileSync(path('one'), path());
  const cities = await live({ debounce: 100_000, grace: 100_000 });
  const open = () => [
    readFileSync('/proc/self/maps', 'utf8').split(folder).length,
    readdirSync('/proc/self/fd').length,
  ];
  const before = process.platform === 'linux' ? open() : [];
  const records: { readonly population: number }[] = [];
  for (let swap = 1; swap <= 1000; swap += 1) {
    linkSync(path(swap % 2 === 0 ? 'one' : 'two'), path('next'));
    renameSync(path('next'), path());
    await cities.reload();
    expect(cities.generation).toBe(swap + 1);
    records.push(cities.get('k1')!);
  }
  if (process.platform === 'linux') {
    const [maps, files] = open();
    expect(maps).toBeLessThan(before[0]! + 20);
    expect(files).toBeLessThan(before[1]! + 20);
  }
  expect(records.at(-1)!.population).toBe(1);
  expect(() => records[0]!.population).toThrow(ClosedError);
});
