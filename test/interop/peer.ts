/** The Python library, in a process of its own (`interop/python/peer.py`), and what tests need to talk to it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe } from 'vitest';
import { type GoldenSchema, type Json, manifest } from '../golden/manifest.js';

const PYTHON = fileURLToPath(new URL('../../.venv/bin/python', import.meta.url));
const PEER = fileURLToPath(new URL('../../interop/python/peer.py', import.meta.url));

/** What `npm run interop:setup` leaves when all is installed. */
const STAMP = fileURLToPath(new URL('../../.venv/requirements.sha256', import.meta.url));

/** Whether Python is set up. */
export const available: boolean = existsSync(STAMP);
/** Whether it must be. */
export const required: boolean = process.env.SHAREDBUFFERS_PYTHON === 'required';

/** A schema in a request. A type is the manifest's name of it, or a schema for a nested struct. */
export interface SchemaSpec {
  readonly declared: readonly (readonly [string, string | SchemaSpec])[];
  readonly alignment?: number;
  readonly user_data?: Json;
}

/** The manifest says declared types as Python spells them (`str`), stored ones by their names (`mapped_unicode`). */
export function specOf({ declared, slots, alignment }: GoldenSchema): SchemaSpec {
  const types = new Map(slots);
  return { declared: declared.map(([name]) => [name, types.get(name)!]), alignment };
}

interface Waiting {
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

export class Peer {
  #child: ChildProcess | undefined;
  #folder = '';
  readonly #waiting: Waiting[] = [];
  readonly #zone: string;

  /** `zone`: the time zone that Python is in. Local time is part of what it stores for naive datetimes. */
  constructor(zone: string) {
    this.#zone = zone;
  }

  async start(): Promise<void> {
    if (!available) throw new Error('.venv is missing: make it with `npm run interop:setup`');
    this.#folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-interop-'));
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: '1', TZ: this.#zone };
    const child = spawn(PYTHON, [PEER], { stdio: ['pipe', 'pipe', 'inherit'], env });
    this.#child = child;
    createInterface(child.stdout!).on('line', (line) => this.#answer(line));
    child.on('exit', (code) => this.#fail(new Error(`Python ended with exit code ${code}`)));
    child.on('error', (error) => this.#fail(error));
    for (const [name, { typecode_hex, schema }] of Object.entries(manifest.registered_types)) {
      await this.ask('define', { name, code: Number.parseInt(typecode_hex, 16), schema: specOf(schema) });
    }
  }

  /** Asks for one of the methods of `Peer` in `peer.py`. Rejects with Python's error. */
  ask<Answer>(request: string, args: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve: (answer) => resolve(answer as Answer), reject });
      this.#child!.stdin!.write(`${JSON.stringify({ do: request, ...args })}\n`);
    });
  }

  /** A path in a folder that goes when the tests are over. */
  path(name: string): string {
    return join(this.#folder, name);
  }

  async stop(): Promise<void> {
    const child = this.#child;
    if (child !== undefined && child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.stdin!.end();
      await ended;
    }
    if (this.#folder !== '') rmSync(this.#folder, { recursive: true, force: true });
  }

  #answer(line: string): void {
    const { ok, error } = JSON.parse(line) as { ok?: unknown; error?: string };
    const { resolve, reject } = this.#waiting.shift()!;
    if (error === undefined) resolve(ok);
    else reject(new Error(`Python: ${error}`));
  }

  #fail(error: Error): void {
    for (const { reject } of this.#waiting.splice(0)) reject(error);
  }
}

/** Tests against Python: skipped where it is not set up, failed where it must be. */
export function describeWithPython(name: string, tests: (python: Peer) => void, zone = 'UTC'): void {
  describe.skipIf(!available && !required)(name, () => {
    const python = new Peer(zone);
    beforeAll(() => python.start());
    afterAll(() => python.stop());
    tests(python);
  });
}
