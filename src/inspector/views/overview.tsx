/** What the file is, and where its bytes go. */
import type { JSX } from 'preact';
import type { FieldFacts, RemoteInspection } from 'sharedbuffers/remote';
import type { ViewProps } from '../app.js';
import { adviceOn } from '../data/advice.js';
import { bytesText, countText, printable } from '../data/printable.js';
import { partShares, type Sizes, sizesOf } from '../data/sizes.js';
import { WideTable } from '../parts/table.js';
import { Treemap } from '../parts/treemap.js';
import { useWork } from '../parts/use-work.js';

export function OverviewView({ file }: ViewProps): JSX.Element {
  const sizes = useWork((signal) => sizesOf(file, signal), [file]);
  const columns = useWork((signal) => file.columns({ signal }), [file]);
  const indexes = useWork(async (signal) => file.mapping?.indexNames({ signal }) ?? [], [file]);
  const shares = sizes.result?.shares ?? partShares(file);
  const advice = sizes.result === undefined ? [] : adviceOn(file, shares);
  return (
    <>
      <dl class="facts">
        {factsOf(file).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        {(columns.result?.length ?? 0) > 0 && (
          <div>
            <dt>columns</dt>
            <dd>{printable(columns.result!.join(', '))}</dd>
          </div>
        )}
        {(indexes.result?.length ?? 0) > 0 && (
          <div>
            <dt>further indexes</dt>
            <dd>{printable(indexes.result!.join(', '))}</dd>
          </div>
        )}
      </dl>
      <h3>Where the bytes go</h3>
      <Treemap shares={shares} />
      {sizes.result !== undefined && sizes.result.sampled > 0 && (
        <p class="dim">
          {sizes.result.partial
            ? `Records by field: of a sample of ${sizes.result.sampled} among ${countText(file.records!.length)}.`
            : `Records by field: of all ${countText(sizes.result.sampled)}.`}
        </p>
      )}
      {advice.length > 0 && (
        <>
          <h3>What to do about it</h3>
          <ul>
            {advice.map((each) => (
              <li key={each}>{each}</li>
            ))}
          </ul>
        </>
      )}
      {file.fields.length > 0 && (
        <>
          <h3>Schema</h3>
          <WideTable label="Schema" heads={['Field', 'Type', 'In the record', 'Required']}>
            {rowsOf(file.fields, (path) => requiredText(path, columns.result ?? [], sizes.result))}
          </WideTable>
          <p class="dim">
            Files do not say which fields are required. Where a column of a field is stored, all records have
            it; of others, it is told how many of the records that were looked at have a value.
          </p>
        </>
      )}
    </>
  );
}

const KINDS = { array: 'array', mapping: 'mapping', idMapper: 'id mapper' } as const;

function factsOf(file: RemoteInspection): [string, string][] {
  const { kind, keys, builtAt } = file;
  const facts: [string, string][] = [['kind', kind === undefined ? 'cannot be told' : KINDS[kind]]];
  if (file.records !== undefined) facts.push(['records', countText(file.records.length)]);
  if (keys !== undefined) facts.push(['keys', `${countText(keys.entries)}, ${keysText(keys)}`]);
  facts.push(['size', `${bytesText(file.byteLength)} (${countText(file.byteLength)})`]);
  facts.push(['build', file.buildId ?? 'does not say: by Python, or without a trailer']);
  if (builtAt !== undefined) facts.push(['built', `${builtAt.toISOString()}, ${ageOf(builtAt)} ago`]);
  return facts;
}

function keysText({
  kind,
  form,
  width,
  multi,
  approximate,
  table,
  declared,
}: NonNullable<RemoteInspection['keys']>): string {
  const parts = [form ?? kind, `${width} bits`];
  if (multi) parts.push('several values a key');
  if (approximate) parts.push('approximate: hashes in place of keys');
  parts.push(table === undefined ? 'found by search' : `found by ${table}`);
  if (!declared) parts.push('to judge by the layout');
  return parts.join(', ');
}

function ageOf(date: Date): string {
  const seconds = Math.max(0, (Date.now() - date.getTime()) / 1000);
  const units = [
    [86_400, 'day'],
    [3600, 'hour'],
    [60, 'minute'],
  ] as const;
  for (const [size, name] of units) {
    const count = Math.floor(seconds / size);
    if (count > 0) return `${countText(count)} ${name}${count === 1 ? '' : 's'}`;
  }
  return 'less than a minute';
}

function requiredText(path: string, columns: readonly string[], sizes: Sizes | undefined): string {
  if (columns.includes(path)) return 'yes';
  if (sizes === undefined || sizes.sampled === 0) return 'not told';
  const { present, sampled } = sizes;
  return `${present.get(path) === sampled ? 'it seems: ' : 'no: '}${countText(present.get(path) ?? 0)} of ${countText(sampled)} have it`;
}

function rowsOf(
  fields: readonly FieldFacts[],
  required: (path: string) => string,
  within = '',
): JSX.Element[] {
  return fields.flatMap((field) => {
    const path = within + field.name;
    return [
      <tr key={path}>
        <th scope="row">{printable(path)}</th>
        <td>{printable(field.type)}</td>
        <td>{field.fixed ? bytesText(field.size) : 'a pointer, 8 bytes'}</td>
        <td>{required(path)}</td>
      </tr>,
      ...rowsOf(field.fields, required, `${path}.`),
    ];
  });
}
