/** What reads far away: each makes its file of the same rows, and answers the same questions. */
import { asyncBufferFromUrl, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { PMTiles, tileIdToZxy } from 'pmtiles';
import { mapping, struct, t } from 'sharedbuffers';
import { openRemote } from 'sharedbuffers/remote';
import { pmtilesOf } from './pmtiles-file.js';

export interface Step {
  readonly name: string;
  /** Answers are held against what they should be. */
  run(): Promise<void>;
}

export interface RemoteContender {
  readonly name: string;
  /** Whether the server answers several ranges at once. */
  readonly multipart: boolean;
  file(rows: number): Uint8Array;
  /** What is asked of the file at a URL, one after the other. */
  steps(url: string, rows: number): readonly Step[];
}

const City = struct({ name: t.string, population: t.uint32, score: t.float64 });
const Cities = mapping({ key: t.string, value: City });
export const BATCH = 1000;

const keyOf = (index: number): string => `city/${index}`;
const nameOf = (index: number): string => `City number ${index}`;
const populationOf = (index: number): number => (index * 7919) % 1_000_003;

/** Numbers of rows, spread evenly and without repeats, in an order of no pattern. */
function spread(rows: number, count: number, from: number): number[] {
  return Array.from({ length: count }, (_, index) =>
    Math.floor((((index + from) * 0.618_033_988_7) % 1) * rows),
  );
}

function check(what: unknown, expected: unknown): void {
  if (what !== expected) throw new Error(`the answer is ${String(what)}, not ${String(expected)}`);
}

function sharedbuffers(name: string, multipart: boolean): RemoteContender {
  return {
    name,
    multipart,
    file: (rows) =>
      Cities.pack(
        Array.from({ length: rows }, (_, index) => [
          keyOf(index),
          { name: nameOf(index), population: populationOf(index), score: index / 8 },
        ]),
      ),
    steps: (url, rows) => {
      let cities: Awaited<ReturnType<typeof open>>;
      const open = () => openRemote(url, Cities);
      const many = async (from: number) => {
        const numbers = spread(rows, BATCH, from);
        const records = await cities.getMany(numbers.map(keyOf));
        for (const [at, record] of records.entries()) check(record?.population, populationOf(numbers[at]!));
      };
      const hit = async (index: number) =>
        check((await cities.get(keyOf(index)))?.population, populationOf(index));
      return [
        {
          name: 'open',
          run: async () => {
            cities = await open();
          },
        },
        { name: 'a key', run: () => hit(Math.floor(rows / 3)) },
        { name: 'a key that is not there', run: async () => check(await cities.get('none'), undefined) },
        { name: `${BATCH} random keys`, run: () => many(1) },
        { name: 'prefetchIndex', run: () => cities.prefetchIndex() },
        { name: 'a key after it', run: () => hit(Math.floor(rows / 7)) },
        { name: 'one that is not there after it', run: async () => check(await cities.get('no'), undefined) },
        { name: `${BATCH} random keys after it`, run: () => many(BATCH + 1) },
      ];
    },
  };
}

/** The zoom with as many tiles as there are rows, or more. */
const zoomFor = (rows: number): number => Math.ceil(Math.log(rows) / Math.log(4));
const firstTile = (zoom: number): number => (4 ** zoom - 1) / 3;

const pmtiles: RemoteContender = {
  name: 'PMTiles',
  multipart: false,
  file: (rows) => {
    const row = (_: unknown, index: number) =>
      Buffer.from(JSON.stringify([nameOf(index), populationOf(index), index / 8]));
    const zoom = zoomFor(rows);
    return pmtilesOf(Array.from({ length: rows }, row), firstTile(zoom), zoom);
  },
  steps: (url, rows) => {
    const archive = new PMTiles(url);
    const tile = async (index: number) => {
      const found = await archive.getZxy(...tileIdToZxy(firstTile(zoomFor(rows)) + index));
      check(JSON.parse(Buffer.from(found!.data).toString())[1], populationOf(index));
    };
    return [
      { name: 'open', run: async () => void (await archive.getHeader()) },
      { name: 'a tile', run: () => tile(Math.floor(rows / 3)) },
      { name: 'another tile', run: () => tile(Math.floor(rows / 7)) },
    ];
  },
};

const parquet: RemoteContender = {
  name: 'hyparquet',
  multipart: false,
  file: (rows) => {
    const numbers = Array.from({ length: rows }, (_, index) => index);
    // Sorted by key, so that statistics tell the group of rows; of 10,000 rows, so that it is not long.
    const columnData = [
      { name: 'key', data: numbers.map((index) => keyOf(index).padStart(20, '0')) },
      { name: 'name', data: numbers.map(nameOf) },
      { name: 'population', data: numbers.map(populationOf), type: 'INT32' as const },
      { name: 'score', data: numbers.map((index) => index / 8), type: 'DOUBLE' as const },
    ];
    columnData[0]!.data.sort();
    const sorted = columnData[0]!.data.map((key) => Number((key as string).split('/')[1]));
    columnData[1]!.data = sorted.map(nameOf);
    columnData[2]!.data = sorted.map(populationOf);
    columnData[3]!.data = sorted.map((index) => index / 8);
    return new Uint8Array(parquetWriteBuffer({ columnData, rowGroupSize: 10_000 }));
  },
  steps: (url, rows) => {
    let file: Awaited<ReturnType<typeof asyncBufferFromUrl>>;
    let metadata: Awaited<ReturnType<typeof parquetMetadataAsync>>;
    const row = async (index: number) => {
      const filter = { key: { $eq: keyOf(index).padStart(20, '0') } };
      const [found] = await parquetReadObjects({ file, metadata, filter, useOffsetIndex: true });
      check(found?.population, populationOf(index));
    };
    return [
      {
        name: 'open',
        run: async () => {
          file = await asyncBufferFromUrl({ url });
          metadata = await parquetMetadataAsync(file);
        },
      },
      { name: 'a row by key', run: () => row(Math.floor(rows / 3)) },
      { name: 'another row', run: () => row(Math.floor(rows / 7)) },
    ];
  },
};

const download: RemoteContender = {
  name: 'full download',
  multipart: false,
  file: (rows) => sharedbuffers('', false).file(rows),
  steps: (url, rows) => [
    {
      name: 'all, and a key',
      run: async () => {
        const response = await fetch(url, { headers: { Range: `bytes=0-${Number.MAX_SAFE_INTEGER}` } });
        const cities = Cities.fromBuffer(new Uint8Array(await response.arrayBuffer()));
        check(cities.get(keyOf(Math.floor(rows / 3)))?.population, populationOf(Math.floor(rows / 3)));
      },
    },
  ],
};

export const CONTENDERS: readonly RemoteContender[] = [
  sharedbuffers('sharedbuffers', false),
  sharedbuffers('sharedbuffers, several ranges a request', true),
  pmtiles,
  parquet,
  download,
];
