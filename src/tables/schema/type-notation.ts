/** The short notation of types, as in `list<int64 | null>?`: read and written. */
import { isContainer, isDict, isFreeName, isScalar, type Shape, type TypeNode } from './schema.js';

/** Nested deeper, a type is a slip of the pen. */
const MAX_DEPTH = 32;

/** Reads a type; `undefined` when it is not one. */
export function parseType(text: string, depth = 0): TypeNode | undefined {
  let rest = text.trim();
  let optional = false;
  let nullable = false;
  for (;;) {
    if (rest.endsWith('?') && !optional) {
      optional = true;
      rest = rest.slice(0, -1).trimEnd();
    } else if (/\|\s*null$/.test(rest) && !nullable) {
      nullable = true;
      rest = rest.replace(/\s*\|\s*null$/, '');
    } else break;
  }
  const shape = parseShape(rest, depth);
  return shape && { shape, optional, nullable };
}

function parseShape(text: string, depth: number): Shape | undefined {
  if (isScalar(text)) return { kind: 'scalar', name: text };
  if (text === 'any') return { kind: 'any' };
  if (isContainer(text) || isDict(text)) return { kind: text };
  if (isFreeName(text)) return { kind: 'named', name: text };
  const open = text.indexOf('<');
  if (open < 0 || !text.endsWith('>') || depth > MAX_DEPTH) return undefined;
  const outer = text.slice(0, open).trim();
  const inner = parameters(text.slice(open + 1, -1)).map((part) => parseType(part, depth + 1));
  const [first, second] = inner;
  if (first === undefined || inner.some((type) => type === undefined || type.optional)) return undefined;
  if (isContainer(outer)) return inner.length === 1 ? { kind: outer, element: first } : undefined;
  return isDict(outer) && inner.length === 2 ? { kind: outer, entry: [first, second!] } : undefined;
}

/** Parts of a text between the commas that are not within angle brackets. */
function parameters(text: string): string[] {
  const parts: string[] = [''];
  let depth = 0;
  for (const character of text) {
    if (character === '<') depth += 1;
    if (character === '>') depth -= 1;
    if (character === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += character;
  }
  return parts;
}

/** A type in short notation; `undefined` for one with a struct in line, which takes the long form. */
export function printType({ shape, optional, nullable }: TypeNode): string | undefined {
  const text = printShape(shape);
  return text === undefined ? undefined : `${text}${optional ? '?' : ''}${nullable ? ' | null' : ''}`;
}

function printShape(shape: Shape): string | undefined {
  switch (shape.kind) {
    case 'scalar':
    case 'named':
      return shape.name;
    case 'any':
      return 'any';
    case 'struct':
    case 'stored':
      return undefined;
    case 'dict':
    case 'dictView':
      return withParameters(shape.kind, shape.entry ?? []);
    default:
      return withParameters(shape.kind, shape.element === undefined ? [] : [shape.element]);
  }
}

function withParameters(name: string, types: readonly TypeNode[]): string | undefined {
  const printed = types.map(printType);
  if (printed.includes(undefined)) return undefined;
  return types.length === 0 ? name : `${name}<${printed.join(', ')}>`;
}
