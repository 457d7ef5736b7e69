/** What `build` says when it is done. */
import pc from 'picocolors';
import { pathText } from '../../tables/json/json-path.js';
import type { BuildFromResult } from '../../tables/plan/build-from-options.js';
import type { SchemaJson } from '../../tables/schema/schema-json.js';
import { counted, readableBytes } from '../failure.js';
import type { Io } from '../io.js';
import { say, write } from '../output.js';
import { printable, printableJson } from '../printable.js';

/** `json`: what is printed with the result, as JSON; undefined for text. */
export async function summary(
  output: string,
  result: BuildFromResult,
  json: object | undefined,
  io: Io,
): Promise<void> {
  const { rows, records, bytes, repeatedKeys, discarded, skipped } = result;
  const { detected, ragged, inferred, schema } = result;
  if (repeatedKeys > 0 && !json) {
    const keys = repeatedKeys === 1 ? 'record has a key' : 'records have keys';
    say(
      io.stderr,
      `warning: ${repeatedKeys.toLocaleString('en-US')} ${keys} that came before, and get finds the first ` +
        'of them only: --multi keeps all in reach',
    );
  }
  if (discarded > 0 && !json) {
    say(io.stderr, `${counted(discarded, 'record')} behind no key: an earlier one has it`);
  }
  if (skipped > 0 && !json) say(io.stderr, `${counted(skipped, 'row')} without a key passed over`);
  if (!json) sayRagged(ragged, io);
  const within = !json && inferred && records === 1 && detected.format === 'ndjson' && listIn(schema.fields);
  if (within) {
    say(
      io.stderr,
      `the one object is one record: --path ${pathText(within)} takes the rows of the array in it`,
    );
  }
  if (json) {
    const text = JSON.stringify({ ...json, ...result }, null, 2);
    await write(io.stdout, `${printableJson(text)}\n`);
    return;
  }
  const { bold, dim } = pc.createColors(io.color);
  const of = rows === records ? '' : ` of ${counted(rows, 'row')}`;
  const lines = [`${bold(printable(output))}: ${counted(records, 'record')}${of}, ${readableBytes(bytes)}`];
  if (inferred)
    lines.unshift(dim('schema, inferred; save it for --schema to be able to change it'), schemaText(schema));
  await write(io.stdout, `${lines.join('\n')}\n`);
}

function sayRagged({ padded, cut, cutLines }: BuildFromResult['ragged'], io: Io): void {
  if (padded > 0) say(io.stderr, `${counted(padded, 'row')} shorter than the header padded`);
  if (cut === 0) return;
  const more = cut > cutLines.length ? ' and others' : '';
  say(
    io.stderr,
    `warning: ${counted(cut, 'row')} longer than the header cut: lines ${cutLines.join(', ')}${more}`,
  );
}

/** The names that lead to the first list of objects in a record; undefined for none. */
function listIn(fields: SchemaJson['fields']): string[] | undefined {
  for (const [name, type] of Object.entries(fields)) {
    if (typeof type === 'string' ? type.startsWith('list<dict') : false) return [name];
    const inner =
      typeof type === 'object' && 'struct' in type && typeof type.struct === 'object' && listIn(type.struct);
    if (inner) return [name, ...inner];
  }
  return undefined;
}

/** JSON with one field a line. */
function schemaText(schema: SchemaJson): string {
  return printableJson(JSON.stringify(schema, null, 2));
}
