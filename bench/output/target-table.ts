/** The table of what is wanted beside a `Map`, with what each runtime gave, and the sentences about it. */
import { times, whole } from './numbers.js';
import { type Result, runtimeName } from './result.js';
import { markdownTable } from './tables.js';
import { allMet, type Beside, extremes, JUDGED, type Measurement, measurements, TARGETS } from './targets.js';

const BESIDE: Readonly<Record<Measurement['beside'], string>> = {
  Map: '',
  lmdb: " of lmdb's time",
  own: ' of that with a million',
};

/** Two digits after the point: what is wanted has as many. */
const figure = (ratio: number) => `${ratio < 10 ? ratio.toFixed(2) : times(ratio)} ×`;

function line(cells: readonly Measurement[], runtimes: readonly string[]): string[] {
  const [{ target, records, limit, beside }] = cells as [Measurement, ...Measurement[]];
  const shown = runtimes.map((id) => {
    const cell = cells.find(({ runtime }) => runtime === id);
    if (cell === undefined) return '';
    return cell.met ? figure(cell.ratio) : `**${figure(cell.ratio)}**`;
  });
  return [`${target.text}${BESIDE[beside]}`, whole(records), figure(limit), ...shown];
}

/** A line for each cell that was measured in any runtime; undefined where none was. */
function linesOf(result: Result): { head: string[]; lines: string[][] } | undefined {
  const all = measurements(result.rows);
  if (all.length === 0) return undefined;
  const runtimes = result.runtimes.map(({ id }) => id);
  const groups = new Map<string, Measurement[]>();
  for (const cell of all) {
    const name = `${TARGETS.indexOf(cell.target)}/${cell.records}/${cell.beside}`;
    groups.set(name, [...(groups.get(name) ?? []), cell]);
  }
  return {
    head: ["of a Map's time", 'records', 'at most', ...runtimes.map((id) => runtimeName(result, id))],
    lines: [...groups.values()].map((cells) => line(cells, runtimes)),
  };
}

export function targetMarkdown(result: Result): string | undefined {
  const made = linesOf(result);
  return made === undefined ? undefined : markdownTable(made.head, made.lines);
}

/** The same in columns, for the end of a run. */
export function targetText(result: Result): string | undefined {
  const made = linesOf(result);
  if (made === undefined) return undefined;
  const all = [made.head, ...made.lines].map((cells) => cells.map((cell) => cell.replaceAll('**', '!')));
  const widths = made.head.map((_, column) => Math.max(...all.map((cells) => cells[column]!.length)));
  const text = all.map((cells) =>
    cells
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]! + 2)))
      .join(''),
  );
  return ['What is wanted of look-ups (!not reached!)', ...text.map((each) => `  ${each}`)].join('\n');
}

function place(result: Result, { row }: Beside): string {
  const { question, keys, distribution, records, runtime } = row;
  const title = result.questions.find((asked) => asked.question === question)?.title ?? question;
  return `${title}, ${keys}, ${distribution}, ${whole(records)} records, ${runtimeName(result, runtime)}`;
}

/** The best and the worst cell, and whether all are as they should be; undefined where nothing was measured. */
export function rangeSentence(result: Result): string | undefined {
  const found = extremes(result.rows);
  if (found === undefined) return undefined;
  const { best, worst } = found;
  const range = `A look-up takes from ${times(best.ratio)} × (${place(result, best)}) to ${times(worst.ratio)} × (${place(result, worst)}) the time of a \`Map\` of plain objects`;
  const judged = measurements(result.rows).filter(({ runtime }) => JUDGED.includes(runtime));
  if (judged.length === 0) return `${range}.`;
  const met = judged.filter((cell) => cell.met).length;
  const names = JUDGED.map((id) => id.replace('node', '')).join(' and ');
  if (allMet(result.rows)) {
    return `Look-ups are as fast as in a \`Map\`: what is wanted of Node ${names} holds in all ${met} cells. ${range}.`;
  }
  return `${range}; of what is wanted of Node ${names}, ${met} of the ${judged.length} cells that were measured hold.`;
}
