/** Choosing a file whose schema stands in for the one that a damaged file has lost. */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { printable } from '../data/printable.js';
import { isSame, type Source, withSchemaOf } from '../data/sources.js';
import { Choice } from './choice.js';

interface Props {
  readonly source: Source;
  /** All that is at hand. */
  readonly sources: readonly Source[];
  readonly choose: (source: Source) => void;
}

export function SchemaGiver({ source, sources, choose }: Props): JSX.Element {
  const [problem, setProblem] = useState<string>();
  const others = sources.filter((each) => !isSame(each, source));
  const by = (other: Source | undefined) => {
    if (other === undefined) return;
    withSchemaOf(source, other).then(choose, (error: Error) => setProblem(error.message));
  };
  return (
    <div class="tools">
      {others.length > 0 && (
        <Choice
          label="Read its records by the schema of"
          names={others.map(({ name }) => name)}
          chosen={-1}
          choose={(at) => by(others[at])}
        />
      )}
      <label>
        Read its records by the schema of a file{' '}
        <input
          type="file"
          onChange={(event) => {
            const file = event.currentTarget.files?.[0];
            by(file && { name: file.name, input: file });
          }}
        />
      </label>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {printable(problem)}
        </p>
      )}
    </div>
  );
}
