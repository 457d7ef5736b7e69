/** `types`: the declarations of a file, or of a schema, as a program. */
import { basename } from 'node:path';
import type { CodeSource } from '../../tables/code/code-source.js';
import { nameOfFile } from '../../tables/code/identifiers.js';
import { pythonOf } from '../../tables/code/python.js';
import { typescriptOf } from '../../tables/code/typescript.js';
import { arrayOf } from '../../tables/files/entries.js';
import { fileSchema, keysOf } from '../../tables/files/file-schema.js';
import { type KeyChoice, open, withFile } from '../../tables/files/open-undeclared.js';
import { givenSchema } from '../../tables/schema/given-schema.js';
import type { KeyNode } from '../../tables/schema/schema.js';
import type { Io } from '../io.js';
import { filesOf } from '../parts.js';
import { printableJson } from '../printable.js';
import { checkTargets, dumpTarget } from './dump/dump-target.js';

export interface TypesOptions extends KeyChoice {
  readonly output?: string | undefined;
  readonly python?: boolean | undefined;
  readonly name?: string | undefined;
  readonly bigint?: boolean | undefined;
  readonly json?: boolean | undefined;
}

export async function types(path: string, options: TypesOptions, io: Io): Promise<void> {
  checkTargets([options.output], [path]);
  const source = await sourceOf(path, options);
  const code = options.python ? pythonOf(source) : typescriptOf(source, options);
  const text = options.json && options.output === undefined ? `${JSON.stringify({ code })}\n` : code;
  const target = dumpTarget(options.output, io, printableJson);
  try {
    await target.write(text);
    await target.publish();
  } finally {
    target.discard();
  }
}

async function sourceOf(path: string, options: TypesOptions): Promise<CodeSource> {
  const file = basename(path);
  const name = options.name ?? nameOfFile(options.output ?? path);
  if (/\.json$/i.test(path)) {
    const schema = givenSchema(path)!;
    return { file, name, schema, keys: schema.key && { ...codeKeys(schema.key), approximate: false } };
  }
  const [first] = filesOf(path) as [string, ...string[]];
  return withFile(first, (found) => {
    const keys = keysOf(found, options);
    const opened = open(found, options);
    const array = arrayOf(opened);
    const schema = array && fileSchema(found, array, keys);
    if (opened.kind === 'array') return { file, name, schema, keys: undefined };
    const { type, width, multi = false, approximate } = opened.keys;
    const known = schema?.key ?? { type: keys?.type === 'bytes' ? 'bytes' : type, width, multi };
    return { file, name, schema, keys: { ...codeKeys(known), approximate } };
  });
}

function codeKeys({ type, width, multi, bigint = false }: KeyNode) {
  return { type, width, multi, bigint };
}
