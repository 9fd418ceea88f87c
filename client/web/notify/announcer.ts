import { t } from '../messages/translate.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import type { Clock } from '../time/clock.ts';

/** What comes within this time is read out together. */
const GATHER_MS = 1000;

/** Read out one by one; of more, only the number is said. */
const MOST_READ = 3;

/** The text is taken away again, so that the same one can be said twice. */
const STAYS_MS = 5000;

/** What screen readers are to say of the chat: the sentences themselves, or how many there were. */
export class Announcer extends SnapshotStore<string> {
  readonly #clock: Pick<Clock, 'after'>;
  #gathered: string[] = [];
  #count = 0;
  #text = '';
  #cancel: (() => void) | undefined;

  constructor(clock: Pick<Clock, 'after'>) {
    super();
    this.#clock = clock;
  }

  say(sentence: string): void {
    this.#count += 1;
    if (this.#gathered.length < MOST_READ) this.#gathered.push(sentence);
    if (this.#count > 1) return;
    this.#cancel?.();
    this.#cancel = this.#clock.after(GATHER_MS, () => {
      this.#show();
    });
  }

  close(): void {
    this.#cancel?.();
  }

  protected build(): string {
    return this.#text;
  }

  #show(): void {
    const many = this.#count > MOST_READ;
    this.#put(many ? t('chat.announce.many', { count: this.#count }) : this.#gathered.join('\n'));
    this.#gathered = [];
    this.#count = 0;
    this.#cancel = this.#clock.after(STAYS_MS, () => {
      this.#put('');
    });
  }

  #put(text: string): void {
    this.#text = text;
    this.changed();
  }
}
