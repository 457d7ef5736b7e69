/** The codecs behind golden cases' types, for what is read without a record around it. */
import { TYPE } from '../../src/schema/type.js';
import type { VariableCodec } from '../../src/values/base/codec.js';
import type { AnyType } from './schemas.js';

export function codecOf(type: AnyType): VariableCodec {
  return type[TYPE].codec as VariableCodec;
}
