/** Which charts a result gives: one for each topic, the part of the questions' names before the slash. */
import type { Chart } from './chart.js';
import { whole } from './numbers.js';
import { type Asked, mainSize, type Result } from './result.js';
import { rowsOf } from './tables.js';

export interface NamedChart extends Chart {
  /** File name without ending. */
  readonly name: string;
}

export function topicOf({ question }: Asked): string {
  return question.split('/')[0]!;
}

/** Questions of each topic, in the order of the run. */
export function topics(result: Result): Map<string, Asked[]> {
  const all = new Map<string, Asked[]>();
  for (const asked of result.questions) {
    const topic = topicOf(asked);
    all.set(topic, [...(all.get(topic) ?? []), asked]);
  }
  return all;
}

/** Rows of the main size, or of the only size that a question has. */
function shown(result: Result, { question }: Asked) {
  const main = rowsOf(result, question, mainSize(result.options.sizes));
  if (main.length > 0) return main;
  const first = result.rows.find((row) => row.question === question);
  return first === undefined ? [] : rowsOf(result, question, first.records);
}

function chartOf(result: Result, name: string, title: string, questions: readonly Asked[]): NamedChart {
  const groups = questions.map((asked) => {
    const { title, reference } = asked;
    return { title, rows: shown(result, asked), ...(reference !== undefined && { reference }) };
  });
  return { name, title, groups: groups.filter(({ rows }) => rows.length > 0) };
}

/** Charts that have bars, and bars of one unit. */
export function chartsOf(result: Result): NamedChart[] {
  const size = whole(mainSize(result.options.sizes));
  const charts = [...topics(result)].map(([topic, questions]) =>
    chartOf(result, topic, `${topic}: ${size} records, Node ${result.machine.node}`, questions),
  );
  return charts.filter(({ groups }) => {
    const units = new Set(groups.flatMap(({ rows }) => rows.map(({ unit }) => unit)));
    return units.size === 1;
  });
}

/** The picture of the README: a look-up, what stays in memory, and the start. */
export function topChart(result: Result): NamedChart | undefined {
  const asked = result.questions.find(({ question }) => question === 'hit/string');
  if (asked === undefined) return undefined;
  const size = whole(mainSize(result.options.sizes));
  const chart = chartOf(result, 'top', `Look-up among ${size} records, by a random key`, [asked]);
  return chart.groups.length === 0 ? undefined : chart;
}
