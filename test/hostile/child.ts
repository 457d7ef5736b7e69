/**
 * Tries every method on every crafted file, in a process with a small heap. Says what it is about to try, and then what came
 * of it, so that one who watches knows where it ended.
 */
import { writeSync } from 'node:fs';
import { inspect } from 'node:util';
import { SharedBuffersError } from 'sharedbuffers';
import { CRAFTED, type Crafted, KEY } from './crafted.js';
import { classOf, METHODS } from './methods.js';

function outcomeOf(call: () => unknown): string {
  try {
    call();
    return 'value';
  } catch (error) {
    if (error instanceof SharedBuffersError) return error.name;
    return error instanceof Error ? `${error.stack}` : String(error);
  }
}

function say(line: unknown): void {
  writeSync(1, `${JSON.stringify(line)}\n`);
}

function* files(): Generator<Crafted> {
  for (const make of CRAFTED) yield* make();
}

for (const { name, bytes, read } of files()) {
  say([name, 'bytes', bytes.length]);
  const [objects, again] = [read(), read()];
  objects.forEach((object, index) => {
    const type = classOf(object);
    const calls = Object.entries(METHODS[type] ?? {});
    calls.push(['inspect', (value) => inspect(value)]);
    if (type === 'Mapping' || type === 'IdMapper') {
      calls.push(['get an equal key', (map: { get(key: unknown): unknown }) => map.get(KEY)]);
    }
    for (const [method, call] of calls) {
      const start = performance.now();
      say([name, type, method]);
      const outcome = outcomeOf(() => call(object as never, again[index] as never));
      say([name, type, method, outcome, Math.round(performance.now() - start)]);
    }
  });
}
say('done');
