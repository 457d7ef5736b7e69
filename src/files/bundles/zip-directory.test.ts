/** Zip files that others wrote, whatever their entries are called and wherever they start. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { idMapper } from '../../containers/declaring/declare.js';
import { CorruptBufferError, SharedBuffersError } from '../../errors.js';
import { t } from '../../schema/t.js';
import { openFile } from '../open-file.js';
import { openBundle } from './open-bundle.js';

const Ids = idMapper({ key: t.uint64 });
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sharedbuffers-zip-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A zip file made by Python, of entries that hold one id mapper each, under names that its own functions would refuse. */
function foreignZip(script: string): string {
  const path = join(folder, 'foreign.zip');
  const mapper = join(folder, 'ids');
  writeFileSync(mapper, Ids.pack([[5, 6]]));
  const program = `import sys, zipfile\ndata = open(sys.argv[2], 'rb').read()\npath = sys.argv[1]\n${script}`;
  execFileSync('python3', ['-W', 'ignore', '-c', program, path, mapper]);
  return path;
}

describe('a zip file of others', () => {
  const names = ['/etc/passwd', '../../up', 'a\\b', 'C:\\x', 'folder/', 'ü.sb', 'ids.sb'];

  test('with hostile names is read, each of its entries', async () => {
    const path = foreignZip(`with zipfile.ZipFile(path, 'w') as z:
  for name in ${JSON.stringify(names)}: z.writestr(name, data)`);
    using bundle = await openBundle(path);
    expect(bundle.names).toEqual(names);
    for (const name of bundle.names) expect(bundle.idMapper(name, Ids).get(5)).toBe(6);
  });

  test('with NUL, bad UTF-8, names of code page 437 and empty ones is read', async () => {
    const path = foreignZip(`with zipfile.ZipFile(path, 'w') as z:
  for name in ['n0l', 'utf8é', 'cp437', 'zzz', 'ids.sb']: z.writestr(name, data)
raw = open(path, 'rb').read().replace(b'n0l', b'n\\0l').replace('é'.encode(), b'\\xff\\xfe').replace(b'cp437', b'\\x80\\x81437')
open(path, 'wb').write(raw)`);
    using bundle = await openBundle(path);
    expect(bundle.names).toEqual(['n\0l', 'utf8\ufffd\ufffd', 'Çü437', 'zzz', 'ids.sb']);
    for (const name of bundle.names) expect(bundle.idMapper(name, Ids).get(5)).toBe(6);
    expect(() => bundle.array('n\0l')).toThrow('foreign.zip: n\\u0000l is an id mapper of 1 entry');
    expect(() => bundle.array('\u001b[2J')).toThrow('has no entry \\u001b[2J');
  });

  test('has the last of several entries of one name, as in Python', async () => {
    const path = foreignZip(`with zipfile.ZipFile(path, 'w') as z:
  z.writestr('ids.sb', b'first'); z.writestr('other', data); z.writestr('ids.sb', data)`);
    using bundle = await openBundle(path);
    expect(bundle.names).toEqual(['ids.sb', 'other']);
    expect(bundle.idMapper('ids.sb', Ids).get(5)).toBe(6);
  });

  test('can have bytes in front of it, and a comment behind', async () => {
    const path = foreignZip(`open(path, 'wb').write(b'#!/bin/sh\\necho unpack me\\n' * 50)
with zipfile.ZipFile(path, 'a') as z:
  z.writestr('ids.sb', data); z.comment = b'PK\\5\\6 a comment' * 100
raw = open(path, 'rb').read()
open(path, 'wb').write(b'x' * 77 + raw)`);
    using bundle = await openBundle(path);
    expect(bundle.idMapper('ids.sb', Ids).get(5)).toBe(6);
    using found = openFile(path);
    expect(found.kind).toBe('bundle');
    const size = statSync(path).size;
    writeFileSync(path, Buffer.concat([Buffer.alloc(1000), readFileSync(path), Buffer.alloc(500)]));
    using inside = await openBundle(path, { offset: 1000, length: size });
    expect(inside.idMapper('ids.sb', Ids).get(5)).toBe(6);
  });

  test('has an entry that is damaged, and others that are not', async () => {
    const path = foreignZip(`with zipfile.ZipFile(path, 'w') as z:
  for name in ['bad', 'ids.sb']: z.writestr(name, data)
raw = open(path, 'rb').read()
open(path, 'wb').write(b'PK\\0\\0' + raw[4:])`);
    using bundle = await openBundle(path);
    expect(() => bundle.idMapper('bad', Ids)).toThrow(CorruptBufferError);
    expect(bundle.idMapper('ids.sb', Ids).get(5)).toBe(6);
  });

  test('never crashes, whichever byte of its directory is another', async () => {
    const path = foreignZip(`with zipfile.ZipFile(path, 'w') as z: z.writestr('ids.sb', data)`);
    const bytes = readFileSync(path);
    const directory = bytes.lastIndexOf('PK\x01\x02');
    for (let at = directory; at < bytes.length; at++) {
      for (const mask of [0x01, 0x80, 0xff]) {
        const changed = Uint8Array.from(bytes);
        changed[at]! ^= mask;
        writeFileSync(path, changed);
        try {
          using bundle = await openBundle(path, { mmap: false });
          for (const name of bundle.names) bundle.idMapper(name, Ids).get(5);
        } catch (error) {
          expect(error).toBeInstanceOf(SharedBuffersError);
        }
      }
    }
  });
});
