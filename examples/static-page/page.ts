/** A page that searches a file of 135,000 places on a web server: it reads the few kilobytes that it needs by ranges. */
import { openRemote } from 'sharedbuffers/remote';
import { Places, searched } from './places.js';

const input = document.querySelector('#name') as HTMLInputElement;
const list = document.querySelector('#found') as HTMLUListElement;
const cost = document.querySelector('#cost') as HTMLParagraphElement;

const places = await openRemote(new URL('places.sb', document.baseURI), Places);
/** Ends the search that is under way when another letter is typed. */
let searching = new AbortController();

async function search(): Promise<void> {
  searching.abort();
  searching = new AbortController();
  const { signal } = searching;
  const start = searched(input.value.trim());
  const lines: HTMLLIElement[] = [];
  if (start !== '') {
    for await (const [, place] of places.by('search').prefix(start, { limit: 10, signal })) {
      const line = document.createElement('li');
      line.textContent = `${place.label}: ${place.population.toLocaleString('en')} people`;
      lines.push(line);
    }
  }
  if (signal.aborted) return;
  list.replaceChildren(...lines);
  const { requests, bytes } = places.stats;
  cost.textContent = `${places.size.toLocaleString('en')} places; ${requests} requests, ${Math.ceil(bytes / 1000)} kB so far`;
}

function report(error: unknown): void {
  if (error instanceof DOMException && error.name === 'AbortError') return;
  cost.textContent = error instanceof Error ? error.message : String(error);
}

input.addEventListener('input', () => search().catch(report));
await search().catch(report);
