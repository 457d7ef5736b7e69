/** Loops of which each import under another name is another piece of code. */
export interface Counted {
  readonly population: number;
  readonly elevation: number;
  readonly rating: number;
}

interface Positional extends Iterable<Counted> {
  readonly length: number;
  at(item: number): Counted | undefined;
}

/** Sum of three fields over all records, `repeats` times. */
export function byPosition(records: Positional, repeats: number): number {
  let sum = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (let item = 0; item < records.length; item += 1) {
      const record = records.at(item)!;
      sum += record.population + record.elevation + record.rating;
    }
  }
  return sum;
}

export function inOrder(records: Positional, repeats: number): number {
  let sum = 0;
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const record of records) sum += record.population + record.elevation + record.rating;
  }
  return sum;
}
