import type { ServerConnection } from '@evagore/client';
import type { PageClock } from '../notify/clock.ts';
import type { ChatBook } from './chat-book.ts';
import type { UnsentEntry, WrittenEntry } from './chat-log.ts';
import { sentenceOf } from './error-sentence.ts';

/** A message that takes longer than this is shown as being on its way. */
const SLOW_MS = 400;

export interface OutboxOptions {
  readonly connection: Pick<ServerConnection, 'id' | 'chat'>;
  readonly book: ChatBook;
  readonly clock: PageClock;
  /** One's own name. */
  readonly username: () => string;
  readonly nameOf: (id: string) => string;
  /** The chat is another now. */
  readonly changed: () => void;
  /** A message could not be sent, for the reason that the sentence says. */
  readonly failed: (problem: string) => void;
}

type Draft = Pick<UnsentEntry, 'said' | 'value' | 'privateWith'>;

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
    this.#lastId += 1;
    const id = `unsent ${this.#lastId.toString()}`;
    return this.#send(id, { said, value, ...(privateWith && { privateWith }) });
  }

  /** Tries to send what was not sent. */
  async retry({ id, said, value, privateWith }: UnsentEntry): Promise<void> {
    await this.#send(id, { said, value, ...(privateWith && { privateWith }) }, true);
  }

  /** Gives up what was not sent. */
  discard({ id }: UnsentEntry): void {
    this.#options.book.drop(id);
    this.#options.changed();
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
