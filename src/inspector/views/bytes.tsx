/** What each byte of a record, or of a part of the file, is. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { ByteSpan, RemoteInspection } from 'sharedbuffers/remote';
import type { ViewProps } from '../app.js';
import { hashWithin } from '../data/address.js';
import { type Stretch, stretchesOf } from '../data/hex.js';
import { countText, printable } from '../data/printable.js';
import { Hex, SpanList } from '../parts/hex.js';
import { useWork } from '../parts/use-work.js';

/** Bytes of a page of a part. */
const PAGE = 512;

interface Shown {
  readonly title: string;
  readonly spans: readonly ByteSpan[];
  readonly stretches: readonly (Stretch & { readonly bytes: Uint8Array })[];
}

export function BytesView({ file, place, go }: ViewProps): JSX.Element {
  const [line] = useState(() => (innerWidth < 640 ? 8 : 16));
  const { record, offset, at, q } = place;
  const { result, problem, busy } = useWork(
    (signal) => load(file, { record, offset }, line, signal),
    [file, record, offset, line],
  );
  const number = (text: string | undefined) => (text === undefined ? undefined : Number(text));
  const marked = number(at) ?? number(offset);
  const follow = (target: number) => {
    const here = result?.stretches.some(
      (each) => each.offset <= target && target < each.offset + each.length,
    );
    if (record !== undefined && here) go({ view: 'bytes', record, at: String(target) });
    else go({ view: 'bytes', offset: String(target) });
  };
  const start = Number(offset ?? 0);
  return (
    <>
      <div class="tools">
        <label>
          Part{' '}
          <select
            value={partAt(file, result?.stretches[0]?.offset ?? start)}
            onChange={(event) =>
              go({ view: 'bytes', offset: String(file.parts[Number(event.currentTarget.value)]!.offset) })
            }
          >
            {file.parts.map((part, each) => (
              <option key={part.offset} value={String(each)}>
                {printable(part.name)}, at {countText(part.offset)}
              </option>
            ))}
          </select>
        </label>
        <Ask label="Byte" value={offset} ask={(value) => go({ view: 'bytes', offset: value })} />
        {file.records !== undefined && (
          <Ask label="Record" value={record} ask={(value) => go({ view: 'bytes', record: value })} />
        )}
        {record === undefined && (
          <>
            <button
              type="button"
              disabled={start === 0}
              onClick={() => go({ view: 'bytes', offset: String(Math.max(0, start - PAGE)) })}
            >
              Before
            </button>
            <button
              type="button"
              disabled={start + PAGE >= file.byteLength}
              onClick={() => go({ view: 'bytes', offset: String(start + PAGE) })}
            >
              After
            </button>
          </>
        )}
      </div>
      {busy && <p role="status">Reading…</p>}
      {problem !== undefined && (
        <p class="problem" role="alert">
          {printable(problem.message)}
        </p>
      )}
      {result !== undefined && problem === undefined && (
        <>
          <h3>{result.title}</h3>
          {q !== undefined && file.keys !== undefined && (
            <p>
              <a href={hashWithin(place, { view: 'look-up', q })}>How {printable(q)} is looked up</a>
            </p>
          )}
          {result.stretches.map((stretch) => (
            <Hex
              key={stretch.offset}
              stretch={stretch}
              bytes={stretch.bytes}
              spans={result.spans}
              line={line}
              at={marked}
              follow={follow}
            />
          ))}
          <SpanList spans={result.spans} at={marked} follow={follow} />
          <p class="dim">
            Named by what the library's own reader was seen to read of them; sections are those of
            docs/format.md.
          </p>
        </>
      )}
    </>
  );
}

function Ask({
  label,
  value,
  ask,
}: {
  readonly label: string;
  readonly value: string | undefined;
  readonly ask: (value: string) => void;
}): JSX.Element {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const field = event.currentTarget.elements.namedItem('number') as HTMLInputElement;
        const number = Number(field.value.trim());
        if (Number.isSafeInteger(number) && number >= 0 && field.value.trim() !== '') ask(String(number));
      }}
    >
      <label>
        {label} <input key={value} name="number" defaultValue={value ?? ''} inputMode="numeric" size={10} />
      </label>{' '}
      <button type="submit">Show</button>
    </form>
  );
}

function partAt({ parts }: RemoteInspection, offset: number): string {
  return String(parts.findIndex((part) => offset >= part.offset && offset < part.offset + part.length));
}

async function load(
  file: RemoteInspection,
  { record, offset }: { readonly record: string | undefined; readonly offset: string | undefined },
  line: number,
  signal: AbortSignal,
): Promise<Shown> {
  if (record !== undefined) {
    const { spans } = await file.recordBytes(Number(record), { signal });
    const stretches = stretchesOf(spans, line, file.byteLength);
    return {
      title: `Record ${countText(Number(record))}`,
      spans,
      stretches: await withBytes(file, stretches, signal),
    };
  }
  const from = Math.min(Number(offset ?? 0) || 0, Math.max(0, file.byteLength - 1));
  const first = from - (from % line);
  const stretch = { offset: first, length: Math.min(PAGE, file.byteLength - first), left: 0 };
  const spans = await file.spans(first, stretch.length, { signal });
  const part = file.parts[Number(partAt(file, from))];
  return {
    title:
      part === undefined
        ? 'Bytes'
        : `${printable(part.name)}${part.section === '' ? '' : `: section ${part.section} of the format`}`,
    spans,
    stretches: await withBytes(file, [stretch], signal),
  };
}

function withBytes(
  file: RemoteInspection,
  stretches: readonly Stretch[],
  signal: AbortSignal,
): Promise<(Stretch & { readonly bytes: Uint8Array })[]> {
  return Promise.all(
    stretches.map(async (stretch) => ({
      ...stretch,
      bytes: await file.bytes(stretch.offset, stretch.length, { signal }),
    })),
  );
}
