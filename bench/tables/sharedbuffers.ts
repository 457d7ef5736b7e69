/** This library: `buildFrom` with the schema inferred, as `sharedbuffers build` does it. */
import { rmSync } from 'node:fs';
import { openMapping } from 'sharedbuffers/node';
import { buildFrom } from 'sharedbuffers/tables';
import type { Contender } from './contender.js';
import { INPUTS } from './input-files.js';
import { TABLES } from './made-tables.js';

export const contender: Contender = {
  name: 'sharedbuffers',
  about: 'buildFrom with the schema inferred, as many threads as it takes by itself',
  formats: ['ndjson', 'csv', 'parquet', 'arrow'],
  async build(input, format, target) {
    rmSync(target, { force: true });
    const key = TABLES[INPUTS[format]].columns[0]![0];
    await buildFrom(target, input, { key });
  },
  async read(target, format, keys) {
    const { columns } = TABLES[INPUTS[format]];
    using opened = openMapping(target);
    return keys.map((key) => {
      const record = opened.get(key as never) as { toObject(): { [name: string]: unknown } } | undefined;
      const cells = record?.toObject() ?? {};
      return columns.map(([name]) => cells[name]);
    });
  },
};
