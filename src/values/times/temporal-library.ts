/**
 * Where Temporal comes from. Runtimes that lack it get the `temporal-polyfill` package, loaded when the first date is
 * read: importing it here would make it part of every bundle, dates or not. Entry points for Node say how; where a bundler
 * took another, Node is asked. Browsers cannot load anything on the spot, so there it must have been imported before.
 */
import type { Temporal } from 'temporal-polyfill';
import { SchemaError } from '../../errors.js';

export type { Temporal };
export type TemporalNamespace = typeof Temporal;

/** What is asked of the runtime; each part may be missing. */
interface Host {
  readonly Temporal?: TemporalNamespace;
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

interface NodeModules {
  createRequire(from: string): (name: string) => { Temporal: TemporalNamespace };
}

let found: TemporalNamespace | undefined;
let provided: (() => TemporalNamespace) | undefined;

/** Says how Temporal is loaded where the runtime has none. */
export function provideTemporal(load: () => TemporalNamespace): void {
  provided = load;
}

/** The runtime's own Temporal, or the polyfill's. Throws `SchemaError` where there is neither. */
export function temporal(): TemporalNamespace {
  found ??= find();
  return found;
}

function find(): TemporalNamespace {
  const host = globalThis as Host;
  if (host.Temporal !== undefined) return host.Temporal;
  if (provided !== undefined) return loadedBy(provided);
  const modules = host.process?.getBuiltinModule?.('node:module') as NodeModules | undefined;
  if (modules === undefined) throw missing('');
  return loadedBy(() => modules.createRequire(import.meta.url)('temporal-polyfill').Temporal);
}

function loadedBy(load: () => TemporalNamespace): TemporalNamespace {
  try {
    return load();
  } catch (error) {
    throw missing(` (${error instanceof Error ? error.message : error})`);
  }
}

function missing(why: string): SchemaError {
  return new SchemaError(
    'dates are read as Temporal values, which this runtime does not have: ' +
      `import 'temporal-polyfill/global' first, or declare the field as t.jsDate${why}`,
  );
}
