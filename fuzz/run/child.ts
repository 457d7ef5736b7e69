/** A process that runs batches of cases one after another. Where it is stands in a file, should it not come back. */
import { openSync, writeSync } from 'node:fs';
import { corpus } from '../corpus/corpus.js';
import { Cases } from '../damage/cases.js';
import { damaged, shown } from '../damage/edit.js';
import { ReadAll } from '../read/attempt.js';
import { type Batch, type BatchResult, type Failure, MARK_BYTES } from './batch.js';
import { smallest, wrong } from './try-case.js';

const [, , seed, markPath] = process.argv;
const cases = new Cases(await corpus(), Number(seed));
const mark = openSync(markPath!, 'r+');
const place = new Float64Array(MARK_BYTES / 8);

async function run(batch: Batch): Promise<BatchResult> {
  const all = new ReadAll();
  const failures: Failure[] = [];
  for (let number = batch.first; number < batch.first + batch.count; number += 1) {
    place[0] = number;
    place[1] = batch.kind === 'random' ? 1 : 0;
    writeSync(mark, place, 0, MARK_BYTES, 0);
    const each = cases[batch.kind](number);
    const why = await wrong(each, all);
    if (why === undefined) continue;
    const { sample } = each;
    const least = await smallest(
      each.edits,
      async (edits) => (await wrong({ sample, edits }, new ReadAll())) !== undefined,
    );
    failures.push({
      kind: batch.kind,
      number,
      sample: sample.name,
      edits: least.map(shown),
      why,
      bytes: Buffer.from(damaged(sample.bytes, least)).toString('base64'),
    });
  }
  return { outcomes: all.outcomes, failures };
}

process.on('message', (batch: Batch) => {
  void run(batch).then((result) => process.send!(result));
});
process.on('disconnect', () => process.exit());
process.send!('ready');
