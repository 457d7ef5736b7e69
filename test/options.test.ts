/** A misspelled option is an error with the name that was meant, wherever options are taken. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  ArgumentError,
  array,
  idMapper,
  mapping,
  mergeIdMappers,
  openBuffer,
  Sharing,
  struct,
  t,
} from 'sharedbuffers';
import {
  buildArray,
  buildArrayFromChunks,
  buildBundle,
  buildIdMapper,
  buildMapping,
  buildMappingFromChunks,
  createSegment,
  liveArray,
  liveBundle,
  liveIdMapper,
  liveMapping,
  mergeIdMapperFiles,
  ObjectPool,
  openArray,
  openBundle,
  openFile,
  openIdMapper,
  openMapping,
  verify,
} from 'sharedbuffers/node';
import { openRemote } from 'sharedbuffers/remote';
import { buildFrom, inferSchema, readRows } from 'sharedbuffers/tables';
import { afterAll, beforeAll, expect, test } from 'vitest';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-options-'));
  writeFileSync(join(folder, 'map.sb'), Cities.pack([['a', { n: 1 }]]));
  writeFileSync(join(folder, 'array.sb'), Rows.pack([{ n: 1 }]));
  writeFileSync(join(folder, 'ids.sb'), Ids.pack([['a', 1]]));
  writeFileSync(join(folder, 'in.csv'), 'n\n1\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const Row = struct({ n: t.int32, l: t.listView.optional() });
const Rows = array(Row);
const Cities = mapping({ key: t.string, value: Row });
const Ids = idMapper({ key: t.string });
const at = (name: string) => join(folder, name);
const none = () => {
  throw new Error('not to be called');
};

/** Calls with one option too many, given as `never`, by the option that was meant. */
const CALLS: readonly (readonly [
  name: string,
  wrong: object,
  meant: string,
  call: (options: never) => unknown,
])[] = [
  ['struct', { aligment: 4 }, 'alignment', (o) => struct({ n: t.int8 }, o)],
  ['mapping', { key: t.string, Multi: true }, 'multi', (o) => mapping(o)],
  ['idMapper', { key: t.string, widht: 32 }, 'width', (o) => idMapper(o)],
  ['pack', { sharing: undefined, implicitOfset: 0 }, 'implicitOffset', (o) => Row.pack({ n: 1 }, o)],
  ['packInto', { sharin: undefined }, 'sharing', (o) => Row.packInto({ n: 1 }, new Uint8Array(64), 0, o)],
  ['unpackFrom', { writeable: true }, 'writable', (o) => Row.unpackFrom(Row.pack({ n: 1 }), 0, o)],
  ['Sharing', { maxEntrys: 1 }, 'maxEntries', (o) => new Sharing(o)],
  ['array.pack', { checksum: true }, 'checksums', (o) => Rows.pack([], o)],
  ['array.packChunk', { shared: true }, 'share', (o) => Rows.packChunk([], o)],
  ['array.joinChunks', { reproducable: true }, 'reproducible', (o) => Rows.joinChunks([], o)],
  ['array.fromBuffer', { ofset: 0 }, 'offset', (o) => Rows.fromBuffer(Rows.pack([]), o)],
  ['mapping.pack', { column: ['n'] }, 'columns', (o) => Cities.pack([], o)],
  ['mapping.packChunk', { shard: true }, 'share', (o) => Cities.packChunk([], o)],
  ['mapping.joinChunks', { indx: 'none' }, 'index', (o) => Cities.joinChunks([], o)],
  ['mapping.fromBuffer', { lenght: 0 }, 'length', (o) => Cities.fromBuffer(Cities.pack([]), o)],
  ['idMapper.pack', { discardDuplicate: true }, 'discardDuplicates', (o) => Ids.pack([], o)],
  [
    'mergeIdMappers',
    { checksums: true, reproducble: true },
    'reproducible',
    (o) => mergeIdMappers(Ids, [], o),
  ],
  ['openBuffer', { writeable: true }, 'writable', (o) => openBuffer(Rows.pack([]), o)],
  ['cursor', { masks: [] }, 'mask', (o) => Rows.fromBuffer(Rows.pack([])).cursor(o)],
  ['column', { int: [] }, 'into', (o) => Rows.fromBuffer(Rows.pack([])).column('n', o)],
  ['entries', { Order: 'index' }, 'order', (o) => [...Cities.fromBuffer(Cities.pack([])).entries(o)]],
  [
    'list.cursor',
    { maks: [1] },
    'mask',
    (o) =>
      Rows.fromBuffer(Rows.pack([{ n: 1, l: [1] }]))
        .at(0)!
        .l!.cursor(o),
  ],
  ['openMapping', { nmap: true }, 'mmap', (o) => openMapping(at('map.sb'), undefined, o)],
  ['openArray', { mmaped: true }, 'mmap', (o) => openArray(at('array.sb'), undefined, o)],
  ['openIdMapper', { offest: 0 }, 'offset', (o) => openIdMapper(at('ids.sb'), Ids, o)],
  ['openFile', { writeable: true }, 'writable', (o) => openFile(at('map.sb'), o)],
  ['openBundle', { lenght: 1 }, 'length', (o) => openBundle(at('map.sb'), o)],
  ['buildArray', { onProgres: none }, 'onProgress', (o) => buildArray(at('x'), Row, [], o)],
  ['buildMapping', { colums: ['n'] }, 'columns', (o) => buildMapping(at('x'), Cities, [], o)],
  ['buildIdMapper', { signals: undefined }, 'signal', (o) => buildIdMapper(at('x'), Ids, [], o)],
  ['buildArrayFromChunks', { checksms: true }, 'checksums', (o) => buildArrayFromChunks(at('x'), Row, [], o)],
  ['buildMappingFromChunks', { dedup: 1 }, 'dedupe', (o) => buildMappingFromChunks(at('x'), Cities, [], o)],
  [
    'mergeIdMapperFiles',
    { discardDuplicatekeys: true },
    'discardDuplicateKeys',
    (o) => mergeIdMapperFiles(at('x'), Ids, [], o),
  ],
  ['buildBundle', { singal: undefined }, 'signal', (o) => buildBundle(at('x'), [], o)],
  ['ObjectPool', { sectionsize: 4096 }, 'sectionSize', (o) => new ObjectPool(o)],
  ['createSegment', { replaces: true }, 'replace', (o) => createSegment('options-test', 8, o)],
  ['verify', { onprogress: none }, 'onProgress', (o) => verify(at('map.sb'), o)],
  ['buildFrom', { skipMissingKeys: true }, 'skipMissingKey', (o) => buildFrom(at('x'), at('in.csv'), o)],
  ['readRows', { delimeter: ';' }, 'delimiter', (o) => readRows(at('in.csv'), o)],
  ['inferSchema', { Format: 'csv' }, 'format', (o) => inferSchema(at('in.csv'), o)],
  ['openRemote', { cacheByte: 1 }, 'cacheBytes', (o) => openRemote(new Blob([]), Cities, o)],
  ['liveMapping', { onswap: none }, 'onSwap', (o) => liveMapping(at('map.sb'), Cities, o)],
  ['liveArray', { intervall: 100 }, 'interval', (o) => liveArray(at('array.sb'), Row, o)],
  ['liveIdMapper', { graze: 1 }, 'grace', (o) => liveIdMapper(at('ids.sb'), Ids, o)],
  ['liveBundle', { debonce: 1 }, 'debounce', (o) => liveBundle(at('map.sb'), o)],
];

const thrown = async (call: () => unknown): Promise<unknown> => {
  try {
    await call();
  } catch (error) {
    return error;
  }
  return undefined;
};

test.each(CALLS)('%s', async (_, wrong, meant, call) => {
  const error = (await thrown(() => call(wrong as never))) as Error;
  expect(error).toBeInstanceOf(ArgumentError);
  expect(error.message).toMatch(new RegExp(`^there is no option \\w+: is it ${meant}\\?$`));
  const far = (await thrown(() => call({ ...wrong, completelyElsewhere: 1 } as never))) as Error;
  expect(far).toBeInstanceOf(ArgumentError);
});

test('a name that is like none is told with all that there are', () => {
  expect(() => Rows.pack([], { zzzzzzzzz: 1 } as never)).toThrow(
    'there is no option zzzzzzzzz: there are sharing, describeStructs, onWrite, checksums, reproducible',
  );
});

test('options that are no object', async () => {
  for (const options of [null, 'multi', 5]) {
    expect(() => Rows.pack([], options as never)).toThrow(/options are given as an object, not as/);
    expect(await thrown(() => buildArray(at('x'), Row, [], options as never))).toBeInstanceOf(ArgumentError);
  }
});
