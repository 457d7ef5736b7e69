/** Code that is loaded when a file or a call asks for it; bundlers that split make files of their own of these. */
type Whole = typeof import('./whole/whole.js');

export function loadWhole(): Promise<Whole> {
  return import('./whole/whole.js');
}

export function loadKinds(): Promise<typeof import('./whole/kinds.js')> {
  return import('./whole/kinds.js');
}

export function loadRows(): Promise<typeof import('./fetch-rows.js')> {
  return import('./fetch-rows.js');
}
