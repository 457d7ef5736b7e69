/** What the values of a field are like. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { FieldFacts } from 'sharedbuffers/remote';
import type { ViewProps } from '../app.js';
import { type ColumnStats, columnStats } from '../data/column-stats.js';
import { countText, printable } from '../data/printable.js';
import { Histogram } from '../parts/histogram.js';
import { WideTable } from '../parts/table.js';
import { useWork } from '../parts/use-work.js';

export function ColumnsView({ file, place, go }: ViewProps): JSX.Element {
  const paths = pathsOf(file.fields);
  const path = paths.find((each) => each.join('.') === place.field) ?? paths[0];
  const [done, setDone] = useState(0);
  const { result, problem, busy } = useWork(
    async (signal) => {
      if (path === undefined || file.records === undefined) return undefined;
      setDone(0);
      const stored = path.length === 1 && (await storedOf(file, signal)).includes(path[0]!);
      return { stored, stats: await columnStats(file, path, stored, signal, setDone) };
    },
    [file, path?.join('.')],
  );
  if (path === undefined) return <p>There are no records, and so no columns.</p>;
  return (
    <>
      <div class="tools">
        <label>
          Field{' '}
          <select
            value={path.join('.')}
            onChange={(event) => go({ view: 'columns', field: event.currentTarget.value })}
          >
            {paths.map((each) => (
              <option key={each.join('.')} value={each.join('.')}>
                {printable(each.join('.'))}
              </option>
            ))}
          </select>
        </label>
        {busy && (
          <span role="status">
            <progress value={done} max={1} aria-label="Share that is read" /> {Math.round(done * 100)} %
          </span>
        )}
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {printable(problem.message)}
        </p>
      )}
      {!busy && result !== undefined && (
        <Stats path={path.join('.')} stored={result.stored} stats={result.stats} />
      )}
    </>
  );
}

/** Columns whose directory is damaged are none. */
async function storedOf(file: ViewProps['file'], signal: AbortSignal): Promise<readonly string[]> {
  try {
    return await file.columns({ signal });
  } catch {
    signal.throwIfAborted();
    return [];
  }
}

/** Names of fields may have points in them, so that a path is no text. */
function pathsOf(fields: readonly FieldFacts[], within: readonly string[] = []): string[][] {
  return fields.flatMap(({ name, fields: inner }) => [
    [...within, name],
    ...pathsOf(inner, [...within, name]),
  ]);
}

function Stats({
  path,
  stored,
  stats,
}: {
  readonly path: string;
  readonly stored: boolean;
  readonly stats: ColumnStats;
}): JSX.Element {
  const { looked, of, nulls, missing, damaged, notNumbers, ranges, distinct, estimated, top, histogram } =
    stats;
  const all = looked === of;
  const facts: [string, string][] = [
    ['values', countText(looked - nulls - missing - damaged)],
    ['missing', countText(missing)],
    ['None', countText(nulls)],
    ['distinct', `${estimated ? 'about ' : ''}${countText(distinct)}`],
  ];
  for (const { kind, count, least, most } of ranges) {
    const which = ranges.length === 1 ? '' : `, ${countText(count)} ${kind}`;
    facts.push([`least${which}`, least || '(empty)'], [`most${which}`, most || '(empty)']);
  }
  if (notNumbers > 0) facts.push(['NaN', countText(notNumbers)]);
  if (damaged > 0) facts.push(['damaged', countText(damaged)]);
  return (
    <>
      <p class="dim">
        {all
          ? `Of all ${countText(of)} records${stored ? ', from the stored column' : ''}.`
          : `Of a sample of ${countText(looked)} among ${countText(of)} records, as no column of this field is stored.`}
      </p>
      <dl class="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{printable(value.slice(0, 200))}</dd>
          </div>
        ))}
      </dl>
      {histogram !== undefined && (
        <>
          <h3>Histogram</h3>
          <Histogram {...histogram} label={`Histogram of ${printable(path)}`} />
        </>
      )}
      {top.length > 0 && (
        <>
          <h3>Most frequent{estimated && ', about'}</h3>
          <WideTable label="Most frequent values" heads={['Value', 'Count', 'Share']}>
            {top.map(({ value, count }) => (
              <tr key={value}>
                <th scope="row">{printable(value.slice(0, 200)) || '(empty)'}</th>
                <td class="number">{countText(count)}</td>
                <td class="number">{((100 * count) / Math.max(1, looked)).toFixed(1)} %</td>
              </tr>
            ))}
          </WideTable>
        </>
      )}
    </>
  );
}
