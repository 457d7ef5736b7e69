/** Tables of the same columns as one: their rows follow one another. */
import { InputError } from '../../errors.js';
import type { Input } from '../input/input-file.js';
import type { Schema, TypeNode } from '../schema/schema.js';
import { schemaJson } from '../schema/schema-file.js';
import type { BatchOptions, ColumnarSource, ColumnBatch } from './columnar-source.js';
import { widened } from './widened.js';

/** Throws `InputError` where one has columns that another lacks, or was written from another schema. */
export function joinedSource(
  { name, byteLength }: Pick<Input, 'name' | 'byteLength'>,
  sources: readonly ColumnarSource[],
): ColumnarSource {
  const [first, ...others] = sources as readonly [ColumnarSource, ...ColumnarSource[]];
  for (const other of others) checkAlike(first, other);
  return {
    name,
    byteLength,
    columnNames: first.columnNames,
    carried: first.carried,
    rowCount: sources.reduce<number | undefined>(
      (sum, { rowCount }) => (sum === undefined || rowCount === undefined ? undefined : sum + rowCount),
      0,
    ),
    schemaOf: (names) => schemaOf(sources, names ?? first.columnNames),
    batches: (names, options) => batches(sources, names, options),
    async close() {
      for (const source of sources) await source.close();
    },
  };
}

function checkAlike(first: ColumnarSource, other: ColumnarSource): void {
  refuseMissing(first, other);
  refuseMissing(other, first);
  if (carriedText(first) === carriedText(other)) return;
  throw new InputError(
    `${other.name} was written from another schema than ${first.name}: build each, and merge the files`,
    { input: other.name },
  );
}

function refuseMissing({ name: input, columnNames }: ColumnarSource, other: ColumnarSource): void {
  const known = new Set(columnNames);
  const missing = other.columnNames.find((name) => !known.has(name));
  if (missing === undefined) return;
  throw new InputError(
    `${input} has no column ${missing}, which ${other.name} has: build from files of the same columns`,
    {
      input,
      field: missing,
    },
  );
}

function carriedText({ carried }: ColumnarSource): string {
  return carried === undefined ? '' : JSON.stringify(schemaJson(carried));
}

/** A field may be missing where it may be in any of them, and its numbers are as wide as the widest. Throws `InputError` where types differ. */
function schemaOf(sources: readonly ColumnarSource[], names: readonly string[]): Schema {
  const [first, ...others] = sources.map((source) => source.schemaOf(names)) as [Schema, ...Schema[]];
  const fields = new Map(first.root.fields);
  others.forEach(({ root }, index) => {
    for (const name of names) {
      const [known, type] = [fields.get(name)!, root.fields.get(name)!];
      const shape = typeText(known) === typeText(type) ? known.shape : widened(known.shape, type.shape);
      if (shape === undefined) throw differ(name, sources[0]!, known, sources[index + 1]!, type);
      fields.set(name, { ...known, shape, optional: known.optional || type.optional });
    }
  });
  return { ...first, root: { ...first.root, fields } };
}

function differ(
  column: string,
  first: ColumnarSource,
  known: TypeNode,
  { name: input }: ColumnarSource,
  type: TypeNode,
): InputError {
  return new InputError(
    `${input}: column ${column} is ${typeText(type)}, and ${typeText(known)} in ${first.name}: say with --schema what it is to be`,
    { input, field: column },
  );
}

/** The type without whether it may be missing. */
function typeText({ shape }: TypeNode): string {
  const type: TypeNode = { shape, optional: false, nullable: false };
  const { fields } = schemaJson({
    root: { fields: new Map([['x', type]]), alignment: 8 },
    structs: new Map(),
  });
  return typeof fields.x === 'string' ? fields.x : JSON.stringify(fields.x);
}

async function* batches(
  sources: readonly ColumnarSource[],
  names: readonly string[],
  options: BatchOptions | undefined,
): AsyncGenerator<ColumnBatch> {
  for (const source of sources) {
    for await (const batch of source.batches(names, options)) yield { ...batch, input: source.name };
  }
}
