/** What the page can open: what its server has, what is dropped on it, and URLs. */
import {
  bundleEntries,
  bundleEntry,
  datasetFiles,
  inspectRemote,
  isDatasetUrl,
  type RemoteInspection,
} from 'sharedbuffers/remote';

/** Something to open, under the name that is shown. */
export interface Source {
  readonly name: string;
  readonly input: string | File;
  /** Which file of a bundle, where it is one. */
  readonly entry?: string;
  /** Of a shard, the version of its data set. */
  readonly version?: string | undefined;
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

/** What the server is asked with that this page is from; undefined where that is none of ours, so that other addresses can be asked. */
export function tokenOf(): string | undefined {
  const token = new URLSearchParams(location.search).get('token');
  return location.protocol.startsWith('http') ? (token ?? undefined) : undefined;
}

/** The files of the server that this page is from; none where it is from no server of ours. */
export async function served(): Promise<Source[]> {
  const token = tokenOf();
  if (token === undefined) return [];
  const answer = await fetch(`/files?token=${encodeURIComponent(token)}`);
  if (!answer.ok) throw new Error(await answer.text());
  const files: unknown = await answer.json();
  if (!Array.isArray(files)) return [];
  return files.map(({ name, url, version }: { name: string; url: string; version?: string }) => ({
    name: String(name),
    ...(version !== undefined && { version: String(version) }),
    input: `${url}?token=${encodeURIComponent(token)}`,
  }));
}

/** What is at a URL as it is typed: a file, or the shards of a data set, of a folder or a document. Rejects with an `Error` for what is none. */
export async function sourcesAt(text: string): Promise<Source[]> {
  const url = text.trim();
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    throw new Error('give a URL that starts with https:// or http://');
  }
  if (!isDatasetUrl(url)) return [{ name: url, input: url }];
  const { run, files } = await datasetFiles(url);
  return files.map((file) => ({ name: file.name, input: file.url, version: run }));
}

/** Those of one version, where these are shards. */
export function ofVersion(sources: readonly Source[], version: string | undefined): readonly Source[] {
  return sources.filter((each) => each.version === version);
}
