/** Whether values of a schema are decimals, whose digits must come as they were written. */
import type { Schema, Shape, TypeNode } from './schema.js';

export function holdsDecimals({ root, structs }: Schema): boolean {
  return [root, ...structs.values()].some(({ fields }) => [...fields.values()].some(isDecimal));
}

function isDecimal({ shape }: TypeNode): boolean {
  if (shape.kind === 'scalar') return shape.name === 'decimal';
  return inner(shape).some(isDecimal);
}

function inner(shape: Shape): readonly TypeNode[] {
  if (shape.kind === 'struct') return [...shape.struct.fields.values()];
  if ('entry' in shape) return shape.entry ?? [];
  return 'element' in shape && shape.element !== undefined ? [shape.element] : [];
}
