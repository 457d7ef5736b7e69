/** Which mappings can be spread over shards. */
import { MappingDeclaration } from '../../containers/declaring/declarations.js';
import { ArgumentError, SchemaError } from '../../errors.js';
import type { Key } from '../../mappers/id-mapper.js';
import { keySpec } from '../../mappers/key-kind.js';
import { describe } from '../../values/base/codec.js';

/** Throws `ArgumentError` for shards that do not say what they are. */
export function checkSections({ sections }: { readonly sections?: boolean | undefined }): void {
  if (sections !== false) return;
  throw new ArgumentError(
    'shards say in sections what their keys are, by which a data set is opened, checked and published: leave out sections: false, ' +
      'or --no-sections; an index of kind none makes them smaller, too',
  );
}

/** Throws `SchemaError` for keys that have no bytes of their own to be spread by, `ArgumentError` for what declares no mapping. */
export function checkKeys<K extends Key, V extends object, Input>(
  declaration: MappingDeclaration<K, V, Input>,
): void {
  if (!(declaration instanceof MappingDeclaration)) {
    throw new ArgumentError(
      `a data set takes what mapping({ key: t.string, value: City }) gives, not ${describe(declaration)}`,
    );
  }
  const { key } = declaration.types;
  if (key === undefined)
    throw new ArgumentError('a data set is built by a declaration of its keys and records');
  const { kind, approximate, form, type } = keySpec(key);
  const isTimeOrFloat = form !== undefined && form.name !== 'signed';
  if (kind !== 'object' && !approximate && !isTimeOrFloat) return;
  throw new SchemaError(
    `${approximate ? 'approximate keys' : `keys of type ${type}`} cannot be spread over shards: use text, bytes or integers`,
  );
}
