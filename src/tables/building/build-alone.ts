/** Building from rows in the thread that it is called in. */
import { addEntry } from '../../containers/building/build-in-memory.js';
import type { BuildProgress } from '../../files/building/run-build.js';
import type { Key } from '../../mappers/id-mapper.js';
import { extrasOf } from '../files/file-indexes.js';
import { declarationOf } from '../input/key-input.js';
import { NONE_RAGGED, type Position } from '../input/rows.js';
import { planRows } from '../plan/plan-rows.js';
import type { Built, RowBuild } from '../plan/row-build.js';
import { atLine } from '../plan/row-errors.js';
import { converted } from '../plan/second-pass.js';

/** Builds the file in two passes, the first of which is spared where the schema is given. */
export async function buildAlone(build: RowBuild): Promise<Built> {
  const { target, looked, given, options, progress, room, signal } = build;
  const plan = await planRows(looked, given, options, progress, signal);
  const { checksums, reproducible, describeStructs } = options;
  const { input, schema, types } = plan;
  const position: Position = { line: 0, bytes: 0 };
  let records = 0;
  let skipped = 0;
  let adding = false;
  function* entries(): Generator<[Key, unknown]> {
    adding = true;
    for (const [key, record] of converted(plan, position, () => (skipped += 1))) {
      yield [key as Key, record];
      records += 1;
    }
    adding = false;
  }
  function* rows(): Generator<unknown> {
    for (const [, record] of entries()) yield record;
  }
  const onProgress = ({ rows: count }: BuildProgress) => {
    room.check();
    progress.update(count, position.bytes);
  };
  const common = { onProgress, signal, checksums, reproducible, describeStructs };
  progress.start(`building ${target.name}`, input.byteLength, 'build');
  try {
    const { key } = schema;
    if (key === undefined) {
      await target.buildArray(types.root, rows(), (builder, record) => builder.add(record), common);
    } else {
      const declaration = declarationOf(key, types.root);
      const mapped = { ...common, ...extrasOf(options, key) };
      await target.buildMapping(declaration, entries(), addEntry, mapped);
    }
  } catch (error) {
    throw adding ? atLine(error, position.input ?? input.name, position.line) : error;
  }
  return { plan, records, skipped, ragged: position.ragged ?? NONE_RAGGED };
}
