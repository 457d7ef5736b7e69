/** What `build` says when it is done. */
import pc from 'picocolors';
import type { BuildFromResult } from '../../tables/building/build-from-options.js';
import type { SchemaJson } from '../../tables/schema/schema-json.js';
import { counted, readableBytes } from '../failure.js';
import type { Io } from '../io.js';
import { say, write } from '../output.js';
import { printable, printableJson } from '../printable.js';

export async function summary(output: string, result: BuildFromResult, json: boolean, io: Io): Promise<void> {
  const { records, bytes, repeatedKeys, skipped, inferred, schema } = result;
  if (repeatedKeys > 0 && !json) {
    const keys = repeatedKeys === 1 ? 'record has a key' : 'records have keys';
    say(
      io.stderr,
      `warning: ${repeatedKeys.toLocaleString('en-US')} ${keys} that came before, and get finds the first ` +
        'of them only: --multi keeps all in reach',
    );
  }
  if (skipped > 0 && !json) say(io.stderr, `${counted(skipped, 'row')} without a key passed over`);
  if (json) {
    const text = JSON.stringify({ output, records, bytes, repeatedKeys, skipped, inferred, schema }, null, 2);
    await write(io.stdout, `${printableJson(text)}\n`);
    return;
  }
  const { bold, dim } = pc.createColors(io.color);
  const lines = [`${bold(printable(output))}: ${counted(records, 'record')}, ${readableBytes(bytes)}`];
  if (inferred)
    lines.unshift(dim('schema, inferred; save it for --schema to be able to change it'), schemaText(schema));
  await write(io.stdout, `${lines.join('\n')}\n`);
}

/** JSON with one field a line. */
function schemaText(schema: SchemaJson): string {
  return printableJson(JSON.stringify(schema, null, 2));
}
