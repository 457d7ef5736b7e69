/** Files that earlier versions of this library wrote, with tables that are only read today. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mapping } from 'sharedbuffers';
import { ROOT } from '../../bench/paths.js';
import { readMapping } from '../read/containers.js';
import type { Sample } from './sample.js';

const FOLDER = join(ROOT, 'test/fixtures/earlier');

export function earlierSamples(): Sample[] {
  return readdirSync(FOLDER).map((name) => ({
    name: `earlier ${name}`,
    bytes: Uint8Array.from(readFileSync(join(FOLDER, name))),
    read(damaged, all) {
      all.attempt(() => readMapping(mapping().fromBuffer(damaged), all));
    },
  }));
}
