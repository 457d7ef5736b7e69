/** What `stat` prints for people. */
import Table from 'cli-table3';
import pc from 'picocolors';
import type { RecordArray } from '../../containers/record-array.js';
import type { StoredSchema } from '../../schema/pickle/schema-pickle.js';
import type { KeysStat } from '../../tables/files/file-schema.js';
import { required } from '../../tables/schema/schema.js';
import { shapeOfStored } from '../../tables/schema/schema-of-file.js';
import { printType } from '../../tables/schema/type-notation.js';
import { counted, readableBytes } from '../failure.js';
import { printable } from '../printable.js';
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

export function report(stat: Stat, array: RecordArray<object> | undefined, color: boolean): string {
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
  if (array !== undefined) facts.push(['alignment', counted(array.schema.layout.alignment, 'byte')]);
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
  if (array !== undefined) {
    blocks.push(
      `\n${bold('schema')}`,
      table([['field', 'type', 'stored as'].map(dim), ...fields(array.stored)]),
    );
  }
  return blocks.join('\n');
}

function buildText(build: NonNullable<Stat['build']>): string {
  if (build === 'damaged') return 'the trailer is damaged: try verify';
  const { id, time, checksums } = build;
  return `${id}${time === null ? '' : `, ${time}`}${checksums ? '' : ', opened to be changed since'}`;
}

function keysText({ entries, type, width, multi, declared }: KeysStat): string {
  const kinds: Record<string, string> = {
    uint64: 'integer',
    empty: 'string',
    any: 'of any kind',
    approximate: 'approximate: hashes in place of the keys',
    unknown: 'of no kind that makes sense: the file is damaged',
  };
  const kind = `${kinds[type] ?? type}, ${width} bits${multi ? ', several records a key' : ''}`;
  return `${entries.toLocaleString('en-US')} (${kind}${declared ? '' : ', to judge by the layout'})`;
}

/** One row a field in declared order, nested fields under their struct; `schemaOfRecords` has bounded their number. */
function fields(schema: StoredSchema, indent = '', around: readonly StoredSchema[] = []): string[][] {
  const types = new Map(schema.slots.map(({ name, type }) => [name, type]));
  const inside = [...around, schema];
  return schema.declared.flatMap((name) => {
    const slot = types.get(name)!;
    const label = indent + printable(name);
    if (slot.kind !== 'struct') {
      const stored = slot.kind === 'builtin' ? slot.name : slot.global;
      const type = printType(required(shapeOfStored(stored))) ?? 'not read by this release';
      return [[label, printable(type), printable(stored)]];
    }
    if (inside.includes(slot.schema)) return [[label, 'struct around it', '']];
    return [[label, 'struct', 'Schema'], ...fields(slot.schema, `${indent}  `, inside)];
  });
}
