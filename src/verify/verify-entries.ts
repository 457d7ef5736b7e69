/** Checking the entries of an id mapper: their order, their keys, and what they lead to. */
import type { IdMapper, Key, Places } from '../mappers/id-mapper.js';
import type { Findings } from './findings.js';
import type { StoredKeys } from './stored-keys.js';
import type { TableCheck } from './table-check.js';

/** Entries between pauses. */
const PAUSE_ENTRIES = 2048;

export interface EntryChecks {
  readonly mapper: IdMapper<Key>;
  readonly keys: StoredKeys;
  /** Where records lie that the values number; not of lone id mappers. */
  readonly places?: Places | undefined;
  readonly table?: TableCheck | undefined;
  /** Whether the index has a directory. */
  readonly directory: boolean;
}

/** Yields the number of entries looked at so far. */
export function* verifyEntries(checks: EntryChecks, findings: Findings): Generator<number> {
  const { mapper, keys, places, table, directory } = checks;
  const { index, columns, width, start, keyBytes } = mapper.parts;
  const first = start + 16 + keyBytes;
  let [lastHigh, lastLow] = [-1, -1];
  for (let entry = 0; entry < mapper.size; entry += 1) {
    const position = first + entry * columns * width;
    const path = `entry ${entry}`;
    const [high, low] = [index.high(entry, 0), index.low(entry, 0)];
    const fresh = high !== lastHigh || low !== lastLow;
    if (high < lastHigh || (high === lastHigh && low < lastLow)) {
      findings.add('index-order', 'the entry is smaller than the one before it', position, path);
    }
    [lastHigh, lastLow] = [high, low];
    table?.count(fresh);
    if (directory && fresh) {
      findings.guard('directory', position, path, () => {
        if (index.lowerBound(high, low) === entry) return;
        findings.add('directory', 'the search does not come to the entry by the directory', position, path);
      });
    }
    const key = findings.guard('key', position, path, () => keys.read(entry));
    if (keys.budget.left < 0) {
      findings.add(
        'too-much',
        'keys share more than the file is worth: later entries were not read',
        position,
        path,
      );
      return;
    }
    const value = index.exact(entry, columns - 1);
    const offset = places && findings.guard('entry', position, path, () => places.follow(value));
    if (key !== undefined && offset !== undefined) table?.add(entry, key, offset, fresh);
    if (entry % PAUSE_ENTRIES === 0) yield entry;
  }
  table?.end();
}
