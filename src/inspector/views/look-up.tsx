/** How the look-up of a key goes: what is read, in its order, and what that takes far away. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { LookUpTrace } from 'sharedbuffers/remote';
import type { ViewProps } from '../app.js';
import { hashWithin } from '../data/address.js';
import { keyFrom, keyHint } from '../data/key-text.js';
import { bytesText, counted, countText, printable } from '../data/printable.js';
import { opened } from '../data/sources.js';

interface Told extends LookUpTrace {
  readonly opening: { readonly requests: number; readonly bytes: number };
}

export function LookUpView({ file, source, place, go }: ViewProps): JSX.Element {
  const [told, setTold] = useState<Told>();
  const [problem, setProblem] = useState<string>();
  const { keys } = file;
  useEffect(() => {
    // Who came by a link has asked already.
    if (keys !== undefined && place.q !== undefined) run(place.q);
  }, []);
  if (keys === undefined) return <p>This file has no keys: records are found by their numbers alone.</p>;

  const run = async (text: string) => {
    setTold(undefined);
    setProblem(undefined);
    try {
      const key = keyFrom(keys, text);
      // On a file of its own, of which nothing is here yet.
      using fresh = await opened(source);
      const { requests, bytes } = fresh.stats;
      setTold({ ...(await fresh.lookUp(key)), opening: { requests, bytes } });
    } catch (error) {
      setProblem(printable((error as Error).message));
    }
  };
  const submit = (event: Event) => {
    event.preventDefault();
    const text = String(new FormData(event.currentTarget as HTMLFormElement).get('key') ?? '');
    go({ view: 'look-up', q: text });
    run(text);
  };
  return (
    <>
      <form class="tools" onSubmit={submit}>
        <label class="grow">
          Key{' '}
          <input
            name="key"
            defaultValue={place.q ?? ''}
            placeholder={keyHint(keys)}
            autocomplete="off"
            spellcheck={false}
          />
        </label>
        <button type="submit">Look up</button>
      </form>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {told !== undefined && <Steps told={told} place={place} />}
    </>
  );
}

function Steps({ told, place }: { readonly told: Told; readonly place: ViewProps['place'] }): JSX.Element {
  const { steps, found, hash, requests, bytes, opening } = told;
  const link = (offset: number) => hashWithin(place, { view: 'bytes', offset: String(offset) });
  const read = steps.reduce((sum, { length }) => sum + length, 0);
  return (
    <>
      <p role="status">
        {found === undefined ? 'There is no such key.' : 'Found.'} {counted(steps.length, 'place')},{' '}
        {counted(read, 'byte')} looked at. Of a file of which nothing is here, this took{' '}
        {counted(requests, 'request')} and {bytesText(bytes)}, after {countText(opening.requests)} and{' '}
        {bytesText(opening.bytes)} to open it.
      </p>
      <ol class="steps">
        {hash !== undefined && (
          <li>
            <strong>hash</strong> of the key: <code>{hash.toString(16).padStart(16, '0')}</code> (section 8 of
            the format)
          </li>
        )}
        {steps.map((step, at) => (
          <li key={at}>
            <strong>{printable(step.part)}</strong>: {counted(step.length, 'byte')} at{' '}
            <a href={link(step.offset)}>{countText(step.offset)}</a>, {counted(step.reads, 'read')}
            {step.section !== '' && ` (section ${step.section} of the format)`}
          </li>
        ))}
        {found !== undefined && (
          <li>
            {told.isRecord ? (
              <>
                <strong>record</strong> at <a href={link(Number(found))}>{countText(found)}</a>
              </>
            ) : (
              <>
                <strong>value</strong> {countText(found)}
              </>
            )}
          </li>
        )}
      </ol>
    </>
  );
}
