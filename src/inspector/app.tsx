/** The page: what is open, and the views of it. */
import type { ComponentType, JSX } from 'preact';
import { useCallback, useEffect, useState } from 'preact/hooks';
import type { RemoteInspection } from 'sharedbuffers/remote';
import { hashWithin, type Place, placeIn } from './data/address.js';
import { bytesText, printable } from './data/printable.js';
import { type Opened, openedWithin, type Source, served } from './data/sources.js';
import { Opener } from './parts/opener.js';
import { SchemaGiver } from './parts/schema-giver.js';
import { BytesView } from './views/bytes.js';
import { ColumnsView } from './views/columns.js';
import { CompareView } from './views/compare.js';
import { FindView } from './views/find.js';
import { LookUpView } from './views/look-up.js';
import { OverviewView } from './views/overview.js';
import { RecordsView } from './views/records.js';
import { VerifyView } from './views/verify.js';

/** What every view is given. */
export interface ViewProps {
  readonly file: RemoteInspection;
  readonly source: Source;
  /** All that the server has. */
  readonly sources: readonly Source[];
  readonly place: Place;
  readonly go: (place: Readonly<Record<string, string>>) => void;
}

const VIEWS: readonly (readonly [name: string, title: string, view: ComponentType<ViewProps>])[] = [
  ['overview', 'Overview', OverviewView],
  ['records', 'Records', RecordsView],
  ['find', 'Find', FindView],
  ['columns', 'Columns', ColumnsView],
  ['bytes', 'Bytes', BytesView],
  ['look-up', 'Look-up', LookUpView],
  ['verify', 'Verify', VerifyView],
  ['compare', 'Compare', CompareView],
];

export function App(): JSX.Element {
  const [place, setPlace] = useState(() => placeIn(location.hash));
  const [sources, setSources] = useState<readonly Source[]>([]);
  /** Whether `sources` are a server's own, which has no others. */
  const [isServed, setServed] = useState(false);
  /** The files of the bundle that was opened. */
  const [entries, setEntries] = useState<readonly Source[]>([]);
  const [open, setOpen] = useState<Opened>();
  const [problem, setProblem] = useState<string>();
  const [busy, setBusy] = useState(true);

  const show = useCallback(async (source: Source) => {
    setBusy(true);
    setProblem(undefined);
    try {
      const found = await openedWithin(source, Number(placeIn(location.hash).entry ?? 0));
      if (source.entry === undefined) setEntries(found.entries);
      if (found.problem !== undefined) setProblem(printable(found.problem.message));
      setOpen((before) => {
        before?.file.close();
        return found;
      });
    } catch (error) {
      setProblem(printable((error as Error).message));
    }
    setBusy(false);
  }, []);

  useEffect(() => {
    const changed = () => setPlace(placeIn(location.hash));
    addEventListener('hashchange', changed);
    served()
      .then(async (found) => {
        setSources(found);
        setServed(found.length > 0);
        const first = found[Number(placeIn(location.hash).file ?? 0)] ?? found[0];
        if (first === undefined) setBusy(false);
        else await show(first);
      })
      .catch((error: Error) => {
        setProblem(printable(error.message));
        setBusy(false);
      });
    return () => removeEventListener('hashchange', changed);
  }, [show]);

  const go = useCallback((to: Readonly<Record<string, string>>) => {
    location.hash = hashWithin(placeIn(location.hash), to);
  }, []);

  const chosen = VIEWS.find(([name]) => name === place.view) ?? VIEWS[0]!;
  const View = chosen[2];
  const among = entries.length > 0 ? entries : sources;
  return (
    <>
      <header>
        <h1>
          sharedbuffers <span class="dim">inspector</span>
        </h1>
        {open !== undefined && (
          <p class="file">
            <strong>{printable(open.source.name)}</strong> {bytesText(open.file.byteLength)}
          </p>
        )}
        <Opener
          sources={sources}
          isServed={isServed}
          entries={entries}
          opened={open?.source}
          choose={show}
          chooseAll={(found) => {
            setSources(found.length > 1 ? found : []);
            show(found[0]!);
          }}
          go={go}
          compact={open !== undefined}
        />
      </header>
      {open !== undefined && (
        <nav aria-label="Views">
          {VIEWS.map(([name, title]) => (
            <a
              key={name}
              href={hashWithin(place, { view: name })}
              aria-current={name === chosen[0] ? 'page' : undefined}
            >
              {title}
            </a>
          ))}
        </nav>
      )}
      <main aria-busy={busy}>
        {problem !== undefined && (
          <p class="problem" role="alert">
            {problem}
          </p>
        )}
        {busy && <p role="status">Opening…</p>}
        {open !== undefined && !busy && (
          <>
            {open.file.problem !== undefined && (
              <p class="problem" role="alert">
                <strong>This file is damaged, or none of sharedbuffers:</strong>{' '}
                {printable(open.file.problem.message)}. What can be read of it is shown.
              </p>
            )}
            {open.file.lacksSchema && open.source.schema === undefined && (
              <SchemaGiver source={open.source} sources={among} choose={show} />
            )}
            <h2>{chosen[1]}</h2>
            <View
              key={`${open.source.name} ${chosen[0]}`}
              file={open.file}
              source={open.source}
              sources={among}
              place={place}
              go={go}
            />
          </>
        )}
      </main>
    </>
  );
}
