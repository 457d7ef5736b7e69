/**
 * Every error this library throws on its own account. Each has a stable `code`; its message says what is
 * wrong, where (a byte offset or a field path) and what to do about it.
 */
export const ErrorCode = {
  /** The stored bytes break the format: truncated, foreign or damaged data. */
  corrupt: 'SB_CORRUPT',
  /** The bytes are of a format version this library does not read. */
  version: 'SB_VERSION',
  /** A value cannot be packed as the declared type. */
  value: 'SB_VALUE',
  /** A schema is declared wrongly, or does not match the stored one. */
  schema: 'SB_SCHEMA',
  /** A required field, or one read without `.optional()` or `.nullable()`, is not in the record. */
  missing: 'SB_MISSING',
  /** A number is stored exactly but has no exact JavaScript `number`. */
  range: 'SB_RANGE',
  /** The file, map or view was closed before this use. */
  closed: 'SB_CLOSED',
  /** An operation on a file failed; `cause` is the system's error. */
  file: 'SB_FILE',
  /** What is far away could not be read: the server, the network, or what they gave. */
  remote: 'SB_REMOTE',
  /** What is far away was replaced while it was read. */
  changed: 'SB_CHANGED',
  /** An argument of a call is of the wrong kind. */
  argument: 'SB_ARGUMENT',
  /** The rows of an input cannot be read, or do not fit their schema. */
  input: 'SB_INPUT',
} as const;
export type ErrorCode = (typeof ErrorCode)[keyof typeof ErrorCode];

/** Base class of all errors of this library; `code` tells them apart across versions. */
export class SharedBuffersError extends Error {
  /** What kind of failure it is, the same in all versions. */
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.name = new.target.name;
  }
}

/** The bytes do not follow the format. `offset` is the byte position in the file or buffer, if known. */
export class CorruptBufferError extends SharedBuffersError {
  /** Position in the file or buffer, in bytes; undefined where that is not known. */
  readonly offset: number | undefined;

  constructor(message: string, offset?: number) {
    super(ErrorCode.corrupt, offset === undefined ? message : `${message} (at byte ${offset})`);
    this.offset = offset;
  }
}

/** The bytes say they are of a version that this library does not read. */
export class VersionError extends SharedBuffersError {
  constructor(message: string) {
    super(ErrorCode.version, message);
  }
}

/** A value that cannot be packed as its declared type; `path` leads to it, as `path.to.field[3]`. */
export class PackError extends SharedBuffersError {
  /** Path of the value that does not fit, as `path.to.field[3]`; empty for the value itself. */
  readonly path: string;
  /** What is wrong, without the path. */
  readonly reason: string;

  constructor(reason: string, path = '') {
    super(ErrorCode.value, path === '' ? reason : `${path}: ${reason}`);
    this.reason = reason;
    this.path = path;
  }

  /**
   * The same error seen from one level further out: `name`, or an index in brackets, goes in front.
   *
   * @param segment The field or index that the value is under.
   */
  within(segment: string | number): PackError {
    const head = typeof segment === 'number' ? `[${segment}]` : segment;
    const joint = this.path === '' || this.path.startsWith('[') ? '' : '.';
    return new PackError(this.reason, `${head}${joint}${this.path}`);
  }

  /** @internal The same error where the path starts with an index of what goes by other names than indices. */
  renamed(name: (index: number) => string | number): PackError {
    const head = /^\[(\d+)\]\.?/.exec(this.path);
    if (head === null) return this;
    return new PackError(this.reason, this.path.slice(head[0].length)).within(name(Number(head[1])));
  }
}

/** A schema that cannot be, or that does not fit the one stored in the file. */
export class SchemaError extends SharedBuffersError {
  constructor(message: string) {
    super(ErrorCode.schema, message);
  }
}

/** A field that the record does not hold, or holds as None, though its type does not allow that. */
export class MissingFieldError extends SharedBuffersError {
  /** Name of the field. */
  readonly field: string;

  constructor(message: string, field: string) {
    super(ErrorCode.missing, message);
    this.field = field;
  }
}

/** A stored integer beyond ±(2⁵³ − 1), read through a type that gives a `number`. */
export class IntegerRangeError extends SharedBuffersError {
  constructor(message: string) {
    super(ErrorCode.range, message);
  }
}

/** Use of a file, or of anything read from it, after it was closed. */
export class ClosedError extends SharedBuffersError {
  constructor(message: string) {
    super(ErrorCode.closed, message);
  }
}

/** A file could not be read, written or mapped; `cause` holds the system's error. */
export class FileError extends SharedBuffersError {
  constructor(message: string, options?: ErrorOptions) {
    super(ErrorCode.file, message, options);
  }
}

/** Something far away could not be read; `status` is that of the server's answer, if there was one. */
export class RemoteError extends SharedBuffersError {
  /** Status of the server's answer, as 404; undefined where there was none. */
  readonly status: number | undefined;

  constructor(message: string, options?: ErrorOptions & { readonly status?: number | undefined }) {
    super(ErrorCode.remote, message, options);
    this.status = options?.status;
  }
}

/** What is far away was replaced while it was read: open it again. */
export class ChangedError extends SharedBuffersError {
  constructor(message: string) {
    super(ErrorCode.changed, message);
  }
}

/** A wrong argument: a key of another type than the mapping's, an offset outside the buffer. */
export class ArgumentError extends SharedBuffersError {
  constructor(message: string, options?: ErrorOptions) {
    super(ErrorCode.argument, message, options);
  }
}

/**
 * Rows that cannot be read, or that do not fit their schema. Messages have the form `input:line: field: what is wrong`, as far
 * as these are known.
 */
export class InputError extends SharedBuffersError {
  /** Name of the input: its path as it was given, or `standard input`. */
  readonly input: string | undefined;
  /** Line of the input that the row starts in, counted from 1. */
  readonly line: number | undefined;
  /** Path of the field, as `path.to.field[3]`. */
  readonly field: string | undefined;

  constructor(message: string, place: InputPlace = {}) {
    super(ErrorCode.input, message);
    this.input = place.input;
    this.line = place.line;
    this.field = place.field;
  }
}

/** Where in an input something is wrong. */
export interface InputPlace {
  /** Name of the input. */
  readonly input?: string | undefined;
  /** Line of the input, counted from 1. */
  readonly line?: number | undefined;
  /** Path of the field. */
  readonly field?: string | undefined;
}
