/** The golden cases: bytes that Python's sharedbuffers 1.2.2 wrote, and what it reads from them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../bench/paths.js';

/** A value in the manifest's JSON encoding; its `encoding` table says what the `$` keys mean. */
export type Json = null | boolean | number | string | readonly Json[] | JsonNode;
export interface JsonNode {
  readonly [key: string]: Json;
}

/** Slots in stored order, as `[name, type]`. */
export interface GoldenSchema {
  readonly slots: readonly (readonly [string, string])[];
  readonly declared: readonly (readonly [string, string])[];
  readonly alignment: number;
  readonly version: number;
}

export interface GoldenCase {
  readonly id: string;
  readonly kind: 'prim' | 'rtti' | 'schema' | 'array' | 'idmapper' | 'mapping';
  readonly size: number;
  readonly hex?: string;
  readonly file?: string;
  /** Byte ranges, ends excluded, that hold stale bytes. */
  readonly residue?: readonly (readonly [number, number])[];
  readonly packer?: string;
  readonly offset?: number;
  readonly end?: number;
  readonly schema?: GoldenSchema;
  readonly offsets?: readonly number[];
  readonly bitmap?: { readonly has: string; readonly none: string; readonly header_size: number };
  readonly input: Json;
  readonly expected?: Json;
  readonly unpack_error?: string;
}

/** What Python refuses to pack; `call` says how, the id with what. */
export interface GoldenError {
  readonly id: string;
  readonly call: string;
}

interface Manifest {
  readonly registered_types: Readonly<Record<string, { typecode_hex: string; schema: GoldenSchema }>>;
  readonly cases: readonly GoldenCase[];
  readonly errors: readonly GoldenError[];
}

const GOLDEN = join(ROOT, 'test/fixtures/golden');

export const manifest: Manifest = JSON.parse(readFileSync(join(GOLDEN, 'manifest.json'), 'utf8'));

/** The bytes of a case, from its first to its last, what lies before `offset` included. */
export function goldenBytes({ id, hex, file }: GoldenCase): Uint8Array {
  if (hex !== undefined) return Uint8Array.from(Buffer.from(hex, 'hex'));
  if (file === undefined) throw new Error(`${id} has no bytes`);
  return Uint8Array.from(readFileSync(join(GOLDEN, file)));
}

/** The same bytes with the stale ones set to zero, which is what this library writes. */
export function withoutResidue(bytes: Uint8Array, { residue = [] }: GoldenCase): Uint8Array {
  const clean = bytes.slice();
  for (const [start, end] of residue) clean.fill(0, start, end);
  return clean;
}

/** What reading a case must give. */
export function expectedOf({ id, input, expected }: GoldenCase): Json {
  if (expected === undefined) throw new Error(`${id} cannot be read by Python`);
  return expected === '=input' ? input : expected;
}

export function caseOf(id: string): GoldenCase {
  const found = manifest.cases.find((each) => each.id === id);
  if (found === undefined) throw new Error(`no golden case is called ${id}`);
  return found;
}
