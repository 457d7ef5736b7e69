/** What a file far away is, where its parts lie, and what each of its bytes is. */
import type { BigColumn, NumberColumn } from '../../containers/columns/column-kinds.js';
import type { Mapping } from '../../containers/mapping.js';
import type { RecordArray } from '../../containers/record-array.js';
import type { UndeclaredRecord } from '../../containers/record-type.js';
import type { AnyContainer } from '../../containers/undeclared.js';
import { ArgumentError } from '../../errors.js';
import type { IdMapper, Key } from '../../mappers/id-mapper.js';
import { ProxyBase } from '../../schema/proxies/proxy.js';
import { type ReadOptions, signalOf } from '../read-options.js';
import { RemoteArray } from '../remote-array.js';
import type { RemoteFile, RemoteStats } from '../remote-file.js';
import { RemoteMapping } from '../remote-mapping.js';
import type { Versions } from '../versions.js';
import { RemoteIdMapper } from '../whole/remote-id-mapper.js';
import { type FieldFacts, fieldsOf } from './field-facts.js';
import { type FilePart, partsOf } from './file-parts.js';
import { type RecordBytes, recordBytesOf, recordsIn, schemaOf, stretchOf } from './inspected-bytes.js';
import { hasOrder, type KeysFacts, keysFacts } from './keys-facts.js';
import type { FoundContainer } from './open-found.js';
import { columnBetween, columnPlaces } from './stored-columns.js';
import { entriesBetween } from './stored-entries.js';
import type { ByteSpan } from './tracing/byte-spans.js';
import { type LookUpTrace, traceLookUp } from './tracing/trace-look-up.js';
import { traceStretches } from './tracing/trace-stretches.js';

type Records = RecordArray<UndeclaredRecord>;
type AnyMapping = Mapping<Key, UndeclaredRecord>;

/** A file as `inspectRemote` opens it. */
export class RemoteInspection {
  readonly #versions: Versions<AnyContainer | undefined>;
  readonly #known: WeakMap<RemoteFile, FoundContainer>;
  readonly #mapping: RemoteMapping<Key, UndeclaredRecord> | undefined;
  readonly #records: RemoteArray<UndeclaredRecord> | undefined;
  readonly #idMapper: RemoteIdMapper<Key> | undefined;

  /** @internal */
  constructor(versions: Versions<AnyContainer | undefined>, known: WeakMap<RemoteFile, FoundContainer>) {
    this.#versions = versions;
    this.#known = known;
    // Of all its versions, as `inspectRemote` sees to.
    const kind = versions.current.container?.kind;
    if (kind === 'mapping') {
      this.#mapping = new RemoteMapping(versions as Versions<AnyMapping>);
      this.#records = this.#mapping.array;
    } else if (kind === 'array') {
      this.#records = new RemoteArray(versions as Versions<Records>);
    } else if (kind === 'idMapper') {
      this.#idMapper = new RemoteIdMapper(versions as Versions<IdMapper<Key>>);
    }
  }

  /** What messages call the file: a URL, or a name. */
  get name(): string {
    return this.#file.name;
  }

  /** Bytes of the file. */
  get byteLength(): number {
    return this.#file.memory.byteLength;
  }

  /** What the file is; `undefined` where that cannot be told. */
  get kind(): 'array' | 'mapping' | 'idMapper' | undefined {
    return this.#found.identity?.kind;
  }

  /** What keeps the file, or a part of it, from being opened. */
  get problem(): Error | undefined {
    return this.#found.problem ?? this.#file.trailerProblem;
  }

  /** Which build it comes from, 32 hexadecimal digits; `undefined` without a trailer, as in files by Python. */
  get buildId(): string | undefined {
    return this.#file.trailer?.info.buildId;
  }

  /** When it was built; `undefined` where the file does not say. */
  get builtAt(): Date | undefined {
    const time = this.#file.trailer?.info.time;
    return time === undefined ? undefined : new Date(time);
  }

  /** The mapping, for keys; `undefined` for other files, and where its keys cannot be read. */
  get mapping(): RemoteMapping<Key, UndeclaredRecord> | undefined {
    return this.#mapping;
  }

  /** The records of an array or a mapping, as far as they can be opened. */
  get records(): RemoteArray<UndeclaredRecord> | undefined {
    return this.#records;
  }

  /** The id mapper that the file is. */
  get idMapper(): RemoteIdMapper<Key> | undefined {
    return this.#idMapper;
  }

  /** What the keys are; `undefined` for arrays. */
  get keys(): KeysFacts | undefined {
    const { identity, container } = this.#found;
    return keysFacts(identity, container, this.#file.trailer?.info.key);
  }

  /** The parts of the file in the order of their offsets, padding between them included; all bytes as one where they cannot be told. */
  get parts(): readonly FilePart[] {
    return partsOf(this.#file, this.#found);
  }

  /** The fields of a record, in declared order; nested ones within theirs. */
  get fields(): readonly FieldFacts[] {
    const array = this.#array;
    return array === undefined ? [] : fieldsOf(array.schema);
  }

  /** Whether the order of keys is stored, or theirs by nature: then there are ranges, and prefixes of text. */
  get ordered(): boolean {
    return hasOrder(this.#found);
  }

  /** Whether records are there that can be read once `inspectRemote` is given the schema of a file of the same records. */
  get lacksSchema(): boolean {
    return this.#found.lacksSchema !== undefined;
  }

  /** What reading has taken so far. */
  get stats(): RemoteStats {
    return this.#versions.stats;
  }

  /** Names of the fields that are stored as columns as well. */
  async columns(options: ReadOptions = {}): Promise<readonly string[]> {
    const array = this.#array;
    return await this.#file.attempt(() => columnPlaces(array).map(({ name }) => name), signalOf(options));
  }

  /**
   * What the keys of a further index are, as `keys` says it; `undefined` where it has none.
   *
   * @param name What the index is called.
   */
  async indexKeys(
    name: string,
    options?: ReadOptions,
  ): Promise<Pick<KeysFacts, 'kind' | 'form'> | undefined> {
    const spec = await this.#mapping?.by(name).spec(options);
    return spec && { kind: spec.kind, form: spec.form?.name };
  }

  /**
   * Values `from` to before `to` of a stored column, as a typed array of the caller's own.
   *
   * @param name The field.
   * @throws `ArgumentError` where no column of that name is stored.
   */
  async column(
    name: string,
    from: number,
    to: number,
    options: ReadOptions = {},
  ): Promise<NumberColumn | BigColumn> {
    return await columnBetween(this.#file, this.#array, name, from, to, signalOf(options));
  }

  /**
   * Bytes of the file, up to 16 MiB, fewer where it ends.
   *
   * @param offset Where to begin, in bytes from the start of the file.
   * @param length How many bytes, up to 2²⁴.
   * @throws `ArgumentError` outside.
   */
  async bytes(offset: number, length: number, options: ReadOptions = {}): Promise<Uint8Array> {
    return await stretchOf(this.#file, offset, length, signalOf(options));
  }

  /**
   * What the bytes from `offset` on are, of the parts that these lie in, as far as they can be read.
   *
   * @param offset Where in the file they begin.
   * @param length How many bytes are asked about.
   */
  async spans(offset: number, length: number, options: ReadOptions = {}): Promise<readonly ByteSpan[]> {
    return await traceStretches(
      this.#file,
      this.#found,
      this.parts,
      [offset, offset + length],
      signalOf(options),
    );
  }

  /** Where record `index` lies, and what its bytes are, as the decoder reads them; what it cannot read is marked. */
  async recordBytes(index: number, options: ReadOptions = {}): Promise<RecordBytes> {
    return await recordBytesOf(this.#file, this.#array, index, signalOf(options));
  }

  /**
   * Where a record lies that reading gave, in bytes from the start of the file; `undefined` for what is no record.
   *
   * @param record As `records` or `mapping` give it.
   */
  positionOf(record: object): number | undefined {
    return record instanceof ProxyBase ? record['\ud800window'].base + record['\ud800offset'] : undefined;
  }

  /** How the look-up of a key goes: each read, in its order, and the part of the file that it is of. */
  async lookUp(key: Key, options: ReadOptions = {}): Promise<LookUpTrace> {
    const { identity, container, repair } = this.#found;
    if (identity === undefined || container === undefined || container.kind === 'array') {
      throw new ArgumentError(`${this.name} has no keys`);
    }
    return await traceLookUp(this.#file, { identity, repair }, container, this.parts, key, signalOf(options));
  }

  /** Entries of the index from `from` to before `to`, in the order of the index: keys, and the numbers they lead to. */
  async entries(from: number, to: number, options: ReadOptions = {}): Promise<[Key, number | bigint][]> {
    const { container } = this.#found;
    const mapper = container?.kind === 'mapping' ? container.mapper : container;
    if (mapper?.kind !== 'idMapper') throw new ArgumentError(`${this.name} has no keys that can be read`);
    return await entriesBetween(this.#file, mapper, from, to, signalOf(options));
  }

  /** The schema as it is embedded, for `inspectRemote` of a damaged file with the same records; `undefined` where there is none. */
  async schema(options: ReadOptions = {}): Promise<Uint8Array | undefined> {
    return await schemaOf(this.#file, this.#found, signalOf(options));
  }

  /** Ends reading. A second call does nothing. */
  close(): void {
    this.#versions.close();
  }

  /** The same as `close`, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  get #file(): RemoteFile {
    return this.#versions.current.file;
  }

  get #found(): FoundContainer {
    return this.#known.get(this.#file)!;
  }

  get #array(): Records | undefined {
    return recordsIn(this.#found);
  }
}
