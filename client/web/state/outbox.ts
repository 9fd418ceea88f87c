import type { ServerConnection } from '@evagore/client';
import type { Clock } from '../time/clock.ts';
import type { ChatBook } from './chat-book.ts';
import { isWritten, type UnsentEntry, type WrittenEntry } from './chat-log.ts';
import { sentenceOf } from './error-sentence.ts';

/** More than these are not taken from one meeting to the next; the latest are. */
const MOST_TAKEN = 50;

/** A message that takes longer than this is shown as being on its way. */
const SLOW_MS = 400;

export interface OutboxOptions {
  readonly connection: Pick<ServerConnection, 'id' | 'chat'>;
  readonly book: ChatBook;
  readonly clock: Pick<Clock, 'after'>;
  /** One's own name. */
  readonly username: () => string;
  readonly nameOf: (id: string) => string;
  /** The chat is another now. */
  readonly changed: () => void;
  /** A message could not be sent, for the reason that the sentence says. */
  readonly failed: (problem: string) => void;
}

type Draft = Pick<UnsentEntry, 'said' | 'value' | 'privateWith'>;

/** What could not be sent in a meeting that has ended, on its way to the one that follows. */
export interface Leftovers {
  /** Who wrote them. */
  readonly writer: string;
  readonly entries: readonly UnsentEntry[];
  /** Ids of the messages that had come back from the server. */
  readonly arrived: ReadonlySet<string>;
}

/** Sends what one writes. What cannot be sent stays in the chat, to be tried again. */
export class Outbox {
  readonly #options: OutboxOptions;
  #lastId = 0;

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /**
   * Writes to the chat. Resolves when the server has the message, or when the chat shows that it has not.
   *
   * @param dest - The receiver's id for a private message, or `''` for everybody.
   */
  say(said: '' | 'me', value: string, dest = ''): Promise<void> {
    const privateWith = dest === '' ? undefined : { id: dest, name: this.#options.nameOf(dest) };
    return this.#send(this.#newId(), { said, value, ...(privateWith && { privateWith }) });
  }

  /** Tries to send what was not sent. Not what is on its way, or gone by now. */
  async retry({ id, said, value, privateWith }: UnsentEntry): Promise<void> {
    if (!this.#failed.some((entry) => entry.id === id)) return;
    await this.#send(id, { said, value, ...(privateWith && { privateWith }) }, true);
  }

  /** Gives away what was not sent, so that it cannot be sent from here any more. */
  handOver(): Leftovers {
    const { connection, book } = this.#options;
    const entries = this.#failed.slice(-MOST_TAKEN);
    for (const { id } of this.#failed) book.drop(id);
    const arrived = book.entries.filter(isWritten).map(({ id }) => id);
    return { writer: connection.id, entries, arrived: new Set(arrived) };
  }

  /**
   * Shows what was not sent in the meeting before, for the person to send or to give up. What the server had taken, and
   * only its answer was lost, is in the history, and is left out.
   */
  takeOver({ writer, entries, arrived }: Leftovers): void {
    const { book, changed } = this.#options;
    const history = book.entries
      .filter(isWritten)
      .filter(({ id, source }) => source === writer && !arrived.has(id));
    for (const entry of entries) book.put({ ...entry, id: this.#newId() });
    for (const entry of history) this.confirm(entry);
    changed();
  }

  /** The history tells that the server had taken a message after all, and only its answer was lost. */
  confirm(written: WrittenEntry): void {
    if (written.privateWith !== undefined) return;
    const lost = this.#failed.find(
      ({ said, value, privateWith }) =>
        privateWith === undefined && value === written.value && said === (written.kind === 'me' ? 'me' : ''),
    );
    if (lost !== undefined) this.discard(lost);
  }

  /** Gives up what was not sent. */
  discard({ id }: UnsentEntry): void {
    this.#options.book.drop(id);
    this.#options.changed();
  }

  get #failed(): readonly UnsentEntry[] {
    return this.#options.book.entries
      .filter((entry) => entry.kind === 'unsent')
      .filter(({ problem }) => problem !== undefined);
  }

  #newId(): string {
    this.#lastId += 1;
    return `unsent ${this.#lastId.toString()}`;
  }

  async #send(id: string, draft: Draft, shown = false): Promise<void> {
    const { clock } = this.#options;
    if (shown) this.#show(id, draft, undefined);
    await new Promise<void>((resolve) => {
      const stop = clock.after(SLOW_MS, () => {
        this.#show(id, draft, undefined);
        resolve();
      });
      void this.#deliver(id, draft).then(() => {
        stop();
        resolve();
      });
    });
  }

  async #deliver(id: string, draft: Draft): Promise<void> {
    const { connection, book, changed, failed } = this.#options;
    try {
      const sent = await connection.chat(draft.said, draft.privateWith?.id ?? '', draft.value);
      book.drop(id);
      // The server sends what is written to everybody back to its writer, but not what is private.
      if (draft.privateWith !== undefined && draft.privateWith.id !== connection.id) {
        book.keep(this.#written(sent, draft));
      }
      changed();
    } catch (error) {
      const problem = sentenceOf(error);
      this.#show(id, draft, problem);
      failed(problem);
    }
  }

  #show(id: string, draft: Draft, problem: string | undefined): void {
    this.#options.book.put({ id, kind: 'unsent', ...draft, problem });
    this.#options.changed();
  }

  #written({ id, time }: { readonly id: string; readonly time: string }, draft: Draft): WrittenEntry {
    const { connection, username } = this.#options;
    return {
      id,
      kind: draft.said === 'me' ? 'me' : 'text',
      source: connection.id,
      name: username(),
      own: true,
      privileged: false,
      time: Date.parse(time),
      value: draft.value,
      ...(draft.privateWith && { privateWith: draft.privateWith }),
    };
  }
}
