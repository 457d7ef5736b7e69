/** `--select`: the fields that are written, of structs those within. */
import { ArgumentError } from '../../errors.js';
import { KEY_MEMBER } from '../json/reserved-members.js';
import { noSuchField } from '../nearest-name.js';
import type { Schema, Shape, StructNode, TypeNode } from '../schema/schema.js';

export interface Selected {
  readonly schema: Schema;
  /** Where the fields of a flat schema lie; undefined where the schema nests as the records do. */
  readonly paths: ReadonlyMap<string, readonly string[]> | undefined;
}

interface Found {
  readonly path: readonly string[];
  readonly type: TypeNode;
}

/**
 * The schema of what is selected by names like `a` and `b.c`, in their order; keys stay. In a `flat` one, fields of structs
 * are fields of their own, called `b.c`. Throws a usage error for names that are not there.
 */
export function select(schema: Schema, names: readonly string[], flat: boolean): Selected {
  const others = schema.key === undefined ? [] : [KEY_MEMBER];
  const found = names
    .filter((name) => name !== KEY_MEMBER || schema.key === undefined)
    .map((name) => find(schema, name, others));
  if (flat) {
    const fields = new Map(found.map(({ path, type }) => [path.join('.'), type]));
    const paths = new Map(found.map(({ path }) => [path.join('.'), path]));
    return { schema: { ...schema, root: { ...schema.root, fields } }, paths };
  }
  const root = found.reduce(
    (node, { path }) => within(node, schema.root, path, schema),
    emptied(schema.root),
  );
  return { schema: { ...schema, root }, paths: undefined };
}

function emptied(node: StructNode): StructNode {
  return { ...node, fields: new Map() };
}

function find(schema: Schema, name: string, others: readonly string[]): Found {
  const path: string[] = [];
  let node = schema.root;
  let rest = name;
  let missing = false;
  for (;;) {
    const whole = node.fields.get(rest);
    const dot = rest.indexOf('.');
    const first = whole !== undefined || dot < 0 ? rest : rest.slice(0, dot);
    const type = whole ?? node.fields.get(first);
    if (type === undefined) {
      const around = path.length === 0 ? '' : ` in ${path.join('.')}`;
      const names = [...node.fields.keys(), ...(path.length === 0 ? others : [])];
      throw new ArgumentError(`--select: ${noSuchField(first, names)}${around}`);
    }
    path.push(first);
    if (first === rest) return { path, type: { ...type, optional: type.optional || missing } };
    const inner = structOf(type.shape, schema);
    if (inner === undefined) {
      throw new ArgumentError(`--select: ${path.join('.')} is no struct, so there is no ${name} to select`);
    }
    missing ||= type.optional || type.nullable;
    node = inner;
    rest = rest.slice(first.length + 1);
  }
}

/** `node` with what is at the path in `whole`; what was selected with all that is in it stays so. */
function within(node: StructNode, whole: StructNode, path: readonly string[], schema: Schema): StructNode {
  const [name, ...rest] = path as [string, ...string[]];
  const type = whole.fields.get(name)!;
  const before = node.fields.get(name);
  const fields = new Map(node.fields);
  const inner = structOf(type.shape, schema);
  if (rest.length === 0 || inner === undefined) fields.set(name, type);
  else if (before?.shape !== type.shape) {
    const around = before?.shape.kind === 'struct' ? before.shape.struct : emptied(inner);
    fields.set(name, { ...type, shape: { kind: 'struct', struct: within(around, inner, rest, schema) } });
  }
  return { ...node, fields };
}

/** The struct in a field; undefined for any other type. */
function structOf(shape: Shape, { structs }: Schema): StructNode | undefined {
  if (shape.kind === 'struct') return shape.struct;
  return shape.kind === 'named' ? structs.get(shape.name) : undefined;
}
