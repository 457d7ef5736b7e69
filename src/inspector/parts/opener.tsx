/** Choosing what is looked into: a file of the server's, one of this machine's, or a URL. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { isSame, ofVersion, type Source, sourcesAt } from '../data/sources.js';
import { Choice } from './choice.js';

interface Props {
  /** What the server has, or the shards of the data set that was opened. */
  readonly sources: readonly Source[];
  readonly isServed: boolean;
  /** The files of the bundle that is open. */
  readonly entries: readonly Source[];
  readonly opened: Source | undefined;
  readonly choose: (source: Source) => void;
  /** Opens the first of them. */
  readonly chooseAll: (sources: readonly Source[]) => void;
  readonly go: (place: Readonly<Record<string, string>>) => void;
  readonly compact: boolean;
}

export function Opener({
  sources,
  isServed,
  entries,
  opened,
  choose,
  chooseAll,
  go,
  compact,
}: Props): JSX.Element | null {
  const [problem, setProblem] = useState<string>();
  const [over, setOver] = useState(false);

  useEffect(() => {
    const drag = (event: DragEvent) => {
      event.preventDefault();
      setOver(event.type === 'dragover');
      const file = event.type === 'drop' ? event.dataTransfer?.files[0] : undefined;
      if (file !== undefined) chooseAll([{ name: file.name, input: file }]);
    };
    const events = ['dragover', 'dragleave', 'drop'] as const;
    for (const event of events) addEventListener(event, drag);
    return () => {
      for (const event of events) removeEventListener(event, drag);
    };
  }, [chooseAll]);

  const submit = (event: Event) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('url') as HTMLInputElement;
    sourcesAt(field.value)
      .then((found) => {
        chooseAll(found);
        setProblem(undefined);
      })
      .catch((error: Error) => setProblem(error.message));
  };
  const pick = (event: Event) => {
    const file = (event.currentTarget as HTMLInputElement).files?.[0];
    if (file !== undefined) chooseAll([{ name: file.name, input: file }]);
  };
  const pickOf = (field: string, among: readonly Source[], source: Source | undefined) => {
    if (source === undefined) return;
    go({ view: 'overview', [field]: String(among.indexOf(source)) });
    choose(source);
  };
  const picker = (label: string, field: string, among: readonly Source[], shown = among) =>
    shown.length > 1 && (
      <Choice
        label={label}
        names={shown.map(({ name }) => name)}
        chosen={shown.findIndex((each) => isSame(each, opened))}
        choose={(at) => pickOf(field, among, shown[at])}
      />
    );
  const versions = [...new Set(sources.map(({ version }) => version))].filter((each) => each !== undefined);
  const version = sources.find((each) => isSame(each, opened))?.version ?? sources[0]?.version;
  const pickers = (
    <>
      {versions.length > 1 && (
        <Choice
          label="Version"
          names={versions}
          chosen={versions.indexOf(version ?? '')}
          choose={(at) => pickOf('file', sources, ofVersion(sources, versions[at])[0])}
        />
      )}
      {picker('Shard', 'file', sources, ofVersion(sources, version))}
      {picker('File in the bundle', 'entry', entries)}
    </>
  );
  if (isServed) return pickers;
  return (
    <>
      {pickers}
      <section class={`opener ${compact ? 'compact' : ''} ${over ? 'over' : ''}`} aria-label="Open a file">
        {!compact && (
          <p>
            Drop a file anywhere on this page, choose one, or give a URL of a server that answers ranges. What
            is read stays in this page: nothing is sent anywhere.
          </p>
        )}
        <label>
          {compact ? 'Another file' : 'A file'} <input type="file" onChange={pick} />
        </label>
        <form onSubmit={submit}>
          <label>
            or a URL{' '}
            <input name="url" type="text" inputMode="url" placeholder="https://example.org/cities.sb" />
          </label>{' '}
          <button type="submit">Open</button>
        </form>
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
      </section>
    </>
  );
}
