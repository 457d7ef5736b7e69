/** What the page can open: what its server has, what is dropped on it, and URLs. */
import { bundleEntries, bundleEntry, inspectRemote, type RemoteInspection } from 'sharedbuffers/remote';

/** Something to open, under the name that is shown. */
export interface Source {
  readonly name: string;
  readonly input: string | File;
  /** Which file of a bundle, where it is one. */
  readonly entry?: string;
  /** That of another file, where it has lost its own. */
  readonly schema?: Uint8Array | undefined;
}

export async function opened({ input, name, entry, schema }: Source): Promise<RemoteInspection> {
  return await inspectRemote(entry === undefined ? input : bundleEntry(input, entry), { name, schema });
}

/** A source read by the schema of another one. Throws an `Error` where that has none. */
export async function withSchemaOf(source: Source, other: Source): Promise<Source> {
  using file = await opened(other);
  const schema = await file.schema();
  if (schema === undefined) throw new Error(`${other.name} has no schema: choose an array or a mapping`);
  return { ...source, schema };
}

export function isSame(one: Source, other: Source | undefined): boolean {
  return one.input === other?.input && one.entry === other.entry;
}

/** What is open. */
export interface Opened {
  readonly source: Source;
  readonly file: RemoteInspection;
  /** The files of the bundle that was asked for. */
  readonly entries: readonly Source[];
  /** Why none of these is open, but the bundle itself. */
  readonly problem?: Error;
}

/** Opens a source, of a bundle one of its files: that of a number, or the first. */
export async function openedWithin(source: Source, number: number): Promise<Opened> {
  const file = await opened(source);
  const entries = await entriesOf(source, file);
  const entry = entries[number] ?? entries[0];
  if (entry === undefined) return { source, file, entries };
  try {
    const inner = await opened(entry);
    file.close();
    return { source: entry, file: inner, entries };
  } catch (error) {
    return { source, file, entries, problem: error as Error };
  }
}

/** The files of a bundle, first those that can be read in place; none where it is no bundle. */
async function entriesOf(bundle: Source, file: RemoteInspection): Promise<Source[]> {
  if (bundle.entry !== undefined || file.kind !== undefined) return [];
  try {
    const entries = await bundleEntries(bundle.input);
    const sorted = [...entries].sort(
      (a, b) => Number(a.refused !== undefined) - Number(b.refused !== undefined),
    );
    return sorted.map(({ name }) => ({ name: `${bundle.name}: ${name}`, input: bundle.input, entry: name }));
  } catch {
    // What it is instead, `file` says.
    return [];
  }
}

/** Where the bytes of a source lie: in a file, or at a URL from some place on. */
export async function bytesOf({ input, entry }: Source): Promise<{ input: string | Blob; start: number }> {
  const place = entry === undefined ? undefined : await bundleEntry(input, entry).place();
  if (typeof input !== 'string') {
    return { input: place ? input.slice(place.start, place.start + place.length) : input, start: 0 };
  }
  return { input: new URL(input, location.href).href, start: place?.start ?? 0 };
}

/** The files of the server that this page is from; none where it is from no server of ours. */
export async function served(): Promise<Source[]> {
  const token = new URLSearchParams(location.search).get('token');
  if (token === null || !location.protocol.startsWith('http')) return [];
  const answer = await fetch(`/files?token=${encodeURIComponent(token)}`);
  if (!answer.ok) throw new Error(await answer.text());
  const files: unknown = await answer.json();
  if (!Array.isArray(files)) return [];
  return files.map(({ name, url }: { name: string; url: string }) => ({
    name: String(name),
    input: `${url}?token=${encodeURIComponent(token)}`,
  }));
}

/** A URL as it is typed. Throws an `Error` for what is none. */
export function sourceAt(text: string): Source {
  const url = text.trim();
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new Error('give a URL that starts with https:// or http://');
  }
  return { name: url, input: url };
}
