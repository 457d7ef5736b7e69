import type { Contender } from './contender.js';
import { openReadOnly, contender as sqlite, storeOf } from './sqlite.js';

export const contender: Contender = {
  ...sqlite,
  name: 'better-sqlite3, one transaction',
  about:
    'all look-ups in one read transaction, which keeps the file from being changed: no lock for each of them',
  reads: 'sqlite',
  open(path) {
    const db = openReadOnly(path);
    db.exec('BEGIN');
    return storeOf(db);
  },
};
