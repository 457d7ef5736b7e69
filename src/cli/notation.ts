/** The short notation of types, as in `list<int64 | null>?`: read and written. */
import { isContainer, isFreeName, isScalar, type Shape, type TypeNode } from './schema.js';

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
  if (isContainer(text)) return { kind: text };
  if (isFreeName(text)) return { kind: 'named', name: text };
  const open = text.indexOf('<');
  if (open < 0 || !text.endsWith('>') || depth > MAX_DEPTH) return undefined;
  const outer = text.slice(0, open).trim();
  const inner = parseType(text.slice(open + 1, -1), depth + 1);
  if (inner === undefined || inner.optional) return undefined;
  if (outer === 'any' && inner.shape.kind === 'named' && !inner.nullable) {
    return { kind: 'any', objects: inner.shape.name };
  }
  return isContainer(outer) ? { kind: outer, element: inner } : undefined;
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
      return shape.objects === undefined ? 'any' : `any<${shape.objects}>`;
    case 'struct':
    case 'stored':
      return undefined;
    default: {
      if (shape.element === undefined) return shape.kind;
      const element = printType(shape.element);
      return element === undefined ? undefined : `${shape.kind}<${element}>`;
    }
  }
}
