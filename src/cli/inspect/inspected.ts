/** What `inspect` looks into: a file, the shards of a data set, or a file at a URL. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { basename } from 'node:path';
import { FileError } from '../../errors.js';
import { orFileError } from '../../files/file-error.js';
import { mapFile } from '../../files/mapping/map-file.js';
import { sectionOf } from '../../files/mapping/section-file.js';
import { isDatasetUrl } from '../../remote/datasets/dataset-files.js';
import { isDataset } from '../parts.js';
import { answerFile, type ServedBytes } from '../serve/file-answer.js';
import { shardsAt, shardsIn } from './dataset-shards.js';
import { passOn } from './pass-on.js';

/** One file, whose bytes the page asks for by ranges. */
export interface Inspected {
  /** What the page calls it. */
  readonly name: string;
  /** Of a shard, the version of its data set. */
  readonly version?: string | undefined;
  /** Answers a request for its bytes. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
  close(): void;
}

export function isUrl(input: string): boolean {
  return /^https?:\/\//i.test(input) && URL.canParse(input);
}

/** The files that an argument leads to. Throws `FileError` for what cannot be opened; damage is for the page to show. */
export async function inspectedOf(input: string): Promise<Inspected[]> {
  if (isUrl(input)) {
    if (isDatasetUrl(input)) {
      return (await shardsAt(input)).map(({ name, at, version }) => ({ ...far(at), name, version }));
    }
    return [far(input)];
  }
  if (!isDataset(input)) return [near(input, basename(input))];
  return (await shardsIn(input)).map(({ name, at, version }) => ({ ...lazily(at, name), version }));
}

function far(url: string): Inspected {
  const { pathname, host } = new URL(url);
  const name = pathname.slice(pathname.lastIndexOf('/') + 1) || host;
  return { name, answer: (request, response) => passOn(url, request, response), close: () => {} };
}

/** A shard, which is opened once it is looked at: a data set can have thousands. */
function lazily(path: string, name: string): Inspected {
  let opened: Inspected | undefined;
  return {
    name,
    answer: async (request, response) => {
      opened ??= near(path, name);
      await opened.answer(request, response);
    },
    close: () => opened?.close(),
  };
}

/** A file that stays the one that it is now, and is not mapped: damaged disks then give an error, and no signal. */
function near(path: string, name: string): Inspected {
  const file = orFileError('open', path, () => openSync(path, 'r'));
  const { size, mtimeMs, ino } = fstatSync(file);
  // A named segment on Windows, which lies in the page file: there is no reading it but mapped.
  const section = sectionOf(file, size) && mapFile(path);
  const bytes: ServedBytes = {
    byteLength: section?.byteLength ?? size,
    etag: `"${[ino, size, mtimeMs].map((each) => Math.round(each).toString(36)).join('-')}"`,
    bytes: (offset, length) =>
      section?.memory.peek(offset, length, 'a part of a segment').bytes ?? readAt(file, path, offset, length),
  };
  return {
    name,
    answer: async (request, response) => {
      response.setHeader('ETag', bytes.etag);
      await answerFile(request, response, bytes);
    },
    close: () => {
      section?.close();
      closeSync(file);
    },
  };
}

function readAt(file: number, path: string, offset: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const read = readSync(file, bytes, filled, length - filled, offset + filled);
    if (read === 0) throw new FileError(`${path} has become shorter while it was read`);
    filled += read;
  }
  return bytes;
}
