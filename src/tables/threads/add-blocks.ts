/** Puts a file together from the records of blocks. */
import { type DeclaredStruct, structOf } from '../../containers/record-type.js';
import type { BuildProgress } from '../../files/building/run-build.js';
import { extrasOf } from '../files/file-indexes.js';
import { declarationOf } from '../input/key-input.js';
import { NONE_RAGGED, type Position, type Ragged, raggedTogether } from '../input/rows.js';
import type { RowBuild } from '../plan/row-build.js';
import { atLine, rowOf } from '../plan/row-errors.js';
import type { RowPlan } from '../plan/second-pass.js';
import type { SchemaTypes } from '../schema/schema-to-types.js';
import type { BlockResult } from './block-work.js';
import { type PostedError, restored } from './posted-error.js';

interface ChunkBuilder {
  // biome-ignore lint/suspicious/noExplicitAny: of a mapping they have keys, which it checks.
  addChunk(chunk: any): unknown;
  declareAs(codec: DeclaredStruct['codec']): void;
}

export interface Counts {
  readonly records: number;
  readonly skipped: number;
  readonly ragged: Ragged;
  /** Why the first row without a key has none, if no row before it has one. */
  readonly keyless: PostedError | undefined;
}

/**
 * Builds the file of the records of all results. `final`: the types that they turned out to have, which differ from the plan's in
 * which fields may be missing or null. Throws as adding the rows one by one would.
 */
export async function addBlocks(
  { target, looked, options, progress, room, signal }: RowBuild,
  { schema, types }: RowPlan,
  results: AsyncIterable<BlockResult>,
  position: Position,
  final: () => SchemaTypes = () => types,
): Promise<Counts> {
  const { checksums, reproducible, describeStructs } = options;
  let records = 0;
  let skipped = 0;
  let ragged = NONE_RAGGED;
  let keyless: PostedError | undefined;
  const add = (to: ChunkBuilder, result: BlockResult): void => {
    const { name, packed, lines, failure } = result;
    try {
      to.addChunk(packed!);
    } catch (error) {
      const row = rowOf(error);
      throw row === undefined ? error : atLine(error, name, lines[row - records]!);
    }
    if (records === 0) keyless ??= result.keyless;
    records += lines.length;
    skipped += result.skipped;
    ragged = raggedTogether(ragged, result.ragged);
    if (failure !== undefined) throw restored(failure);
  };
  async function* declared(): AsyncGenerator<BlockResult> {
    yield* results;
    declareAs?.(structOf(final().root).codec);
  }
  let declareAs: ChunkBuilder['declareAs'] | undefined;
  const addTo = (builder: ChunkBuilder, result: BlockResult) => {
    declareAs = (codec) => builder.declareAs(codec);
    add(builder, result);
  };
  const onProgress = ({ rows }: BuildProgress) => {
    room.check();
    progress.update(rows, position.bytes);
  };
  progress.start(`building ${target.name}`, looked.input.byteLength, 'build');
  const common = { onProgress, signal, checksums, reproducible, describeStructs };
  const rowsIn = ({ lines }: BlockResult) => lines.length;
  const { key } = schema;
  if (key === undefined) await target.buildArray(types.root, declared(), addTo, common, rowsIn);
  else {
    const mapped = { ...common, ...extrasOf(options, key) };
    await target.buildMapping(declarationOf(key, types.root), declared(), addTo, mapped, rowsIn);
  }
  return { records, skipped, ragged, keyless };
}
