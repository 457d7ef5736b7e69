/** One record: its values, unfolded where they hold others, and as JSON. */
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { RemoteInspection } from 'sharedbuffers/remote';
import type { Place } from '../data/address.js';
import { printable } from '../data/printable.js';
import type { Row } from '../data/rows.js';
import { recordJson, shown } from '../data/show-value.js';
import { jsonOf, spelled } from '../data/spelling.js';
import { RowLinks } from './row-links.js';

interface Props {
  readonly row: Row;
  readonly file: RemoteInspection;
  readonly title: string;
  readonly place: Place;
}

export function RecordPanel({ row, file, title, place }: Props): JSX.Element {
  const names = file.fields.map(({ name }) => name);
  const json =
    row.record === undefined
      ? jsonOf({ $key: row.key, value: row.value }, 2)
      : recordJson(row.record, names, row.key);
  return (
    <section class="panel" aria-label={title}>
      <h3>{title}</h3>
      {row.problem !== undefined && <p class="problem">{printable(row.problem.message)}</p>}
      {row.record !== undefined && (
        <ul class="tree">
          {row.key !== undefined && <Value name="key" read={() => row.key} depth={0} />}
          {names.map((name) => (
            <Value key={name} name={name} read={() => Reflect.get(row.record!, name)} depth={0} />
          ))}
        </ul>
      )}
      {row.problem === undefined && <Json text={json} />}
      <p>
        <RowLinks file={file} row={row} place={place} />
      </p>
    </section>
  );
}

/** Levels that are unfolded: values may hold themselves. */
const DEEPEST = 12;
/** Elements that are shown of one value. */
const MOST = 100;

function Value({
  name,
  read,
  depth,
}: {
  readonly name: string;
  readonly read: () => unknown;
  readonly depth: number;
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const { text, kind } = shown(read);
  const label = (
    <>
      <span class="name">{printable(name)}</span>{' '}
      <span class={`value ${kind}`}>{text === '' ? 'missing' : text}</span>
    </>
  );
  const inner = depth < DEEPEST && kind === 'other' ? partsOf(read) : [];
  if (inner.length === 0) return <li>{label}</li>;
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{label}</summary>
        {open && (
          <ul>
            {inner.map(([part, get], at) => (
              <Value key={`${at} ${part}`} name={part} read={get} depth={depth + 1} />
            ))}
          </ul>
        )}
      </details>
    </li>
  );
}

/** What a value holds, by name or place. */
function partsOf(read: () => unknown): (readonly [string, () => unknown])[] {
  let value: unknown;
  try {
    value = read();
    if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return [];
    if ('entries' in value && 'get' in value && typeof value.entries === 'function') {
      const entries = firstOf(value.entries() as Iterable<[unknown, unknown]>);
      return entries.map(([key, each]) => [spelled(key), () => each] as const);
    }
    if (Symbol.iterator in value) {
      return firstOf(value as Iterable<unknown>).map((each, at) => [String(at), () => each] as const);
    }
    if ('toObject' in value && typeof value.toObject === 'function') value = value.toObject();
    const holder = value as object;
    return Object.keys(holder).map((name) => [name, () => Reflect.get(holder, name)] as const);
  } catch {
    return [];
  }
}

/** No more than are shown: a value may have millions. */
function firstOf<T>(values: Iterable<T>): T[] {
  const first: T[] = [];
  for (const value of values) {
    if (first.length >= MOST) break;
    first.push(value);
  }
  return first;
}

function Json({ text }: { readonly text: string }): JSX.Element {
  const [copied, setCopied] = useState('');
  const shownText = useRef<HTMLPreElement>(null);
  useEffect(() => setCopied(''), [text]);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied('copied');
    } catch {
      // Where there is no clipboard, what is to be copied is marked.
      getSelection()?.selectAllChildren(shownText.current!);
      setCopied('marked: copy it by the keyboard');
    }
  };
  return (
    <>
      <p>
        <button type="button" onClick={copy}>
          Copy as JSON
        </button>{' '}
        <span role="status">{copied}</span>
      </p>
      <pre ref={shownText} tabIndex={0} role="region" aria-label="The record as JSON">
        {text.split('\n').map(printable).join('\n')}
      </pre>
    </>
  );
}
