/** Files whose records all say which version of the file they are of. */
import { mapping, struct, t } from 'sharedbuffers';
import { buildMapping, openMapping } from 'sharedbuffers/node';
import { COUNT } from './faults.js';

const Versions = mapping({ key: t.uint32, value: struct({ version: t.uint32, text: t.string }) });

export async function buildVersion(path: string, version: number): Promise<void> {
  const rows = Array.from({ length: COUNT }, (_, id): [number, { version: number; text: string }] => [
    id,
    { version, text: `version ${version}${' '.repeat(40)}` },
  ]);
  await buildMapping(path, Versions, rows);
}

/** The version of a file, every record of which is read. Throws when it is not whole, or of several versions. */
export function versionOf(path: string): number {
  using map = openMapping(path, Versions);
  const version = map.get(0)?.version;
  if (version === undefined || map.size !== COUNT) throw new Error(`${map.size} records`);
  for (let id = 0; id < COUNT; id += 1) {
    const record = map.get(id);
    if (record?.version !== version || !record.text.startsWith(`version ${version} `)) {
      throw new Error(`record ${id} of version ${version} is of version ${record?.version}: ${record?.text}`);
    }
  }
  return version;
}
