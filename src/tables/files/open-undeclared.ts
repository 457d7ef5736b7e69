/** Opening any file of this format without a declaration, for `stat`, `get` and `dump`. */
import type { Source } from '../../bytes/container-source.js';
import { keyOptionsOf } from '../../containers/declaring/key-options.js';
import { type Identity, identify } from '../../containers/identify/identify-container.js';
import type { KeysFound } from '../../containers/identify/identify-keys.js';
import { otherFormat } from '../../containers/identify/wrong-kind.js';
import { findZipEnd } from '../../containers/identify/zip-directory.js';
import { Mapping } from '../../containers/mapping.js';
import { RecordArray } from '../../containers/record-array.js';
import { ArgumentError, InputError } from '../../errors.js';
import { mapFile, type OpenFile } from '../../files/mapping/map-file.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { type KeyKind, type KeyOptions, keySpec } from '../../mappers/key-kind.js';
import { openMapper } from '../../mappers/open-mapper.js';
import type { Struct } from '../../schema/struct-class.js';
import { t } from '../../schema/t.js';
import { typeOfForm } from '../input/typed-keys.js';
import type { KeyTypeName } from '../schema/schema.js';

export const KEY_CHOICES = ['string', 'bytes', 'int', 'any', 'approximate'] as const;

/** What the user says of the keys, against what the file looks like. */
export interface KeyChoice {
  readonly keyType?: (typeof KEY_CHOICES)[number] | undefined;
  readonly width?: 32 | 64 | undefined;
}

export interface ReadableKeys {
  /** Type of the keys that look-ups take. */
  readonly type: KeyTypeName;
  readonly width: 32 | 64;
  /** Whether only hashes of keys are there. */
  readonly approximate: boolean;
  /** Whether the file says that a key can have several records; undefined when it does not say. */
  readonly multi: boolean | undefined;
  /** As the library takes it. */
  readonly options: KeyOptions;
}

/** A file found out. */
export interface Found {
  readonly file: OpenFile;
  readonly identity: Identity;
}

/** Opens a file and hands it to `use`, after which it is closed. */
export async function withFile<T>(path: string, use: (found: Found) => T | Promise<T>): Promise<T> {
  const file = mapFile(path);
  try {
    return await use(found(file));
  } finally {
    file.close();
  }
}

/** Throws `InputError` for a file of another format, `VersionError` for one of a version that is not read. */
export function found(file: OpenFile): Found {
  return { file, identity: identityOf(file) };
}

function identityOf(file: OpenFile): Identity {
  const { memory, path } = file;
  const identity = identify(memory);
  if (identity !== undefined) return identity;
  if (findZipEnd(memory) >= 0) {
    throw new InputError(
      `${path} is a zip bundle: extract an entry, or open it in place from a program, with openBundle()`,
      { input: path },
    );
  }
  throw new InputError(
    otherFormat(file)?.message ??
      `${path} is no file of sharedbuffers, or is cut short: neither a mapping, nor a typed array, nor an id mapper`,
    { input: path },
  );
}

export type Opened =
  | { readonly kind: 'array'; readonly array: RecordArray<object> }
  | { readonly kind: 'mapping'; readonly mapping: Mapping<Key, object>; readonly keys: ReadableKeys }
  | { readonly kind: 'idMapper'; readonly mapper: IdMapper<Key>; readonly keys: ReadableKeys };

/** The file's content; records as `value` declares them, if it is given. Throws `InputError` for keys that cannot be read in this release. */
export function open({ file, identity }: Found, choice: KeyChoice, value?: typeof Struct): Opened {
  const source: Source = file;
  if (identity.kind === 'array') return { kind: 'array', array: new RecordArray(source, 0, value) };
  const keys = readableKeys({ file, identity }, choice);
  if (identity.kind === 'mapping') {
    return { kind: 'mapping', mapping: new Mapping(source, { key: keys.options, value }), keys };
  }
  return { kind: 'idMapper', mapper: openMapper(source, 0, keySpec(keys.options)), keys };
}

const ABOUT_TYPES: Readonly<Record<KeyKind, KeyTypeName>> = {
  string: 'string',
  bytes: 'bytes',
  integer: 'uint64',
  bigint: 'uint64',
  object: 'any',
};

/** What the keys are read as: what the user says, else what the file says, else what it looks like. */
export function readableKeys({ file, identity }: Found, choice: KeyChoice): ReadableKeys {
  if (identity.kind === 'array') throw new ArgumentError(`${file.path} is an array, which has no keys`);
  const about = identity.kind === 'mapping' ? identity.about : undefined;
  if (choice.keyType === undefined && choice.width === undefined && about !== undefined) {
    const { key, width, multi, approximate = false } = about;
    const type = about.type === undefined ? ABOUT_TYPES[key] : typeOfForm(about.type);
    // Text keys are read as bytes: any that are no text would fail to read as it.
    const text = (type === 'string' || type === 'bytes') && !approximate;
    const options = text ? { key: t.bytes, width, multi } : keyOptionsOf(about);
    return { type, width, approximate, multi, options };
  }
  const named = choice.keyType ?? typeOf(identity.keys, file.path);
  const approximate = named === 'approximate';
  const type = named === 'int' ? 'uint64' : approximate ? 'string' : named;
  const width = choice.width ?? identity.keys.width;
  const multi = about?.multi;
  const key = type === 'string' && !approximate ? t.bytes : t[type as 'string' | 'bytes' | 'uint64' | 'any'];
  const options: KeyOptions = { key, width, multi: multi ?? approximate, approximate };
  return { type, width, approximate, multi, options };
}

function typeOf({ layout }: KeysFound, path: string): NonNullable<KeyChoice['keyType']> {
  const cure = 'if that is wrong, say what they are with --key-type and --width';
  switch (layout) {
    case 'string':
    case 'empty':
      return 'string';
    case 'numeric':
      return 'int';
    case 'approximate':
      return 'approximate';
    case 'object':
      return 'any';
    default:
      throw new InputError(
        `the index of ${path} makes no sense as that of any kind of keys: the file is damaged; ${cure}`,
        { input: path },
      );
  }
}
