/** The page of all figures, docs/benchmarks.md. */
import { isBusy, loadText } from '../load.js';
import { chartsOf, topics } from './charts.js';
import { whole } from './numbers.js';
import { mainSize, type Result, runtimeName } from './result.js';
import { goalTable, questionTable } from './tables.js';
import { rangeSentence, targetMarkdown } from './target-table.js';

const ABOUT = `Every figure of a part is from one run of one program on one machine: ratios hold elsewhere, digits do not. Each contender
has a process of its own; they take turns within each round, none is timed before all have given equal answers, and a
figure is the median of the rounds, with the smallest and the largest beside it. Ratios of contenders that take turns are the
median of the ratios within each round, so they can differ a little from the ratio of two figures. The files are in the page cache.

Keys come in random order from fixed seeds, in four ways. *Fresh* ones are strings decoded from bytes a moment ago, or numbers
computed a moment ago, as a service gets them from a socket: nobody has hashed them before. *Held* ones are the same strings
again, whose hash the engine has kept, or numbers in boxes of their own; a \`Map\` is at its best with them. *Uniform* keys come
equally often; by *Zipf*, the record of rank k is asked for as often as 1 / k says (s = 1), so that few of them stay in the
processor's caches. Where nothing else is said, keys are fresh and uniform, and the runtime is the first of the run.`;

export const AGAIN = `## How to run it again

\`\`\`sh
npm ci
npm run bench -- --quick                                    # the table of what is wanted, in this Node: about two minutes
npm run bench -- --quick --runtimes node24,node26           # the same in others, which are installed from npm
npm run bench -- --questions hit,scan --records 10k,1M      # some questions, some sizes
npm run bench -- --runtimes node20,node24,node26,bun,deno --json result.json    # everything: about two hours
npm run bench:report -- result.json                         # this page, its charts and the figures of the README
\`\`\`

The first runtime is asked everything; the others what tells engines apart. \`node24\` and the like are pinned packages, in folders
of \`bench/runtimes\`; \`node24=/usr/bin/node\` measures a program of your own. Contenders that are not installed, or do not work in a
runtime, are left out with a line that says why. With ten million records, a \`Map\` takes 5 GB of heap, and the files as much disk.
Other work on the machine is measured before the run, between its questions and after it, and a run on a busy one says so.
All text and figures on this page are made from the result by \`bench/output\`.

\`npm run bench:guard\` measures a few of these ratios on Node 20 and 26 in some two minutes, and fails when one is above its limit in
\`bench/guard/limits.json\` three times in a row. A change that is meant to move them runs it with \`-- --write\`.`;

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function setting(result: Result): string {
  const { machine, load, failed, runtimes, options, seconds } = result;
  const { cpu, cores, memory, kernel, date, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  const { sizes, rounds, slowRounds, lookups, quick } = options;
  const usual = sizes.length > 1 ? `; ${whole(mainSize(sizes))} where nothing else is said` : '';
  const loaded = loadText(load, cores);
  return list([
    `${cores} × ${cpu}, ${Math.round(memory / 2 ** 30)} GiB, ${kernel}`,
    isBusy(load) ? `**${loaded}**` : loaded,
    ...runtimes.map(({ name, engine, notMapped, failures }) => {
      const absent = Object.keys(failures);
      const fallback = notMapped === null ? '' : `; files are read into memory, not mapped: ${notMapped}`;
      return `${name} (${engine})${fallback}${absent.length === 0 ? '' : `; without ${absent.join(', ')}, which do not work in it`}`;
    }),
    ...failed.map(
      ({ question, runtime, records, why }) =>
        `**Not measured**: ${question}, ${whole(records)} records, ${runtimeName(result, runtime)}: ${why}`,
    ),
    versions.join(', '),
    `${date.slice(0, 10)}, ${quick ? 'a quick run' : 'a full run'} of ${Math.ceil(seconds / 60)} minutes: ${rounds} rounds of up to ${whole(lookups)} look-ups or one scan, ${slowRounds} of builds`,
    `${sizes.map(whole).join(', ')} records {uint64 id, name, float64 score, set of 3, 40-character bio}${usual}`,
  ]);
}

/** `Node 20, Node 24, Bun`. */
export function runtimeNames(result: Result): string {
  return result.runtimes.map(({ id }) => runtimeName(result, id)).join(', ');
}

/** Charts are of the first result alone. */
function part(result: Result, first: boolean): string {
  const names = runtimeNames(result);
  // No two headings of a page are the same.
  const heading = (text: string) => `### ${text}${first ? '' : ` (${names})`}`;
  const parts = [`## ${names}`, setting(result)];
  parts.push(
    heading('Who took part'),
    list(result.contenders.map(({ name, about }) => `**${name}**: ${about}`)),
  );
  const targets = targetMarkdown(result);
  if (targets !== undefined)
    parts.push(
      heading('Look-ups beside a Map: what is wanted, and what was measured'),
      rangeSentence(result)!,
      targets,
    );
  if (result.goals.length > 0) parts.push(heading('What else is wanted'), goalTable(result));
  const charts = new Map(first ? chartsOf(result).map((chart) => [chart.name, chart.title]) : []);
  for (const [topic, questions] of topics(result)) {
    parts.push(heading(topic));
    const title = charts.get(topic);
    if (title !== undefined) parts.push(`![${title}](benchmarks/${topic}.svg)`);
    for (const asked of questions) {
      const notes = asked.notes.map((note) => ` (${note})`).join('');
      parts.push(`${asked.title}${notes}:`, questionTable(result, asked));
    }
  }
  return parts.join('\n\n');
}

export function pageOf(results: readonly Result[]): string {
  const parts = results.map((result, place) => part(result, place === 0));
  return `${['# Benchmarks', ABOUT, ...parts, AGAIN].join('\n\n')}\n`;
}
