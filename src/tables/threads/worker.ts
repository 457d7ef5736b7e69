/** What runs in a thread: it does with each block what it was told last. */
import { parentPort } from 'node:worker_threads';
import { BlockWork, transferred } from './block-work.js';
import type { FromThread, ToThread } from './messages.js';

const port = parentPort!;
let work: BlockWork | undefined;

function post(message: FromThread, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

port.on('message', (message: ToThread) => {
  try {
    if ('task' in message) work = new BlockWork(message.task);
    else {
      const { block } = message;
      const result = work!.run(block);
      post({ result, buffer: block.bytes.buffer }, [block.bytes.buffer, ...transferred(result)]);
    }
  } catch (failure) {
    post({ failure });
  }
});
post({ ready: true });
