/** What is found wrong with a file: findings by code, a bounded list of them. */
import { SharedBuffersError } from '../errors.js';

/** What can be wrong; the guide says what each means. */
export type FindingCode =
  | 'not-readable'
  | 'trailing-bytes'
  | 'trailer'
  | 'checksum'
  | 'contradiction'
  | 'record-place'
  | 'record'
  | 'index-order'
  | 'key'
  | 'entry'
  | 'table'
  | 'directory'
  | 'order'
  | 'column'
  | 'secondary'
  | 'bundle'
  | 'not-checked'
  | 'too-much';

/** Something that is wrong with a file. */
export interface Finding {
  /** What kind of thing is wrong. */
  readonly code: FindingCode;
  /** What is wrong, in words. */
  readonly message: string;
  /** Position in the file, in bytes. */
  readonly offset: number;
  /** Which record and field, or which entry of a bundle. */
  readonly path?: string | undefined;
}

/** Findings that are listed; of more, the number is told. */
export const MAX_FINDINGS = 1000;

export class Findings {
  readonly list: Finding[] = [];
  /** Findings that are not in the list. */
  leftOff = 0;
  readonly #base: number;
  readonly #path: string;
  readonly #whole: Findings | undefined;

  /** Of a whole file; or, with `whole`, of an entry that starts at position `base` of it. */
  constructor(base = 0, path = '', whole?: Findings) {
    this.#base = base;
    this.#path = path;
    this.#whole = whole;
  }

  /** Those of the whole file. */
  get whole(): Findings {
    return this.#whole?.whole ?? this;
  }

  get count(): number {
    return this.list.length + this.leftOff;
  }

  add(code: FindingCode, message: string, offset: number, path = ''): void {
    const full = this.#path === '' || path === '' ? this.#path + path : `${this.#path}: ${path}`;
    if (this.#whole !== undefined) {
      this.#whole.add(code, message, this.#base + offset, full);
      return;
    }
    if (this.list.length >= MAX_FINDINGS) this.leftOff += 1;
    else this.list.push({ code, message, offset, ...(full !== '' && { path: full }) });
  }

  /**
   * What `look` gives; `undefined` where it throws, which is a finding. Damage may show as any error: what is made of it
   * can be of any shape.
   */
  guard<T>(code: FindingCode, offset: number, path: string, look: () => T): T | undefined {
    try {
      return look();
    } catch (error) {
      const { message } = error as Error;
      const at = error instanceof SharedBuffersError ? positionOf(error) : undefined;
      this.add(code, message, at ?? offset, path);
      return undefined;
    }
  }
}

function positionOf(error: SharedBuffersError): number | undefined {
  const { offset } = error as { offset?: unknown };
  return typeof offset === 'number' ? offset : undefined;
}
