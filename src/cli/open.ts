/** Opening any file of this format without a declaration, for `stat`, `get` and `dump`. */
import type { Source } from '../bytes/source.js';
import { keyOptionsOf } from '../containers/about.js';
import { Mapping } from '../containers/mapping.js';
import { RecordArray } from '../containers/record-array.js';
import { type OpenFile, openFile } from '../files/open-file.js';
import type { IdMapper, Key } from '../index/id-mapper.js';
import { type KeyOptions, keySpec } from '../index/key-spec.js';
import { openMapper } from '../index/open-mapper.js';
import { t } from '../schema/t.js';
import { Failure } from './failure.js';
import type { KeyTypeName } from './schema.js';
import { type Sniffed, sniff } from './sniff.js';
import type { SniffedKeys } from './sniff-keys.js';

/** What the user says of the keys, against what the file looks like. */
export interface KeyChoice {
  readonly keyType?: 'string' | 'bytes' | 'int' | undefined;
  readonly width?: 32 | 64 | undefined;
}

export interface ReadableKeys {
  readonly type: KeyTypeName;
  readonly width: 32 | 64;
  /** Whether the file says that a key can have several records. */
  readonly multi: boolean;
  /** Whether to look for several: files from Python do not say. */
  readonly several: boolean;
  /** As the library takes it. */
  readonly options: KeyOptions;
}

/** A file found out. */
export interface Found {
  readonly file: OpenFile;
  readonly sniffed: Sniffed;
}

/** Opens a file and hands it to `use`, after which it is closed. */
export async function withFile<T>(path: string, use: (found: Found) => T | Promise<T>): Promise<T> {
  const file = openFile(path);
  try {
    return await use({ file, sniffed: sniff(file.memory) });
  } finally {
    file.close();
  }
}

export type Opened =
  | { readonly kind: 'array'; readonly array: RecordArray<object> }
  | { readonly kind: 'mapping'; readonly mapping: Mapping<Key, object>; readonly keys: ReadableKeys }
  | { readonly kind: 'id mapper'; readonly mapper: IdMapper<Key>; readonly keys: ReadableKeys };

/** The file's content. Throws `Failure` for keys that cannot be read in this release. */
export function open({ file, sniffed }: Found, choice: KeyChoice): Opened {
  const source: Source = file;
  if (sniffed.kind === 'array') return { kind: 'array', array: new RecordArray(source, 0, undefined) };
  const keys = readableKeys({ file, sniffed }, choice);
  if (sniffed.kind === 'mapping') {
    return { kind: 'mapping', mapping: new Mapping(source, { key: keys.options }), keys };
  }
  return { kind: 'id mapper', mapper: openMapper(source, 0, keySpec(keys.options)), keys };
}

/** What the keys are read as: what the user says, else what the file says, else what it looks like. */
export function readableKeys({ file, sniffed }: Found, { keyType, width }: KeyChoice): ReadableKeys {
  if (sniffed.kind === 'array') throw new Failure('CLI_USAGE', `${file.path} is an array, which has no keys`);
  const { keys } = sniffed;
  const about = sniffed.kind === 'mapping' ? sniffed.about : undefined;
  if (keyType === undefined && width === undefined && about !== undefined) {
    const type = about.key === 'string' || about.key === 'bytes' ? about.key : 'uint64';
    return {
      type,
      width: about.width,
      multi: about.multi,
      several: about.multi,
      options: keyOptionsOf(about),
    };
  }
  const type = keyType === undefined ? typeOf(keys, file.path) : keyType === 'int' ? 'uint64' : keyType;
  const bits = width ?? keys.width;
  const multi = about?.multi ?? false;
  const options = { key: type === 'uint64' ? t.uint64 : t[type], width: bits, multi };
  return { type, width: bits, multi, several: about?.multi ?? true, options };
}

const HOW = 'name another kind with --key-type string|bytes|int and --width 32|64 if that is wrong';

function typeOf({ layout }: SniffedKeys, path: string): 'string' | 'uint64' {
  switch (layout) {
    case 'string':
    case 'empty':
      return 'string';
    case 'numeric':
      return 'uint64';
    case 'object':
      throw new Failure(
        'CLI_UNSUPPORTED',
        `the keys of ${path} are objects (an ObjectIdMapper), which this release does not read; ${HOW}`,
      );
    case 'approximate':
      throw new Failure(
        'CLI_UNSUPPORTED',
        `${path} seems to be approximate: it holds hashes instead of keys, which this release does not look up; ` +
          '--key-type int reads the hashes as the keys, as it does integer keys that only look like hashes',
      );
    default:
      throw new Failure('CLI_INPUT', `the index of ${path} makes no sense: the file is damaged; ${HOW}`);
  }
}
