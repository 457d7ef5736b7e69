/**
 * Marks what modules do when they are loaded as free of effects, which all of it is: making constants, tables and
 * codecs. Bundlers of programs that use this library then leave out what a program does not use.
 */
import { parseAst } from 'rolldown/parseAst';

const MARK = '/* @__PURE__ */ ';
const FUNCTIONS = new Set(['FunctionExpression', 'ArrowFunctionExpression']);

/** Nodes of an expression that are evaluated as soon as it is: those outside function bodies. */
function* evaluated(node) {
  if (Array.isArray(node)) {
    for (const each of node) yield* evaluated(each);
  } else if (node !== null && typeof node === 'object' && typeof node.type === 'string') {
    yield node;
    if (FUNCTIONS.has(node.type)) return;
    for (const child of Object.values(node)) if (typeof child === 'object') yield* evaluated(child);
  }
}

/** Texts to put into the code, each at its position, so that bundlers see no effect in a variable's value. */
function* marks({ init }) {
  if (init === null || FUNCTIONS.has(init.type) || init.type === 'ClassExpression') return;
  const nodes = [...evaluated(init)];
  // Reading a property could run a getter, for all that bundlers know; only calls can be marked.
  if (nodes.some(({ type }) => type === 'MemberExpression' || type === 'SpreadElement')) {
    yield [init.start, `${MARK}(() => (`];
    yield [init.end, '))()'];
    return;
  }
  for (const { type, start } of nodes) {
    if (type === 'CallExpression' || type === 'NewExpression') yield [start, MARK];
  }
}

/** The code with a mark before each value of a top-level variable that bundlers would keep, used or not. */
export function markPure(code) {
  const variables = parseAst(code).body.filter(({ type }) => type === 'VariableDeclaration');
  const places = variables.flatMap(({ declarations }) => declarations.flatMap((each) => [...marks(each)]));
  let marked = '';
  let last = 0;
  for (const [place, mark] of places) {
    const before = code.slice(last, place);
    marked += before.endsWith(mark) ? before : before + mark;
    last = place;
  }
  return marked + code.slice(last);
}
