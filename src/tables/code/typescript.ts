/** The declarations of a file's records and of the file in TypeScript, as a module that compiles. */
import type { FieldIndex } from '../../containers/secondary/index-types.js';
import type { Schema, Shape, StructNode, TypeNode } from '../schema/schema.js';
import { DEFAULT_ALIGNMENT } from '../schema/schema.js';
import type { CodeKeys, CodeSource } from './code-source.js';
import { commentText, Identifiers, typescriptText } from './identifiers.js';

export interface TypeScriptOptions {
  /** Whether integers of 64 bits are read as bigints, and not as numbers where that is exact. */
  readonly bigint?: boolean | undefined;
}

export function typescriptOf(source: CodeSource, options: TypeScriptOptions = {}): string {
  return new TypeScriptModule(source, options).text();
}

const WORD = /^[A-Za-z_$][A-Za-z0-9_$]*$/;

class TypeScriptModule {
  readonly #source: CodeSource;
  readonly #bigint: boolean;
  readonly #identifiers = new Identifiers('typescript');
  /** Names in the module by names in the schema. */
  readonly #names = new Map<string, string>();
  readonly #registered: boolean;

  constructor(source: CodeSource, { bigint = false }: TypeScriptOptions) {
    this.#source = source;
    this.#bigint = bigint;
    this.#registered = [...(source.schema?.structs.values() ?? [])].some(({ code }) => code !== undefined);
  }

  text(): string {
    const { file, name, schema, keys } = this.#source;
    const container = this.#identifiers.take(name);
    const maker = schema === undefined ? 'idMapper' : keys === undefined ? 'array' : 'mapping';
    const imports = [
      ...(this.#registered ? ['Registry'] : []),
      maker,
      ...(schema === undefined ? [] : ['struct']),
      ...(schema === undefined || keys !== undefined || schema.root.fields.size > 0 ? ['t'] : []),
    ];
    const parts = [
      `/** What ${commentText(file)} holds, as \`sharedbuffers types\` found it. */\nimport { ${imports.join(', ')} } from 'sharedbuffers';\n`,
    ];
    if (schema === undefined)
      parts.push(`export const ${container} = idMapper(${this.#keyOptions(keys!, [])});\n`);
    else parts.push(...this.#records(schema, container, keys));
    return parts.join('\n');
  }

  #records(schema: Schema, container: string, keys: CodeKeys | undefined): string[] {
    const parts: string[] = [];
    if (this.#registered) parts.push('const registry = new Registry();\n');
    const done = new Set<string>();
    const declare = (name: string) => {
      if (done.has(name)) return;
      done.add(name);
      const struct = schema.structs.get(name)!;
      for (const inner of namesIn(struct)) declare(inner);
      const identifier = this.#identifiers.take(name);
      this.#names.set(name, identifier);
      parts.push(`export const ${identifier} = ${this.#struct(struct, '', struct.label ?? name)};\n`);
    };
    for (const name of schema.structs.keys()) declare(name);
    const codes = [...schema.structs].filter(([, { code }]) => code !== undefined);
    if (codes.length > 0) {
      parts.push(
        codes.map(([name, { code }]) => `registry.register(${this.#names.get(name)!}, ${code});\n`).join(''),
      );
    }
    const record = this.#identifiers.take(`${container}Record`);
    parts.push(`export const ${record} = ${this.#struct(schema.root, '', undefined)};\n`);
    const made =
      keys === undefined
        ? `array(${record})`
        : `mapping(${this.#keyOptions(keys, [`value: ${record}`, ...indexesOf(schema)])})`;
    parts.push(`export const ${container} = ${made};\n`);
    return parts;
  }

  #keyOptions({ type, width, multi, approximate, bigint }: CodeKeys, more: readonly string[]): string {
    const options = [
      `key: t.${type === 'signed' ? (bigint ? 'bigint64' : 'int64') : bigint ? 'biguint64' : type}`,
      ...(type === 'signed' ? ['signed: true'] : []),
      ...more,
      ...(width === 64 ? [] : [`width: ${width}`]),
      ...(approximate ? ['approximate: true'] : multi ? ['multi: true'] : []),
    ];
    return `{ ${options.join(', ')} }`;
  }

  #struct({ fields, alignment }: StructNode, indent: string, name: string | undefined): string {
    const inner = `${indent}  `;
    const lines = Array.from(fields, ([field, type]) =>
      type.shape.kind === 'stored'
        ? `${inner}// ${commentText(field)} is stored as ${commentText(type.shape.name)}, which is not read.\n`
        : `${inner}${memberName(field)}: ${this.#type(type, inner)},\n`,
    );
    const options = [
      ...(name === undefined ? [] : [`name: ${typescriptText(name)}`]),
      ...(alignment === DEFAULT_ALIGNMENT ? [] : [`alignment: ${alignment}`]),
      ...(this.#registered ? ['registry'] : []),
    ];
    const body = lines.length === 0 ? '{}' : `{\n${lines.join('')}${indent}}`;
    return `struct(${body}${options.length === 0 ? '' : `, { ${options.join(', ')} }`})`;
  }

  #type({ shape, optional, nullable }: TypeNode, indent: string): string {
    return `${this.#shape(shape, indent)}${optional ? '.optional()' : ''}${nullable ? '.nullable()' : ''}`;
  }

  #shape(shape: Shape, indent: string): string {
    switch (shape.kind) {
      case 'scalar':
        return `t.${this.#bigint ? wide(shape.name) : shape.name}`;
      case 'any':
        return 't.any';
      case 'struct':
        return this.#struct(shape.struct, indent, undefined);
      case 'named':
        return this.#names.get(shape.name)!;
      case 'stored':
        return 't.any';
      case 'dict':
      case 'dictView':
        return this.#container(shape.kind, shape.entry ?? [], indent);
      default:
        return this.#container(shape.kind, shape.element === undefined ? [] : [shape.element], indent);
    }
  }

  #container(name: string, parts: readonly TypeNode[], indent: string): string {
    return `t.${name}${parts.length === 0 ? '' : `(${parts.map((part) => this.#type(part, indent)).join(', ')})`}`;
  }
}

function wide(name: string): string {
  if (name === 'uint64') return 'biguint64';
  return name === 'int64' || name === 'int' ? 'bigint64' : name;
}

/** In brackets, `__proto__` is a member like any other. */
function memberName(name: string): string {
  if (name === '__proto__') return "['__proto__']";
  return WORD.test(name) ? name : typescriptText(name);
}

/** Names of structs that a struct's fields need. */
export function namesIn({ fields }: StructNode): string[] {
  return [...fields.values()].flatMap(namesInType);
}

function namesInType({ shape }: TypeNode): string[] {
  if (shape.kind === 'named') return [shape.name];
  if (shape.kind === 'struct') return namesIn(shape.struct);
  if (shape.kind === 'dict' || shape.kind === 'dictView') return (shape.entry ?? []).flatMap(namesInType);
  return 'element' in shape && shape.element !== undefined ? namesInType(shape.element) : [];
}

/** The indexes by fields, but for those by containers of which the file does not say what they hold: these are no declaration. */
function indexesOf({ root, key }: Schema): string[] {
  const named = (key?.indexes ?? []).flatMap((index): string[] => {
    const {
      name,
      field = name,
      ordered = false,
    }: FieldIndex = typeof index === 'string' ? { name: index } : index;
    if (!holdsKeys(root, field)) return [];
    if (field === name && !ordered) return [typescriptText(name)];
    const options = [
      `name: ${typescriptText(name)}`,
      ...(field === name ? [] : [`field: ${typescriptText(field)}`]),
      ...(ordered ? ['ordered: true'] : []),
    ];
    return [`{ ${options.join(', ')} }`];
  });
  return named.length === 0 ? [] : [`indexes: [${named.join(', ')}]`];
}

function holdsKeys({ fields }: StructNode, field: string): boolean {
  const shape = fields.get(field)?.shape;
  if (shape !== undefined)
    return shape.kind === 'scalar' || ('element' in shape && shape.element?.shape.kind === 'scalar');
  for (let dot = field.indexOf('.'); dot >= 0; dot = field.indexOf('.', dot + 1)) {
    const outer = fields.get(field.slice(0, dot))?.shape;
    if (outer?.kind === 'struct' && holdsKeys(outer.struct, field.slice(dot + 1))) return true;
  }
  return false;
}
