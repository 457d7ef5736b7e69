/** `stat` of a data set: what its manifest says. */
import pc from 'picocolors';
import { manifestAt } from '../../../datasets/reading/open-dataset.js';
import { counted, readableBytes } from '../../failure.js';
import type { Io } from '../../io.js';
import { write } from '../../output.js';
import { printable, printableJson } from '../../printable.js';

export async function statDataset(path: string, json: boolean, io: Io): Promise<void> {
  const { manifest } = manifestAt(path);
  if (json) {
    const told = { file: path, kind: 'data set', ...manifest };
    await write(io.stdout, `${printableJson(JSON.stringify(told, null, 2))}\n`);
    return;
  }
  const { run, time, shards, entries, records, bytes, key, schema, parts } = manifest;
  const { bold } = pc.createColors(io.color);
  const sizes = parts.map((part) => part.bytes);
  const kind = `${key.key}, ${key.width} bits${key.multi ? ', several records a key' : ''}`;
  const lines = [
    bold(printable(path)),
    `  kind     data set of ${counted(shards, 'shard')}`,
    `  run      ${run}, ${time}`,
    `  size     ${readableBytes(bytes)}; a shard ${readableBytes(Math.min(...sizes))} to ${readableBytes(Math.max(...sizes))}`,
    `  records  ${records.toLocaleString('en-US')}`,
    `  keys     ${entries.toLocaleString('en-US')} (${kind})`,
    `  schema   ${printableJson(JSON.stringify(schema))}`,
  ];
  await write(io.stdout, `${lines.join('\n')}\n`);
}
