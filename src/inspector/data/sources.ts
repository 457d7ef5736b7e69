/** What the page can open: what its server has, what is dropped on it, and URLs. */
import { inspectRemote, type RemoteInspection } from 'sharedbuffers/remote';

/** Something to open, under the name that is shown. */
export interface Source {
  readonly name: string;
  readonly input: string | File;
}

export async function opened({ input, name }: Source): Promise<RemoteInspection> {
  return await inspectRemote(input, { name });
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
