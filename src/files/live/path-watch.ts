/** Tells when a path may lead to something new. */
import { type FSWatcher, realpathSync, watch } from 'node:fs';
import { basename, dirname } from 'node:path';

/** Looks are spread by this share of the interval, so that many processes do not look at once. */
const JITTER = 0.1;

/**
 * Watches the folders that a path and its target lie in, and looks at times of its own too: watching sees nothing on
 * network disks, and watching a file sees the first of its replacements only. Keeps no process alive.
 */
export class PathWatch {
  readonly #path: string;
  readonly #interval: number;
  readonly #debounce: number;
  readonly #look: () => Promise<void>;
  readonly #folders = new Map<string, FSWatcher>();
  #timer: NodeJS.Timeout | undefined;
  #due = 0;
  #looking = false;
  #again = false;
  #closed = false;

  /** `look` is called when it is time to look at the path; never while it is still at it. */
  constructor(path: string, interval: number, debounce: number, look: () => Promise<void>) {
    this.#path = path;
    this.#interval = interval;
    this.#debounce = debounce;
    this.#look = look;
    this.#watchFolders();
    this.#schedule(this.#pause());
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
    for (const watcher of this.#folders.values()) watcher.close();
    this.#folders.clear();
  }

  #pause(): number {
    return this.#interval * (1 - JITTER + 2 * JITTER * Math.random());
  }

  /** Looks in so many milliseconds, or earlier where that was due. */
  #schedule(delay: number): void {
    const due = performance.now() + delay;
    if (this.#timer !== undefined && this.#due <= due) return;
    clearTimeout(this.#timer);
    this.#due = due;
    this.#timer = setTimeout(() => void this.#turn(), delay).unref();
  }

  async #turn(): Promise<void> {
    this.#timer = undefined;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = true;
    try {
      await this.#look();
    } finally {
      this.#looking = false;
    }
    if (this.#closed) return;
    this.#watchFolders();
    this.#schedule(this.#again ? this.#debounce : this.#pause());
    this.#again = false;
  }

  /** Folders come, go and are replaced, and so do symbolic links. */
  #watchFolders(): void {
    const folders = new Set([dirname(this.#path)]);
    try {
      folders.add(dirname(realpathSync(this.#path)));
    } catch {
      // Missing just now.
    }
    for (const [folder, watcher] of this.#folders) {
      if (folders.has(folder)) continue;
      watcher.close();
      this.#folders.delete(folder);
    }
    for (const folder of folders) if (!this.#folders.has(folder)) this.#watchFolder(folder);
  }

  #watchFolder(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false });
      const forget = () => {
        watcher.close();
        if (this.#folders.get(folder) === watcher) this.#folders.delete(folder);
      };
      watcher.on('change', (event, name) => {
        // A folder that is renamed or removed tells of itself, and then no more.
        if (event === 'rename' && name === basename(folder)) forget();
        this.#schedule(this.#debounce);
      });
      watcher.on('error', forget);
      watcher.on('close', forget);
      this.#folders.set(folder, watcher);
    } catch {
      // Out of watches, or a disk without them: looking at intervals sees it too.
    }
  }
}
