/** Records, or the entries of an id mapper, in a table. */
import type { JSX } from 'preact';
import { useCallback, useEffect, useMemo, useState } from 'preact/hooks';
import type { ViewProps } from '../app.js';
import { countText, printable } from '../data/printable.js';
import { type Row, type RowOrder, Rows } from '../data/rows.js';
import { shown } from '../data/show-value.js';
import { Grid, type GridColumn } from '../parts/grid.js';
import { RecordPanel } from '../parts/record-panel.js';

/** Columns that are shown before others are chosen. */
const FIRST = 12;
const [NARROWEST, WIDEST] = [40, 1200];

export function RecordsView({ file, place, go }: ViewProps): JSX.Element {
  const canIndex = file.mapping !== undefined || file.idMapper !== undefined;
  const order: RowOrder =
    file.records === undefined || (place.order === 'index' && canIndex) ? 'index' : 'written';
  const [, redraw] = useState(0);
  const rows = useMemo(() => new Rows(file, order, () => redraw((count) => count + 1)), [file, order]);
  useEffect(() => () => rows.close(), [rows]);
  const names = useMemo(() => namesOf(file, order), [file, order]);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(() => new Set(names.slice(FIRST)));
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const resize = useCallback((name: string, width: number) => {
    setWidths((before) => ({ ...before, [name]: Math.min(WIDEST, Math.max(NARROWEST, Math.round(width))) }));
  }, []);
  const show = useCallback((from: number, to: number) => rows.show(from, to), [rows]);
  const chosen = place.row === undefined ? -1 : Math.min(rows.length - 1, Number(place.row) || 0);
  const choose = (row: number) =>
    go({ view: 'records', row: String(row), ...(order === 'index' && { order }) });

  if (rows.length === 0) return <p>There are no records.</p>;
  const columns = names
    .filter((name) => !hidden.has(name))
    .map((name): GridColumn => ({ name, title: printable(name.slice(1)), width: widths[name] ?? 160 }));
  const cells = (at: number): JSX.Element[] | undefined => {
    const row = rows.at(at);
    if (row === undefined) return undefined;
    return columns.map(({ name }) => <Cell key={name} row={row} name={name} />);
  };
  const row = chosen < 0 ? undefined : rows.at(chosen);
  return (
    <>
      <div class="tools">
        <span>{countText(rows.length)} rows</span>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            const field = event.currentTarget.elements.namedItem('row') as HTMLInputElement;
            if (/^\d+$/.test(field.value)) choose(Math.min(rows.length - 1, Number(field.value)));
          }}
        >
          <label>
            Go to row <input name="row" inputMode="numeric" size={10} />
          </label>{' '}
          <button type="submit">Go</button>
        </form>
        {canIndex && file.records !== undefined && (
          <label>
            Order{' '}
            <select
              value={order}
              onChange={(event) => go({ view: 'records', order: event.currentTarget.value })}
            >
              <option value="written">as written</option>
              <option value="index">of the index, with keys</option>
            </select>
          </label>
        )}
        <details class="choice">
          <summary>Columns</summary>
          <fieldset>
            <legend>Columns to show</legend>
            {names.map((name) => (
              <label key={name}>
                <input
                  type="checkbox"
                  checked={!hidden.has(name)}
                  onChange={() => setHidden((before) => toggled(before, name))}
                />{' '}
                {printable(name.slice(1))}
              </label>
            ))}
          </fieldset>
        </details>
      </div>
      <Grid
        key={order + (place.go ?? '')}
        label="Records"
        length={rows.length}
        columns={columns}
        chosen={chosen}
        choose={choose}
        resize={resize}
        cells={cells}
        show={show}
      />
      {row !== undefined && (
        <RecordPanel
          row={row}
          file={file}
          title={`${file.records === undefined ? 'Entry' : 'Record'} ${countText(row.item ?? chosen)}`}
          place={place}
        />
      )}
    </>
  );
}

/** Fields have a point in front, so that none is taken for the key. */
function namesOf(file: ViewProps['file'], order: RowOrder): string[] {
  const fields = file.fields.map(({ name }) => `.${name}`);
  if (file.records === undefined) return [' key', ' value'];
  return order === 'index' ? [' key', ...fields] : fields;
}

function toggled(before: ReadonlySet<string>, name: string): ReadonlySet<string> {
  const after = new Set(before);
  if (!after.delete(name)) after.add(name);
  return after;
}

function Cell({ row, name }: { readonly row: Row; readonly name: string }): JSX.Element {
  const { text, kind } = shown(() => {
    if (name === ' key') return row.key;
    if (row.problem !== undefined) throw row.problem;
    return name === ' value' ? row.value : row.record && Reflect.get(row.record, name.slice(1));
  });
  return (
    <div role="gridcell" class={`cut ${kind}`} title={text}>
      {kind === 'damaged' ? '⚠ ' : ''}
      {text}
    </div>
  );
}
