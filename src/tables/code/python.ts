/** The schemas and classes of a file in Python, as a module for the library of the same name there. */
import { DEFAULT_ALIGNMENT, type Schema, type Shape, type StructNode } from '../schema/schema.js';
import { storedName } from '../schema/schema-of-file.js';
import type { CodeKeys, CodeSource } from './code-source.js';
import { commentText, Identifiers, pythonText } from './identifiers.js';
import { namesIn } from './typescript.js';

/** Types that Python has names of its own for. */
const OWN = new Set(['int', 'float', 'bool']);

export function pythonOf(source: CodeSource): string {
  return new PythonModule(source).text();
}

class PythonModule {
  readonly #source: CodeSource;
  readonly #identifiers = new Identifiers('python');
  readonly #names = new Map<string, string>();
  readonly #parts: string[] = [];

  constructor(source: CodeSource) {
    this.#source = source;
  }

  text(): string {
    const { file, name, schema, keys } = this.#source;
    this.#parts.push(
      `# What ${commentText(file)} holds, as \`sharedbuffers types --python\` found it.\nfrom sharedbuffers import mapped_struct as ms\n`,
    );
    const container = this.#identifiers.take(name);
    if (schema === undefined) this.#parts.push(`${container} = ms.${mapperName(keys!)}\n`);
    else this.#records(schema, container, keys);
    return this.#parts.join('\n');
  }

  #records(schema: Schema, container: string, keys: CodeKeys | undefined): void {
    const done = new Set<string>();
    const declare = (name: string) => {
      if (done.has(name)) return;
      done.add(name);
      const struct = schema.structs.get(name)!;
      for (const inner of namesIn(struct)) declare(inner);
      this.#names.set(name, this.#registered(struct, name, struct.code));
    };
    for (const name of schema.structs.keys()) declare(name);
    const record = this.#schema(schema.root, `${container}Record`);
    const array = `class ${keys === undefined ? container : `${container}Array`}(ms.MappedArrayProxyBase):\n    schema = ${record}\n`;
    this.#parts.push(array);
    if (keys === undefined) return;
    const base = keys.multi || keys.approximate ? 'MappedMultiMappingProxyBase' : 'MappedMappingProxyBase';
    this.#parts.push(
      `class ${container}(ms.${base}):\n    IdMapper = ms.${mapperName(keys)}\n    ValueArray = ${container}Array\n`,
    );
  }

  /** Declares a schema, and those of the structs in it, and gives its name. */
  #schema({ fields, alignment }: StructNode, name: string): string {
    const slots = Array.from(fields, ([field, { shape }]) =>
      shape.kind === 'stored'
        ? `    # ${commentText(field)} is stored as ${commentText(shape.name)}\n`
        : `    ${pythonText(field)}: ${this.#type(shape, `${name}_${field}`)},\n`,
    );
    const identifier = this.#identifiers.take(`${name}Schema`);
    const aligned = alignment === DEFAULT_ALIGNMENT ? '' : `, alignment=${alignment}`;
    this.#parts.push(`${identifier} = ms.Schema.from_typed_slots({\n${slots.join('')}}${aligned})\n`);
    return identifier;
  }

  /** Declares a class for a struct, and gives the name of its type. */
  #registered(struct: StructNode, name: string, code: number | undefined): string {
    const schema = this.#schema(struct, name);
    const made = this.#identifiers.take(name);
    const type = this.#identifiers.take(`${made}Type`);
    const byte = code === undefined ? 'None' : `b'\\x${code.toString(16).padStart(2, '0')}'`;
    this.#parts.push(
      `class ${made}(object):\n    pass\n`,
      `${type} = ms.mapped_object.register_schema(${made}, ${schema}, ${byte})\n`,
    );
    return type;
  }

  #type(shape: Shape, name: string): string {
    if (shape.kind === 'named') return this.#names.get(shape.name)!;
    if (shape.kind === 'struct') return this.#registered(shape.struct, name, undefined);
    const stored = storedName(shape);
    return OWN.has(stored) ? stored : `ms.${stored}`;
  }
}

/** Python's class for an index. */
function mapperName({ type, width, multi, approximate }: CodeKeys): string {
  const bits = width === 32 ? '32' : '';
  if (approximate) return `ApproxStringId${bits}MultiMapper`;
  if (type === 'any') return 'ObjectIdMapper';
  return `${type === 'string' || type === 'bytes' ? 'String' : 'Numeric'}Id${bits}${multi ? 'Multi' : ''}Mapper`;
}
