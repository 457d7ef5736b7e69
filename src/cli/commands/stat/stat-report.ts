/** What `stat` prints for people. */
import Table from 'cli-table3';
import pc from 'picocolors';
import type { IndexStat } from '../../../tables/files/file-indexes.js';
import type { KeysStat } from '../../../tables/files/file-schema.js';
import type { Schema, StructNode } from '../../../tables/schema/schema.js';
import { printType } from '../../../tables/schema/type-notation.js';
import { counted, readableBytes } from '../../failure.js';
import { printable } from '../../printable.js';
import type { Stat } from './stat-result.js';

const NO_RULES = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

function table(rows: readonly (readonly string[])[], right: readonly number[] = []): string {
  const columns = Math.max(...rows.map((row) => row.length));
  const made = new Table({
    chars: NO_RULES,
    style: { 'padding-left': 2, 'padding-right': 0, head: [], border: [] },
    colAligns: Array.from({ length: columns }, (_, column) => (right.includes(column) ? 'right' : 'left')),
  });
  made.push(...rows.map((row) => [...row]));
  return made.toString().replace(/ +$/gm, '');
}

export function report(stat: Stat, schema: Schema | undefined, color: boolean): string {
  const { bold, dim } = pc.createColors(color);
  const facts: [string, string][] = [
    ['kind', stat.kind],
    ['size', readableBytes(stat.bytes)],
  ];
  if (stat.records !== undefined) facts.push(['records', stat.records.toLocaleString('en-US')]);
  if (stat.keys !== undefined) facts.push(['keys', keysText(stat.keys)]);
  if (stat.sections !== null) {
    facts.push(['written by', stat.sections ? 'this library' : 'Python, or a build without sections']);
  }
  if (stat.build !== null) facts.push(['build', buildText(stat.build)]);
  if (stat.columns !== undefined) facts.push(['columns', printable(stat.columns.join(', '))]);
  if (schema !== undefined) facts.push(['alignment', counted(schema.root.alignment, 'byte')]);
  const { notMappedBecause: why } = stat;
  facts.push(['opened', why === null ? 'mapped' : `read into memory, because ${why}`]);
  const parts = Object.entries(stat.parts).map(([name, bytes]) => [
    name,
    readableBytes(bytes),
    `${((100 * bytes) / stat.bytes).toFixed(1)} %`,
  ]);
  const blocks = [
    bold(printable(stat.file)),
    table(facts.map(([name, value]) => [dim(name), value])),
    `\n${bold('parts')}`,
    table(parts, [1, 2]),
  ];
  if (stat.indexes !== undefined && stat.indexes.length > 0) {
    const head = ['index', 'keys', 'entries', 'size', 'of'].map(dim);
    blocks.push(`\n${bold('indexes')}`, table([head, ...stat.indexes.map(indexRow)], [1, 2, 3]));
  }
  if (schema !== undefined) {
    blocks.push(
      `\n${bold('schema')}`,
      table([['field', 'type'].map(dim), ...fieldRows(schema.root), ...structRows(schema)]),
    );
  }
  return blocks.join('\n');
}

function indexRow({ name, field, keys, entries, bytes, type, ordered }: IndexStat): string[] {
  const of = field === null ? 'keys of a function' : field === name ? 'the field' : `the field ${field}`;
  const counts = [keys, entries].map((each) => each.toLocaleString('en-US'));
  return [name, ...counts, readableBytes(bytes), `${of}, ${type}${ordered ? ', in order' : ''}`].map(
    printable,
  );
}

function buildText(build: NonNullable<Stat['build']>): string {
  if (build === 'damaged') return 'the trailer is damaged: try verify';
  const { id, time, checksums } = build;
  return `${id}${time === null ? '' : `, ${time}`}${checksums ? '' : ', opened to be changed since'}`;
}

function keysText({ entries, type, width, multi, declared, ordered }: KeysStat): string {
  const kinds: Record<string, string> = {
    uint64: 'integer',
    signed: 'signed integer',
    float64: 'float',
    empty: 'string',
    any: 'of any kind',
    approximate: 'approximate: hashes in place of the keys',
    unknown: 'of no kind that makes sense: the file is damaged',
  };
  const kind = `${kinds[type] ?? type}, ${width} bits${multi ? ', several records a key' : ''}${ordered ? ', in order' : ''}`;
  return `${entries.toLocaleString('en-US')} (${kind}${declared ? '' : ', to judge by the layout'})`;
}

/** One row a field in declared order, nested fields under their struct. */
function fieldRows({ fields }: StructNode, indent = ''): string[][] {
  return Array.from(fields).flatMap(([name, type]) => {
    const label = indent + printable(name);
    const { shape } = type;
    if (shape.kind === 'stored') return [[label, `stored as ${printable(shape.name)}, which is not read`]];
    if (shape.kind !== 'struct') return [[label, printable(printType(type)!)]];
    const flags = printType({ ...type, shape: { kind: 'named', name: 'struct' } })!;
    return [[label, flags], ...fieldRows(shape.struct, `${indent}  `)];
  });
}

function structRows({ structs }: Schema): string[][] {
  return [...structs].flatMap(([name, struct]) => {
    const { code, label = name } = struct;
    const called = label === name ? '' : ` (${printable(JSON.stringify(label))})`;
    const title = `${printable(name)}${called}${code === undefined ? '' : `, code ${code}`}`;
    return [[title, 'struct'], ...fieldRows(struct, '  ')];
  });
}
