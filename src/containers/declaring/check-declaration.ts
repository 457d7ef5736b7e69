/** What declares no file is told before anything is opened or written for it. */
import { ArgumentError } from '../../errors.js';
import { describe } from '../../values/base/codec.js';
import { IdMapperDeclaration, MappingDeclaration } from './declarations.js';

const GIVES = 'what mapping({ key: t.string, value: City }) gives';

/** Throws `ArgumentError` for what declares no mapping; `call`: what was called, for the message. */
export function checkMappingDeclaration(call: string, declaration: unknown, orNothing = false): void {
  if (declaration instanceof MappingDeclaration) return;
  throw new ArgumentError(
    `${call} takes ${GIVES},${orNothing ? ' or nothing,' : ''} not ${describe(declaration)}`,
  );
}

/** The same of id mappers. */
export function checkIdMapperDeclaration(call: string, declaration: unknown): void {
  if (declaration instanceof IdMapperDeclaration) return;
  throw new ArgumentError(
    `${call} takes what idMapper({ key: t.string }) gives, not ${describe(declaration)}`,
  );
}
