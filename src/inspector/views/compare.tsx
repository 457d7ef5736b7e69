/** What a second file has that this one has not, and the other way round. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ViewProps } from '../app.js';
import { compared, type Difference } from '../data/compare.js';
import { countText, printable } from '../data/printable.js';
import { isSame, opened, type Source, sourceAt } from '../data/sources.js';
import { WideTable } from '../parts/table.js';

/** Differences that are listed; more are only counted. */
const MOST = 300;

interface Counts {
  readonly added: number;
  readonly removed: number;
  readonly changed: number;
  readonly same: number;
  readonly done: number;
}

const NONE: Counts = { added: 0, removed: 0, changed: 0, same: 0, done: 0 };

export function CompareView({ file, source, sources }: ViewProps): JSX.Element {
  const [other, setOther] = useState<Source>();
  const [stop, setStop] = useState<AbortController>();
  const [listed, setListed] = useState<readonly Difference[]>([]);
  const [counts, setCounts] = useState<Counts>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => () => stop?.abort(), [stop]);
  const others = sources.filter((each) => !isSame(each, source));

  const run = async (against: Source) => {
    const controller = new AbortController();
    stop?.abort();
    setStop(controller);
    setOther(against);
    setListed([]);
    setCounts(NONE);
    setProblem(undefined);
    let sum = NONE;
    try {
      using second = await opened(against);
      for await (const { differences, same, done } of compared(file, second, controller.signal)) {
        const of = (kind: Difference['kind']) => differences.filter((each) => each.kind === kind).length;
        sum = {
          added: sum.added + of('added'),
          removed: sum.removed + of('removed'),
          changed: sum.changed + of('changed'),
          same: sum.same + same,
          done,
        };
        setCounts(sum);
        if (differences.length > 0) setListed((before) => [...before, ...differences].slice(0, MOST));
      }
    } catch (error) {
      setProblem(controller.signal.aborted ? 'stopped' : printable((error as Error).message));
    }
    setStop((current) => (current === controller ? undefined : current));
  };
  return (
    <>
      <p>Which records of this file are others, or not there, in a second one: a newer version, say.</p>
      <div class="tools">
        {others.length > 0 && (
          <label>
            With{' '}
            <select
              value=""
              onChange={(event) => {
                const chosen = others[Number(event.currentTarget.value)];
                if (chosen !== undefined) run(chosen);
              }}
            >
              <option value="">choose</option>
              {others.map(({ name }, at) => (
                <option key={name} value={String(at)}>
                  {printable(name)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label>
          With a file{' '}
          <input
            type="file"
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0];
              if (chosen !== undefined) run({ name: chosen.name, input: chosen });
            }}
          />
        </label>
        {sources.length === 0 && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const field = event.currentTarget.elements.namedItem('other') as HTMLInputElement;
              try {
                run(sourceAt(field.value));
              } catch (error) {
                setProblem((error as Error).message);
              }
            }}
          >
            <label>
              or a URL <input name="other" inputMode="url" />
            </label>{' '}
            <button type="submit">Compare</button>
          </form>
        )}
        <button type="button" disabled={stop === undefined} onClick={() => stop?.abort()}>
          Stop
        </button>
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {counts !== undefined && other !== undefined && (
        <p role="status">
          {stop !== undefined && <progress value={counts.done} max={1} aria-label="Share that is compared" />}{' '}
          {printable(other.name)} has {countText(counts.added)} added, {countText(counts.removed)} removed,{' '}
          {countText(counts.changed)} changed, {countText(counts.same)} the same
          {stop === undefined ? '.' : ' so far.'}
        </p>
      )}
      {listed.length > 0 && <Differences listed={listed} counts={counts ?? NONE} />}
    </>
  );
}

function Differences({
  listed,
  counts,
}: {
  readonly listed: readonly Difference[];
  readonly counts: Counts;
}): JSX.Element {
  const all = counts.added + counts.removed + counts.changed;
  return (
    <WideTable
      label="Differences"
      spans
      heads={['Record', 'What', 'Field', 'Here', 'There']}
      after={
        all > listed.length && (
          <p>
            The first {countText(listed.length)} of {countText(all)} are listed.
          </p>
        )
      }
    >
      {listed.flatMap(({ kind, name, fields }, at) =>
        (fields.length === 0 ? [undefined] : fields).map((field, each) => (
          <tr key={`${at} ${each}`}>
            <th scope="row">{each === 0 ? printable(name) : ''}</th>
            <td>{each === 0 ? kind : ''}</td>
            <td>{printable(field?.name ?? '')}</td>
            <td>{printable((field?.a ?? '').slice(0, 200))}</td>
            <td>{printable((field?.b ?? '').slice(0, 200))}</td>
          </tr>
        )),
      )}
    </WideTable>
  );
}
