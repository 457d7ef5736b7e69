/** This library: `buildFrom` with the schema inferred, as `sharedbuffers build` does it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { openMapping } from 'sharedbuffers/node';
import { ROOT } from '../paths.js';
import type { Contender } from './contender.js';
import { INPUTS } from './input-files.js';
import { TABLES } from './made-tables.js';

export const contender: Contender = {
  name: 'sharedbuffers',
  about: 'buildFrom with the schema inferred; as many threads as it thinks fit',
  formats: ['ndjson', 'csv', 'parquet', 'arrow'],
  async build(input, format, target) {
    rmSync(target, { force: true });
    const key = TABLES[INPUTS[format]].columns[0]![0];
    process.argv.splice(2, Infinity, 'build', input, '--key', key, '-o', target, '-q');
    await import(join(ROOT, 'dist/cli/main.js'));
  },
  async read(target, format, keys) {
    const { columns } = TABLES[INPUTS[format]];
    using opened = openMapping(target) as unknown as {
      get(key: unknown): { toObject(): { [name: string]: unknown } } | undefined;
    } & Disposable;
    return keys.map((key) => {
      const record = opened.get(key)?.toObject();
      return record === undefined ? [] : columns.map(([name]) => record[name]);
    });
  },
};
