/** One way of doing the work of a question: set up, then run in rounds, in a process that does nothing else. */

/** Files that ways read, each over the same records in the same order. */
export interface Files {
  /** Users and places as this library has them, and users as FlatBuffers does; undefined when a question needs none. */
  readonly users?: string;
  readonly places?: string;
  readonly flatbuffers?: string;
  readonly records: number;
}

export interface Work {
  /** Things done by one `run`: the divisor of its time. */
  readonly count: number;
  /** What was computed, the same for all ways of a question, so that no engine can leave the work out. */
  run(): number;
}

export interface Way {
  readonly name: string;
  setUp(files: Files): Work | Promise<Work>;
}
