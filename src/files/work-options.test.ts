/** Options that are none are told before any row is taken, and leave nothing. */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ArgumentError, idMapper, mapping, struct, t } from 'sharedbuffers';
import {
  buildArray,
  buildArrayFromChunks,
  buildBundle,
  buildIdMapper,
  buildMapping,
  buildMappingFromChunks,
  mergeIdMapperFiles,
  verify,
} from 'sharedbuffers/node';
import { afterAll, describe, expect, test } from 'vitest';

const Row = struct({ id: t.uint32 });
const Rows = mapping({ key: t.string, value: Row });
const Ids = idMapper({ key: t.string });
const folder = mkdtempSync(join(tmpdir(), 'work-'));
const target = join(folder, 'target');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function rows(): never {
  throw new Error('a row was asked for');
}
const lazy: Iterable<never> = { [Symbol.iterator]: rows };

const calls: [name: string, call: (options: never) => Promise<unknown>][] = [
  ['buildMapping', (options) => buildMapping(target, Rows, lazy, options)],
  ['buildArray', (options) => buildArray(target, Row, lazy, options)],
  ['buildIdMapper', (options) => buildIdMapper(target, Ids, lazy, options)],
  ['buildArrayFromChunks', (options) => buildArrayFromChunks(target, Row, lazy, options)],
  ['buildMappingFromChunks', (options) => buildMappingFromChunks(target, Rows, lazy, options)],
  ['mergeIdMapperFiles', (options) => mergeIdMapperFiles(target, Ids, [], options)],
  ['buildBundle', (options) => buildBundle(target, lazy, options)],
  ['verify', (options) => verify(target, options)],
];

describe.each(calls)('%s', (_, call) => {
  test.each([
    [null, 'options are given as an object'],
    [5, 'options are given as an object'],
    [{ onProgress: 5 }, 'onProgress is a function'],
    [{ signal: 5 }, 'signal is that of an AbortController'],
    [{ signal: null }, 'signal is that of an AbortController'],
    [{ signal: new AbortController() }, 'signal is that of an AbortController'],
  ])('refuses %o', async (options, message) => {
    const error = await call(options as never).then(
      () => undefined,
      (reason: Error) => reason,
    );
    expect(error).toBeInstanceOf(ArgumentError);
    expect(error!.message).toContain(message);
    expect(readdirSync(folder)).toEqual([]);
  });
});
