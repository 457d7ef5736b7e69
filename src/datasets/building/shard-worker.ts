/** What runs in a thread that builds shards. What goes wrong here goes wrong in the thread that started it, which then tells it. */
import { readSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { FileError } from '../../errors.js';
import { buildPart } from './build-parts.js';
import { declarationIn } from './postable.js';
import { readPieces } from './row-spools.js';
import type { FromShardThread, ShardTask, ToShardThread } from './shard-threads.js';

const port = parentPort!;
const { schema, file, options } = workerData as ShardTask;
const declaration = declarationIn(schema);

function read(position: number, into: Uint8Array): void {
  for (let done = 0; done < into.length; ) {
    const count = readSync(file, into, done, into.length - done, position + done);
    if (count === 0) throw new FileError('a temporary file of rows was cut short');
    done += count;
  }
}

async function answer({ shard, path, places }: ToShardThread): Promise<FromShardThread> {
  try {
    return { part: await buildPart(path, shard, declaration, readPieces(places, read), options) };
  } catch {
    return { failed: true };
  }
}

port.on('message', async (told: ToShardThread) => port.postMessage(await answer(told)));
port.postMessage({ ready: true } satisfies FromShardThread);
