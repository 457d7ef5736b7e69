/** Choosing what is looked into: a file of the server's, one of this machine's, or a URL. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { printable } from '../data/printable.js';
import { isSame, type Source, sourceAt } from '../data/sources.js';

interface Props {
  /** What the server has. */
  readonly sources: readonly Source[];
  /** The files of the bundle that is open. */
  readonly entries: readonly Source[];
  readonly opened: Source | undefined;
  readonly choose: (source: Source) => void;
  readonly go: (place: Readonly<Record<string, string>>) => void;
  readonly compact: boolean;
}

export function Opener({ sources, entries, opened, choose, go, compact }: Props): JSX.Element | null {
  const [problem, setProblem] = useState<string>();
  const [over, setOver] = useState(false);

  useEffect(() => {
    const drag = (event: DragEvent) => {
      event.preventDefault();
      setOver(event.type === 'dragover');
      const file = event.type === 'drop' ? event.dataTransfer?.files[0] : undefined;
      if (file !== undefined) choose({ name: file.name, input: file });
    };
    const events = ['dragover', 'dragleave', 'drop'] as const;
    for (const event of events) addEventListener(event, drag);
    return () => {
      for (const event of events) removeEventListener(event, drag);
    };
  }, [choose]);

  const submit = (event: Event) => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('url') as HTMLInputElement;
    try {
      choose(sourceAt(field.value));
      setProblem(undefined);
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const pick = (event: Event) => {
    const file = (event.currentTarget as HTMLInputElement).files?.[0];
    if (file !== undefined) choose({ name: file.name, input: file });
  };
  const picker = (label: string, field: string, among: readonly Source[]) =>
    among.length > 1 && (
      <label>
        {label}{' '}
        <select
          value={String(among.findIndex((each) => isSame(each, opened)))}
          onChange={(event) => {
            const at = Number(event.currentTarget.value);
            go({ view: 'overview', [field]: String(at) });
            choose(among[at]!);
          }}
        >
          {among.map(({ name }, at) => (
            <option key={name} value={String(at)}>
              {printable(name)}
            </option>
          ))}
        </select>
      </label>
    );
  const entryPicker = picker('File in the bundle', 'entry', entries);
  if (sources.length > 0) {
    return (
      <>
        {picker('Shard', 'file', sources)}
        {entryPicker}
      </>
    );
  }
  return (
    <>
      {entryPicker}
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
