/** The page of all figures, docs/benchmarks.md. */
import { chartsOf, topics } from './charts.js';
import { whole } from './numbers.js';
import { mainSize, type Result } from './result.js';
import { goalTable, questionTable } from './tables.js';

const ABOUT = `Every figure of a part is from one run of one program on one machine: ratios hold elsewhere, digits do not. Each contender
has a process of its own; they take turns within each round, none is timed before all have given equal answers, and a
figure is the median of the rounds, with the smallest and the largest beside it. Keys come in random order from fixed
seeds, and the files are in the page cache. What is wanted is compared with the median of the ratios within each round, so
it can differ a little from the ratio of two medians in the tables.`;

const AGAIN = `## How to run it again

\`\`\`sh
npm ci
npm run bench -- --quick --json result.json                 # under two minutes
npm run bench -- --sizes 1000000,10000,10000000 --json result.json
npm run bench:report -- result.json                         # this page, its charts and the figures of the README
\`\`\`

Contenders that are not installed are left out, and the program says how to install them. All text and figures on this page
are made from the result by \`bench/output\`.

\`npm run bench:guard\` measures a few of these ratios in well under a minute, and fails when one is above its limit in
\`bench/guard/limits.json\` three times in a row. A change that is meant to move them runs it with \`-- --write\`.`;

function list(items: readonly string[]): string {
  return items.map((item) => `- ${item}`).join('\n');
}

function setting({ machine, options, seconds }: Result): string {
  const { cpu, cores, memory, kernel, node, v8, date, packages } = machine;
  const versions = Object.entries(packages).map(([name, version]) => `${name} ${version}`);
  const { sizes, rounds, slowRounds, lookups, quick } = options;
  const usual = sizes.length > 1 ? `; ${whole(mainSize(sizes))} where nothing else is said` : '';
  return list([
    `${cores} × ${cpu}, ${Math.round(memory / 2 ** 30)} GiB, ${kernel}`,
    `Node ${node} (V8 ${v8})`,
    versions.join(', '),
    `${date.slice(0, 10)}, ${quick ? 'a quick run' : 'a full run'} of ${Math.ceil(seconds / 60)} minutes: ${rounds} rounds of ${whole(lookups)} look-ups or one scan, ${slowRounds} of builds`,
    `${sizes.map(whole).join(', ')} records {uint64 id, name, float64 score, set of 3, 40-character bio}${usual}`,
  ]);
}

/** Charts are of the first result alone. */
function part(result: Result, first: boolean): string {
  const { node } = result.machine;
  // No two headings of a page are the same.
  const heading = (text: string) => `### ${text}${first ? '' : ` (Node ${node})`}`;
  const parts = [`## Node ${node}`, setting(result)];
  parts.push(
    heading('Who took part'),
    list(result.contenders.map(({ name, about }) => `**${name}**: ${about}`)),
  );
  if (result.goals.length > 0)
    parts.push(heading('What is wanted, and what was measured'), goalTable(result));
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
