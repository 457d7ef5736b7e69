/** What is done with a block of rows, by the thread that has it: types are inferred, or records packed, or both at once. */
import type { PackedChunk, PackedEntries } from '../../containers/building/relocatable-chunk.js';
import { Cells } from '../input/csv/cells.js';
import { NONE_RAGGED, type Position, type Ragged, type Row } from '../input/rows.js';
import { atLine } from '../plan/row-errors.js';
import { type Inferring, RowInference, type RowsSeen } from '../plan/row-inference.js';
import { EntryMaker, type EntryPlan } from '../plan/second-pass.js';
import { typesOf } from '../schema/schema-to-types.js';
import { StraightRows } from '../straight/straight-rows.js';
import { BlockRecords } from './block-records.js';
import { eachRow } from './block-rows.js';
import type { Block } from './blocks.js';
import { type PostedError, posted } from './posted-error.js';

/** Plain data: threads are posted it. */
export interface Task {
  readonly format: EntryPlan['format'];
  /** What is known of the rows whose types are to be inferred; undefined when they are not. */
  readonly known: Inferring | undefined;
  /** How records are packed; undefined when they are not. */
  readonly plan: Omit<EntryPlan, 'types' | 'format'> | undefined;
}

/** Plain data: threads post it. */
export interface BlockResult {
  /** Of the input, for messages. */
  readonly name: string;
  /** What the rows showed, up to the one that failed. */
  readonly seen: RowsSeen | undefined;
  /** Line of each row that was not passed over. */
  readonly lines: Float64Array<ArrayBuffer>;
  /** The records, as far as they were packed. */
  readonly packed: PackedChunk | PackedEntries<unknown> | undefined;
  /** Whether a row did not fit the plan though its types could be inferred: then nothing is packed. */
  readonly misfit: boolean;
  /** Rows without a key that were passed over; why the first has none, if no row before it has one. */
  readonly skipped: number;
  readonly ragged: Ragged;
  readonly keyless: PostedError | undefined;
  /** What is wrong with the row behind those above, where reading ended. */
  readonly failure: PostedError | undefined;
}

/** Buffers of a result that can be transferred. */
export function transferred({ lines, packed }: BlockResult): ArrayBuffer[] {
  const packedBuffers = packed === undefined ? [] : [packed.bytes.buffer, packed.offsets.buffer];
  return [lines.buffer, ...packedBuffers] as ArrayBuffer[];
}

export class BlockWork {
  readonly #task: Task;
  readonly #plan: EntryPlan | undefined;
  readonly #records: BlockRecords | undefined;
  readonly #straight: StraightRows | undefined;
  /** Kept, since it grows with the first block. */
  readonly #cells = new Cells();

  constructor(task: Task) {
    const { plan, format } = task;
    this.#task = task;
    this.#plan = plan && { ...plan, format, types: typesOf(plan.schema) };
    this.#records = this.#plan && new BlockRecords(this.#plan);
    this.#straight = this.#plan && StraightRows.of(this.#plan, task.known?.typing.dates ?? false);
  }

  run(block: Block): BlockResult {
    const { format, known } = this.#task;
    const { name } = block;
    const position: Position = { line: block.line, bytes: 0 };
    const inference = known && new RowInference(name, format, known);
    const maker = this.#plan && new EntryMaker(this.#plan, name);
    const records = this.#records;
    const lines: number[] = [];
    let skipped = 0;
    let misfit = false;
    let failure: PostedError | undefined;
    const add = (row: Row): void => {
      if (inference !== undefined && !inference.add(row)) {
        skipped += 1;
        return;
      }
      if (maker !== undefined && records !== undefined && !misfit) {
        try {
          const entry = maker.entry(row);
          if (entry === undefined) {
            skipped += 1;
            return;
          }
          records.add(entry);
        } catch (error) {
          if (inference === undefined) throw atLine(error, name, row.line);
          misfit = true;
        }
      }
      lines.push(row.line);
    };
    const straight = this.#straight && {
      rows: this.#straight,
      writer: records!.writer,
      inference,
      added(line: number, start: number): void {
        records!.added(this.rows.key, start);
        maker!.any = true;
        lines.push(line);
      },
    };
    try {
      eachRow(block, format, this.#cells, position, add, straight);
    } catch (error) {
      failure = posted(error);
    }
    const packed = records?.take();
    return {
      name,
      seen: inference?.seen,
      lines: Float64Array.from(lines),
      packed: misfit ? undefined : packed,
      misfit,
      skipped,
      ragged: position.ragged ?? NONE_RAGGED,
      keyless:
        maker === undefined || maker.any || maker.keyless === undefined ? undefined : posted(maker.keyless),
      failure,
    };
  }
}
