import { watch, type FSWatcher } from 'node:fs';
import type { Logger } from '../log.ts';

/** Editors and copying programs touch a file several times; one look is enough, once they are done. */
const SETTLE_MS = 150;
/** Beside events: they do not come from network file systems, nor through links. */
const POLL_MS = 5_000;
/** Where there are no events at all. */
const POLL_WITHOUT_EVENTS_MS = 1_000;

/**
 * Calls `onChange` soon after anything in a folder may have changed, and now and then without a sign.
 *
 * One call runs at a time; what happens meanwhile leads to one more. Keeps no process alive.
 */
export class FolderWatch {
  readonly #onChange: () => Promise<void>;
  readonly #log: Logger;
  #watcher: FSWatcher | undefined;
  #poll: NodeJS.Timeout;
  #settling: NodeJS.Timeout | undefined;
  #running = false;
  #again = false;
  #closed = false;

  constructor(folder: string, onChange: () => Promise<void>, log: Logger) {
    this.#onChange = onChange;
    this.#log = log;
    this.#poll = this.#every(POLL_MS);
    try {
      this.#watcher = watch(folder, { recursive: true, persistent: false }, () => {
        this.#settle();
      });
      this.#watcher.on('error', (error) => {
        this.#withoutEvents(error);
      });
    } catch (error) {
      this.#withoutEvents(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#watcher?.close();
    clearInterval(this.#poll);
    clearTimeout(this.#settling);
  }

  #every(ms: number): NodeJS.Timeout {
    const look = () => {
      void this.#look();
    };
    return setInterval(look, ms).unref();
  }

  #withoutEvents(err: unknown): void {
    if (this.#closed) return;
    this.#log.debug({ err }, 'folder cannot be watched; looking every second');
    this.#watcher?.close();
    this.#watcher = undefined;
    clearInterval(this.#poll);
    this.#poll = this.#every(POLL_WITHOUT_EVENTS_MS);
  }

  #settle(): void {
    if (this.#closed || this.#settling !== undefined) return;
    this.#settling = setTimeout(() => {
      this.#settling = undefined;
      void this.#look();
    }, SETTLE_MS).unref();
  }

  async #look(): Promise<void> {
    this.#again = true;
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#again && !this.#closed) {
        this.#again = false;
        await this.#onChange();
      }
    } catch (err) {
      this.#log.error({ err }, 'looking at a changed folder failed');
    } finally {
      this.#running = false;
    }
  }
}
