/** Which charts a result gives: one for each topic, the part of the questions' names before the slash. */
import type { Row } from '../questions/question.js';
import type { Chart, Group, Line } from './chart.js';
import { digits, times, whole } from './numbers.js';
import { type Asked, mainSize, type Result, runtimeName } from './result.js';
import { ratioOf, usualRows } from './tables.js';
import { type Measurement, measurements, TARGETS } from './targets.js';

const OURS = 'sharedbuffers';

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

/** Rows of the main size, or of the only size that a question has, of the first runtime and the usual keys. */
function shown(result: Result, { question }: Asked): Row[] {
  const main = usualRows(result, question, mainSize(result.options.sizes));
  if (main.length > 0) return main;
  const first = result.rows.find((row) => row.question === question);
  return first === undefined ? [] : usualRows(result, question, first.records);
}

function lineOf(result: Result, asked: Asked, row: Row): Line {
  const ratio = ratioOf(result, asked, row);
  return {
    label: row.contender,
    values: [row.value],
    text: `${digits(row.value)} ${row.unit}${ratio === undefined ? '' : ` · ${times(ratio)} ×`}`,
    ours: row.contender.startsWith(OURS),
  };
}

function unitsOf(result: Result, questions: readonly Asked[]): Set<string> {
  return new Set(questions.flatMap((asked) => shown(result, asked).map(({ unit }) => unit)));
}

/** Charts that have lines, and lines of one unit. */
export function chartsOf(result: Result): NamedChart[] {
  const size = whole(mainSize(result.options.sizes));
  const runtime = runtimeName(result, result.runtimes[0]!.id);
  return [...topics(result)].flatMap(([topic, questions]) => {
    if (unitsOf(result, questions).size !== 1) return [];
    const groups = questions.map((asked) => ({
      title: asked.title,
      lines: shown(result, asked).map((row) => lineOf(result, asked, row)),
    }));
    const filled = groups.filter(({ lines }) => lines.length > 0);
    return [{ name: topic, title: `${topic}: ${size} records, ${runtime}`, groups: filled }];
  });
}

/** The picture of the README: every cell of what is wanted beside a `Map`, a dot a runtime. */
export function topChart(result: Result): NamedChart | undefined {
  const cells = measurements(result.rows).filter(({ beside }) => beside === 'Map');
  if (cells.length === 0) return undefined;
  const runtimes = result.runtimes.map(({ id }) => id);
  const groups = TARGETS.map((target): Group => {
    const sizes = Object.keys(target.limits).map(Number);
    const lines = sizes.flatMap((records): Line[] => {
      const those = cells.filter((cell) => cell.target === target && cell.records === records);
      if (those.length === 0) return [];
      const of = (id: string): Measurement | undefined => those.find(({ runtime }) => runtime === id);
      const ratios = those.map(({ ratio }) => ratio);
      const [low, high] = [times(Math.min(...ratios)), times(Math.max(...ratios))];
      return [
        {
          label: `${whole(records)} records`,
          values: runtimes.map((id) => of(id)?.ratio),
          text: low === high ? `${low} ×` : `${low} to ${high} ×`,
          ours: true,
        },
      ];
    });
    return { title: target.text, lines };
  });
  return {
    name: 'top',
    title: "Look-ups, of a Map's time",
    axis: 'At 1, a look-up takes as long as in a Map of plain objects',
    series: runtimes.map((id) => runtimeName(result, id)),
    groups: groups.filter(({ lines }) => lines.length > 0),
  };
}
