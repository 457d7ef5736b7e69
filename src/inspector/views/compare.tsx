/** What a second file has that this one has not, and the other way round. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ViewProps } from '../app.js';
import { type CompareStep, compared, comparedShards, type Difference } from '../data/compare.js';
import { countText, printable } from '../data/printable.js';
import { isSame, ofVersion, opened, type Source, sourcesAt, tokenOf } from '../data/sources.js';
import { Choice } from '../parts/choice.js';
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
  const [other, setOther] = useState('');
  const versions = [...new Set(sources.map(({ version }) => version))].filter((each) => each !== undefined);
  const [from, setFrom] = useState(source.version);
  const [stop, setStop] = useState<AbortController>();
  const [listed, setListed] = useState<readonly Difference[]>([]);
  const [counts, setCounts] = useState<Counts>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => () => stop?.abort(), [stop]);
  const others = sources.filter((each) => !isSame(each, source));

  const runWith = (against: Source) =>
    run(against.name, async function* (signal) {
      using second = await opened(against);
      yield* compared(file, second, signal);
    });
  const runShards = (name: string, a: readonly Source[], b: readonly Source[]) =>
    run(name, (signal) => comparedShards(a, b, signal));
  const run = async (name: string, steps: (signal: AbortSignal) => AsyncGenerator<CompareStep>) => {
    const controller = new AbortController();
    stop?.abort();
    setStop(controller);
    setOther(name);
    setListed([]);
    setCounts(NONE);
    setProblem(undefined);
    let sum = NONE;
    try {
      for await (const { differences, same, done } of steps(controller.signal)) {
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
          <Choice
            label="With"
            names={others.map(({ name }) => name)}
            chosen={-1}
            choose={(at) => runWith(others[at]!)}
          />
        )}
        <label>
          With a file{' '}
          <input
            type="file"
            onChange={(event) => {
              const chosen = event.currentTarget.files?.[0];
              if (chosen !== undefined) runWith({ name: chosen.name, input: chosen });
            }}
          />
        </label>
        {tokenOf() === undefined && (
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const field = event.currentTarget.elements.namedItem('other') as HTMLInputElement;
              sourcesAt(field.value)
                .then(([first, ...more]) => {
                  const shards = ofVersion(sources, source.version);
                  const isSet = first!.version !== undefined && source.version !== undefined;
                  if (isSet) runShards(`version ${first!.version}`, shards, [first!, ...more]);
                  else runWith(first!);
                })
                .catch((error: Error) => setProblem(printable(error.message)));
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
      {versions.length > 1 && (
        <div class="tools">
          <Choice
            label="All shards of version"
            names={versions}
            chosen={versions.indexOf(from ?? '')}
            choose={(at) => setFrom(versions[at])}
          />
          <Choice
            label="with version"
            names={versions}
            chosen={-1}
            choose={(at) =>
              runShards(`version ${versions[at]}`, ofVersion(sources, from), ofVersion(sources, versions[at]))
            }
          />
        </div>
      )}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {counts !== undefined && (
        <p role="status">
          {stop !== undefined && <progress value={counts.done} max={1} aria-label="Share that is compared" />}{' '}
          {printable(other)} has {countText(counts.added)} added, {countText(counts.removed)} removed,{' '}
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
