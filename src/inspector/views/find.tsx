/** Records by key, by a stretch of keys, by a further index, and by a condition. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { ViewProps } from '../app.js';
import { type Found, found, QUERIES, type Query, queriesOf } from '../data/find.js';
import { keyHint } from '../data/key-text.js';
import { countText, printable } from '../data/printable.js';
import { shown } from '../data/show-value.js';
import { RecordPanel } from '../parts/record-panel.js';
import { RowLinks } from '../parts/row-links.js';
import { WideTable } from '../parts/table.js';
import { useWork } from '../parts/use-work.js';

export function FindView({ file, place, go }: ViewProps): JSX.Element {
  const indexes = useWork(async (signal) => file.mapping?.indexNames({ signal }) ?? [], [file]);
  const [index, setIndex] = useState('');
  const kinds = queriesOf(file, index);
  const [wanted, setKind] = useState<string>(place.by ?? '');
  const kind = kinds.find((each) => each === wanted) ?? kinds[0];
  const [stop, setStop] = useState<AbortController>();
  const [results, setResults] = useState<readonly Found[]>([]);
  const [state, setState] = useState('');
  const [problem, setProblem] = useState<string>();
  const [chosen, setChosen] = useState(-1);
  useEffect(() => () => stop?.abort(), [stop]);

  const run = async (event: Event) => {
    event.preventDefault();
    if (kind === undefined) return;
    const fields = new FormData(event.currentTarget as HTMLFormElement);
    const text = (name: string) => String(fields.get(name) ?? '');
    const query: Query = { kind, index, text: text('text'), to: text('to') };
    const controller = new AbortController();
    stop?.abort();
    setStop(controller);
    setResults([]);
    setProblem(undefined);
    setChosen(-1);
    setState('looking…');
    go({ view: 'find', by: kind, q: query.text });
    let count = 0;
    try {
      for await (const { found: some, looked, of, unread = 0 } of found(file, query, controller.signal)) {
        if (count < MOST && some.length > 0) setResults((before) => [...before, ...some].slice(0, MOST));
        count += some.length;
        setState(
          `${countText(count)} found${of === undefined ? '' : `; ${countText(looked)} of ${countText(of)} records looked at`}${unread > 0 ? `, of which ${countText(unread)} cannot be read` : ''}`,
        );
      }
      if (count === 0) setState((before) => (before === 'looking…' ? 'nothing found' : before));
    } catch (error) {
      if (controller.signal.aborted) setState((before) => `${before}; stopped`);
      else {
        setProblem(printable((error as Error).message));
        setState('');
      }
    }
    setStop((current) => (current === controller ? undefined : current));
  };

  if (kind === undefined)
    return <p>Nothing of this file can be found: neither keys nor records can be read.</p>;
  const row = results[chosen];
  return (
    <>
      <form class="tools" onSubmit={run}>
        <label>
          Find by{' '}
          <select value={kind} onChange={(event) => setKind(event.currentTarget.value)}>
            {kinds.map((each) => (
              <option key={each} value={each}>
                {QUERIES[each]}
              </option>
            ))}
          </select>
        </label>
        {kind !== 'condition' && (indexes.result?.length ?? 0) > 0 && (
          <label>
            in{' '}
            <select
              aria-label="Index"
              value={index}
              onChange={(event) => setIndex(event.currentTarget.value)}
            >
              <option value="">the keys</option>
              {indexes.result!.map((name) => (
                <option key={name} value={name}>
                  the index {printable(name)}
                </option>
              ))}
            </select>
          </label>
        )}
        <label class="grow">
          {kind === 'condition' ? 'Condition' : kind === 'range' ? 'From' : 'Key'}{' '}
          <input
            name="text"
            defaultValue={place.q ?? ''}
            placeholder={hintOf(file, kind, index)}
            autocomplete="off"
            spellcheck={false}
          />
        </label>
        {kind === 'range' && (
          <label class="grow">
            up to, not included <input name="to" autocomplete="off" spellcheck={false} />
          </label>
        )}
        <button type="submit">Find</button>
        <button type="button" disabled={stop === undefined} onClick={() => stop?.abort()}>
          Stop
        </button>
      </form>
      {file.mapping !== undefined && !file.ordered && index === '' && kind === 'key' && (
        <p class="dim">
          The keys of this file have no order that is stored, so that there are no ranges of them: ordered:
          true stores one of text and bytes.
        </p>
      )}
      {file.keys?.approximate && kind === 'key' && (
        <p class="dim">Only hashes of the keys are stored: another key with the same hash is found, too.</p>
      )}
      {kind === 'condition' && (
        <p class="dim">
          Records are read one after the other, until it is stopped: the file has no index for this.
        </p>
      )}
      <p role="status">{state}</p>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {results.length > 0 && (
        <WideTable
          label="What was found"
          heads={[
            file.keys === undefined ? 'Number' : 'Key',
            file.records === undefined ? 'Value' : 'Record',
            'Where',
          ]}
          after={results.length === MOST && <p>The first {MOST} are shown.</p>}
        >
          {results.map((each, at) => (
            <tr key={at} class={at === chosen ? 'chosen' : ''}>
              <th scope="row">
                <button type="button" class="link" onClick={() => setChosen(at)}>
                  {nameOf(each)}
                </button>
              </th>
              <td class="cut">
                {each.problem === undefined
                  ? shown(() => each.record ?? each.value).text
                  : printable(each.problem.message)}
              </td>
              <td>
                <RowLinks file={file} row={each} place={place} />
              </td>
            </tr>
          ))}
        </WideTable>
      )}
      {row !== undefined && (
        <RecordPanel row={row} file={file} title={`What ${nameOf(row)} leads to`} place={place} />
      )}
    </>
  );
}

/** The key, which can be None, or the number of the record. */
function nameOf({ key, item }: Found): string {
  return shown(() => (key === undefined ? item : key)).text;
}

/** Results that are shown; more are only counted. */
const MOST = 500;

function hintOf(file: ViewProps['file'], kind: Query['kind'], index: string): string {
  if (kind !== 'condition') return file.keys === undefined || index !== '' ? '' : keyHint(file.keys);
  const [first, second = first] = file.fields.map(({ name }) =>
    /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : `\`${printable(name)}\``,
  );
  return `${first ?? 'field'} > 5 && ${second ?? 'field'} == "text"`;
}
