/** Bytes, each coloured by what it is. */
import type { JSX } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { ByteSpan } from 'sharedbuffers/remote';
import { byByte, hexByte, type Stretch, seen } from '../data/hex.js';
import { countText, printable } from '../data/printable.js';
import { WideTable } from './table.js';

interface Props {
  readonly stretch: Stretch;
  readonly bytes: Uint8Array;
  readonly spans: readonly ByteSpan[];
  readonly line: number;
  /** The byte that is looked for, which is marked. */
  readonly at?: number | undefined;
  readonly follow: (offset: number) => void;
}

export function Hex({ stretch, bytes, spans, line, at, follow }: Props): JSX.Element {
  const what = byByte(spans, stretch);
  const marked = useRef<HTMLDivElement>(null);
  useEffect(() => marked.current?.scrollIntoView({ block: 'nearest' }), [at]);
  const lines = Math.ceil(bytes.length / line);
  return (
    <div class="hex wide" tabIndex={0} role="region" aria-label={`Bytes from ${countText(stretch.offset)}`}>
      {Array.from({ length: lines }, (_, number) => {
        const from = number * line;
        const part = bytes.subarray(from, from + line);
        const position = stretch.offset + from;
        const here = at !== undefined && at >= position && at < position + line;
        return (
          <div key={from} class="line" ref={here ? marked : null}>
            <span class="dim">{position.toString(16).padStart(8, '0')} </span>
            {Array.from(part, (byte, each) => (
              <Byte
                key={each}
                byte={byte}
                span={what[from + each]}
                marked={position + each === at}
                follow={follow}
              />
            ))}
            <span class="seen"> {Array.from(part, seen).join('')}</span>
          </div>
        );
      })}
      {stretch.left > 0 && (
        <p>
          {countText(stretch.left)} bytes more are not shown here:{' '}
          <button type="button" class="link" onClick={() => follow(stretch.offset + bytes.length)}>
            go on at byte {countText(stretch.offset + bytes.length)}
          </button>
        </p>
      )}
    </div>
  );
}

function Byte({
  byte,
  span,
  marked,
  follow,
}: {
  readonly byte: number;
  readonly span: ByteSpan | undefined;
  readonly marked: boolean;
  readonly follow: (offset: number) => void;
}): JSX.Element {
  const style = `byte ${span?.kind ?? ''} ${marked ? 'marked' : ''}`;
  const title = span === undefined ? 'read by nothing here' : printable(`${span.path} ${span.what}`.trim());
  if (span?.target === undefined) {
    return (
      <span class={style} title={title}>
        {hexByte(byte)}
      </span>
    );
  }
  const { target } = span;
  // By keyboard, the list of what the bytes are has the same.
  return (
    <span class={`${style} leads`} title={title} onClick={() => follow(target)}>
      {hexByte(byte)}
    </span>
  );
}

/** What the bytes are, one after the other. */
export function SpanList({ spans, at, follow }: Pick<Props, 'spans' | 'at' | 'follow'>): JSX.Element {
  return (
    <WideTable
      label="What the bytes are"
      spans
      heads={['Byte', 'Bytes', 'Of', 'What', 'Format']}
      after={
        spans.length > MOST && (
          <p>
            The first {MOST} of {countText(spans.length)} are listed.
          </p>
        )
      }
    >
      {spans.slice(0, MOST).map((span) => (
        <tr key={span.offset} class={span.offset === at ? 'chosen' : ''}>
          <th scope="row" class="number">
            {countText(span.offset)}
          </th>
          <td class="number">{countText(span.length)}</td>
          <td>
            <span class={`byte ${span.kind}`}>{span.kind}</span> {printable(span.path)}
          </td>
          <td>
            {printable(span.what)}{' '}
            {span.target !== undefined && (
              <button type="button" class="link" onClick={() => follow(span.target!)}>
                follow
              </button>
            )}
          </td>
          <td>{span.section !== '' && `section ${span.section}`}</td>
        </tr>
      ))}
    </WideTable>
  );
}

const MOST = 400;
