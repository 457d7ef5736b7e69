/** Runs command lines in this process, with streams in memory. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll } from 'vitest';
import type { Io } from '../../src/cli/io.js';
import { run } from '../../src/cli/program.js';

export interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output, as it is. */
  readonly bytes: Buffer;
}

export interface Setting {
  readonly stdin?: string | Uint8Array | AsyncIterable<Uint8Array>;
  readonly signal?: AbortSignal;
  readonly terminal?: boolean;
  /** Told what goes to standard output, at once. */
  readonly onOutput?: (text: string) => void;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  // In pieces that end anywhere, as those of a pipe do.
  for (let start = 0; start < bytes.length; start += 1000) yield bytes.subarray(start, start + 1000);
}

/** The result of a command line, without the program's name. */
export async function cli(argv: readonly string[], setting: Setting = {}): Promise<Result> {
  const { stdin = '', terminal = false, onOutput } = setting;
  const pieces: Buffer[] = [];
  let stderr = '';
  const io: Io = {
    stdin:
      typeof stdin === 'string'
        ? once(Buffer.from(stdin))
        : stdin instanceof Uint8Array
          ? once(stdin)
          : stdin,
    stdout: {
      write(text, done) {
        pieces.push(Buffer.from(text as string));
        onOutput?.(String(text));
        done?.();
      },
    },
    stderr: {
      isTTY: terminal,
      write(text, done) {
        stderr += text;
        done?.();
      },
    },
    signal: setting.signal ?? new AbortController().signal,
    color: false,
  };
  const code = await run(argv, io);
  const bytes = Buffer.concat(pieces);
  return { code, stdout: bytes.toString(), stderr, bytes };
}

/** The output of a command line that must succeed. */
export async function output(argv: readonly string[], setting?: Setting): Promise<string> {
  const { code, stdout, stderr } = await cli(argv, setting);
  if (code !== 0) throw new Error(`sharedbuffers ${argv.join(' ')} ended with ${code}: ${stderr}`);
  return stdout;
}

export function lines(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

export const GOLDEN: string = fileURLToPath(new URL('../fixtures/golden/', import.meta.url));

/** A folder for the files of a test file. */
export class Folder {
  #path = '';

  constructor() {
    beforeAll(() => {
      this.#path = mkdtempSync(join(tmpdir(), 'sharedbuffers-cli-'));
    });
    afterAll(() => rmSync(this.#path, { recursive: true, force: true }));
  }

  path(name: string): string {
    return join(this.#path, name);
  }

  write(name: string, content: string | Uint8Array): string {
    writeFileSync(this.path(name), content);
    return this.path(name);
  }

  /** Names in the folder, temporary files included. */
  list(): string[] {
    return readdirSync(this.#path).sort();
  }
}
