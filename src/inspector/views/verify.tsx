/** Whether every byte of the file is as it should be. */
import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { VerifyProgress, VerifyResult } from 'sharedbuffers/remote';
import type { ViewProps } from '../app.js';
import { hashWithin } from '../data/address.js';
import { bytesText, countText, printable } from '../data/printable.js';
import { type Verification, verify } from '../data/verify-worker.js';
import { WideTable } from '../parts/table.js';

const CHECKSUMS: Readonly<Record<VerifyResult['checksums'], string>> = {
  ok: 'hold',
  damaged: 'do not hold',
  changed: 'say nothing: the file was opened to be changed',
  none: 'there are none, as in files by Python',
};

export function VerifyView({ file, source, place }: ViewProps): JSX.Element {
  const [running, setRunning] = useState<Verification>();
  const [progress, setProgress] = useState<VerifyProgress>();
  const [result, setResult] = useState<VerifyResult>();
  const [problem, setProblem] = useState<string>();
  useEffect(() => () => running?.stop(), [running]);

  const start = () => {
    setResult(undefined);
    setProblem(undefined);
    setProgress(undefined);
    const verification = verify(source, file.byteLength, setProgress);
    setRunning(verification);
    verification.result
      .then(setResult, (error: Error) => setProblem(printable(error.message)))
      .finally(() => setRunning(undefined));
  };
  return (
    <>
      <p>
        Looks at every byte of the file: checksums, the index and its tables, and every value of every record.
        All {bytesText(file.byteLength)} are read, by blocks.
      </p>
      <div class="tools">
        <button type="button" disabled={running !== undefined} onClick={start}>
          Verify
        </button>
        <button type="button" disabled={running === undefined} onClick={() => running?.stop()}>
          Stop
        </button>
        {running !== undefined && (
          <span role="status">
            <progress value={progress?.done ?? 0} max={1} aria-label="Share that is checked" />{' '}
            {progress?.phase ?? 'begun'}, {Math.round((progress?.done ?? 0) * 100)} %
          </span>
        )}
      </div>
      {problem !== undefined && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      {result !== undefined && <Result result={result} place={place} />}
    </>
  );
}

function Result({
  result,
  place,
}: {
  readonly result: VerifyResult;
  readonly place: ViewProps['place'];
}): JSX.Element {
  const { ok, findings, leftOff, entries, records, checksums } = result;
  const link = (offset: number) => hashWithin(place, { view: 'bytes', offset: String(offset) });
  return (
    <>
      <p role="status" class={ok ? '' : 'problem'}>
        <strong>
          {ok ? 'Nothing is wrong.' : `${countText(findings.length + leftOff)} things are wrong.`}
        </strong>{' '}
        {countText(entries)} entries and {countText(records)} records were read. Checksums:{' '}
        {CHECKSUMS[checksums]}.
      </p>
      {findings.length > 0 && (
        <WideTable
          label="Findings"
          spans
          heads={['What', 'At byte', 'Of', 'Message']}
          after={leftOff > 0 && <p>{countText(leftOff)} more are not listed.</p>}
        >
          {findings.map(({ code, message, offset, path }, at) => (
            <tr key={at}>
              <th scope="row">{code}</th>
              <td>
                <a href={link(offset)}>{countText(offset)}</a>
              </td>
              <td>{printable(path ?? '')}</td>
              <td>{printable(message)}</td>
            </tr>
          ))}
        </WideTable>
      )}
    </>
  );
}
