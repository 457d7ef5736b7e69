/** Checking a file in a worker, where bytes can be waited for: the page's own script, begun a second time. */
import { type VerifyProgress, type VerifyResult, verifyByBlocks } from 'sharedbuffers/remote';
import { bytesOf, type Source } from './sources.js';

/** What the worker is sent: a file, or where it is. */
interface Task {
  readonly input: string | Blob;
  /** Where at a URL it begins. */
  readonly start: number;
  readonly name: string;
  readonly byteLength: number;
}

type Told =
  | { readonly progress: VerifyProgress }
  | { readonly result: VerifyResult }
  | { readonly problem: string };

export interface Verification {
  /** What was found. Rejects where the file cannot be read, or it was stopped. */
  readonly result: Promise<VerifyResult>;
  stop(): void;
}

/** Begins to check a file. */
export function verify(
  source: Source,
  byteLength: number,
  progress: (progress: VerifyProgress) => void,
): Verification {
  const code = document.querySelector('body script')!.textContent;
  const url = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
  const worker = new Worker(url);
  let stop = () => {};
  const result = new Promise<VerifyResult>((resolve, reject) => {
    stop = () => reject(new Error('stopped'));
    worker.onmessage = ({ data }: MessageEvent<Told>) => {
      if ('progress' in data) progress(data.progress);
      else if ('result' in data) resolve(data.result);
      else reject(new Error(data.problem));
    };
    worker.onerror = ({ message }) => reject(new Error(message));
  }).finally(() => {
    worker.terminate();
    URL.revokeObjectURL(url);
  });
  bytesOf(source).then(
    (bytes) => worker.postMessage({ ...bytes, name: source.name, byteLength } satisfies Task),
    (error: Error) => worker.onerror?.(new ErrorEvent('error', { message: error.message })),
  );
  return { result, stop: () => stop() };
}

/** Milliseconds between two messages of how far it is. */
const PAUSE_MS = 100;

/** What there is of a worker, and of no page. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Task>) => Promise<void>) | null;
  postMessage(told: Told): void;
}

declare const FileReaderSync: new () => { readAsArrayBuffer(blob: Blob): ArrayBuffer };

export function serveVerify(): void {
  const scope = globalThis as object as WorkerScope;
  scope.onmessage = async ({ data: { input, start, name, byteLength } }) => {
    const read = typeof input === 'string' ? farReader(input, start) : nearReader(input);
    try {
      const work = verifyByBlocks({ name, byteLength, read });
      let told = 0;
      for (;;) {
        const { done, value } = await work.next();
        if (done) return scope.postMessage({ result: value });
        if (performance.now() - told < PAUSE_MS) continue;
        told = performance.now();
        scope.postMessage({ progress: value });
      }
    } catch (error) {
      scope.postMessage({ problem: (error as Error).message });
    }
  };
}

function nearReader(file: Blob): (position: number, length: number) => Uint8Array {
  const reader = new FileReaderSync();
  return (position, length) =>
    new Uint8Array(reader.readAsArrayBuffer(file.slice(position, position + length)));
}

function farReader(url: string, start: number): (position: number, length: number) => Uint8Array {
  return (position, length) => {
    if (length === 0) return new Uint8Array(0);
    const request = new XMLHttpRequest();
    request.open('GET', url, false);
    request.responseType = 'arraybuffer';
    request.setRequestHeader('Range', `bytes=${start + position}-${start + position + length - 1}`);
    request.send();
    const bytes = new Uint8Array((request.response as ArrayBuffer | null) ?? new ArrayBuffer(0));
    if (request.status === 206 && bytes.length === length) return bytes;
    throw new Error(`the server answered ${request.status} with ${bytes.length} of ${length} bytes`);
  };
}
