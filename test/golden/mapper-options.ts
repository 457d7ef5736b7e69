/** Python's id mapper classes. */
import { t } from 'sharedbuffers';
import type { AnyType } from './schemas.js';

/** An id mapper class of Python's, as it is declared here. Keys of string mappers can be any bytes in these files. */
export function mapperOptions(name: string): {
  key: AnyType;
  width: 32 | 64;
  multi: boolean;
  approximate: boolean;
} {
  if (name === 'ObjectIdMapper') return { key: t.any, width: 64, multi: false, approximate: false };
  const [, approximate, kind, narrow, multi] =
    /^(Approx)?(String|Numeric)Id(32)?(Multi)?Mapper$/.exec(name) ?? [];
  if (kind === undefined) throw new Error(`${name} does not exist here`);
  return {
    key: kind === 'String' ? t.bytes : t.uint64,
    width: narrow === undefined ? 64 : 32,
    multi: multi !== undefined,
    approximate: approximate !== undefined,
  };
}
