/**
 * Whether the head of a message of Arrow, a table of flatbuffers, leads nowhere outside of it. flechette takes lengths at their
 * word, and one that is damaged can make it loop for hours.
 */

/** Fields within fields. */
const MAX_DEPTH = 64;
const UNION = 14;
const MAX_ROWS = 2 ** 31;

/** Throws `RangeError` for a head that is damaged. `body`: the bytes behind it. */
export function checkHead(head: Uint8Array, body: number): void {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const message = tableAt(view, view.getUint32(0, true));
  const type = message.field(6);
  const header = message.field(8);
  if (type === 0 || header === 0) return;
  const table = tableAt(view, ahead(view, header));
  switch (view.getUint8(type)) {
    case 1:
      checkSchema(view, table);
      return;
    case 2: {
      const data = table.field(6);
      if (data !== 0) checkBatch(view, tableAt(view, ahead(view, data)), body);
      return;
    }
    case 3:
      checkBatch(view, table, body);
  }
}

interface Table {
  /** Where a field is; 0 where the table has none. */
  field(slot: number): number;
}

function tableAt(view: DataView, position: number): Table {
  const shape = position - view.getInt32(position, true);
  const size = view.getUint16(shape, true);
  const length = view.getUint16(shape + 2, true);
  if (size < 4 || shape + size > view.byteLength || position + length > view.byteLength) throw wrong();
  return {
    field(slot) {
      const offset = slot < size ? view.getUint16(shape + slot, true) : 0;
      if (offset >= Math.max(length, 4)) throw wrong();
      return offset === 0 ? 0 : position + offset;
    },
  };
}

/** What a distance leads to. */
function ahead(view: DataView, position: number): number {
  const target = position + view.getUint32(position, true);
  if (target + 4 > view.byteLength) throw wrong();
  return target;
}

/** Where the items of a vector begin, and how many there are; none for a field that is not there. */
function vector(
  view: DataView,
  field: number,
  size: number,
): { readonly start: number; readonly count: number } {
  if (field === 0) return { start: 0, count: 0 };
  const at = ahead(view, field);
  const count = view.getUint32(at, true);
  if (count * size > view.byteLength - at - 4) throw wrong();
  return { start: at + 4, count };
}

function checkSchema(view: DataView, schema: Table): void {
  checkFields(view, schema.field(6), 0);
  checkMetadata(view, schema.field(8));
}

function checkFields(view: DataView, field: number, depth: number): void {
  if (depth > MAX_DEPTH) throw wrong();
  const { start, count } = vector(view, field, 4);
  for (let index = 0; index < count; index += 1) {
    const inner = tableAt(view, ahead(view, start + 4 * index));
    vector(view, inner.field(4), 1);
    const [kind, type, dictionary] = [inner.field(8), inner.field(10), inner.field(12)];
    if (type !== 0) {
      const told = tableAt(view, ahead(view, type));
      if (kind !== 0 && view.getUint8(kind) === UNION) vector(view, told.field(6), 4);
    }
    if (dictionary !== 0) tableAt(view, ahead(view, dictionary));
    checkFields(view, inner.field(14), depth + 1);
    checkMetadata(view, inner.field(16));
  }
}

function checkMetadata(view: DataView, field: number): void {
  const { start, count } = vector(view, field, 4);
  for (let index = 0; index < count; index += 1) {
    const pair = tableAt(view, ahead(view, start + 4 * index));
    vector(view, pair.field(4), 1);
    vector(view, pair.field(6), 1);
  }
}

function checkBatch(view: DataView, batch: Table, body: number): void {
  const length = batch.field(4);
  if (length !== 0) checkCount(view, length, MAX_ROWS);
  const nodes = vector(view, batch.field(6), 16);
  for (let index = 0; index < nodes.count; index += 1) {
    const rows = checkCount(view, nodes.start + 16 * index, MAX_ROWS);
    checkCount(view, nodes.start + 16 * index + 8, rows);
  }
  const buffers = vector(view, batch.field(8), 16);
  for (let index = 0; index < buffers.count; index += 1) {
    const offset = checkCount(view, buffers.start + 16 * index, body);
    checkCount(view, buffers.start + 16 * index + 8, body - offset);
  }
  const variadic = vector(view, batch.field(12), 8);
  for (let index = 0; index < variadic.count; index += 1)
    checkCount(view, variadic.start + 8 * index, buffers.count);
}

function checkCount(view: DataView, position: number, most: number): number {
  const value = Number(view.getBigInt64(position, true));
  if (!(value >= 0 && value <= most)) throw wrong();
  return value;
}

function wrong(): RangeError {
  return new RangeError('leads outside of it');
}
