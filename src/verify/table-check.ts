/** Comparing a table with the index: the entries of each hash are held until they are complete. */
import type { Key } from '../mappers/id-mapper.js';
import type { RecordTable } from '../mappers/tables/record-table.js';
import type { Findings } from './findings.js';

/** Entries of one hash or key that are compared; of more, memory would have to hold them all. */
const MAX_RUN = 2 ** 20;

interface Run {
  readonly key: Key;
  /** Offsets of its records, in the order of the index. */
  readonly offsets: number[];
}

export class TableCheck {
  readonly #table: RecordTable;
  readonly #position: number;
  readonly #findings: Findings;
  /** The keys with the hash of the last entry. */
  readonly #runs = new Map<string, Run>();
  #held = 0;

  /** `position`: of the table, for messages. */
  constructor(table: RecordTable, position: number, findings: Findings) {
    this.#table = table;
    this.#position = position;
    this.#findings = findings;
  }

  /** Takes the next entry, whose hash or integer is another than the last one's if `fresh`. */
  add(key: Key, offset: number, fresh: boolean): void {
    if (fresh) this.end();
    if (this.#held >= MAX_RUN) return;
    this.#held += 1;
    const name =
      key instanceof Uint8Array ? String.fromCharCode(...key.subarray(0, 4096), key.length) : String(key);
    const run = this.#runs.get(name);
    if (run === undefined) this.#runs.set(name, { key, offsets: [offset] });
    else run.offsets.push(offset);
  }

  /** Compares what is held. */
  end(): void {
    if (this.#held < MAX_RUN) for (const run of this.#runs.values()) this.#compare(run);
    this.#runs.clear();
    this.#held = 0;
  }

  #compare({ key, offsets }: Run): void {
    const shown = key instanceof Uint8Array ? `a key of ${key.length} bytes` : `the key ${String(key)}`;
    this.#findings.guard('table', this.#position, '', () => {
      const first = this.#table.find(key);
      const all = this.#table.findAll?.(key) ?? [first];
      const wanted = this.#table.findAll === undefined ? offsets.slice(0, 1) : offsets;
      const same =
        first === offsets[0] && all.length === wanted.length && all.every((each, at) => each === wanted[at]);
      if (same) return;
      const found = first < 0 ? 'is not found' : 'leads to other records';
      this.#findings.add('table', `${shown} ${found} by the table: the index says otherwise`, this.#position);
    });
  }
}
