import { Emitter, type CloseReason, type MemberId } from '@evagore/shared';
import { Attempts } from './attempts.ts';
import type { Dialect } from './dialect.ts';
import type { Item } from './frame.ts';
import { BROKEN, Signalling } from './signalling.ts';
import type { Socket, World } from './world.ts';

/** An attempt to get the connection back. */
export interface Reconnecting {
  /** From 1. */
  readonly attempt: number;
  /** When the attempt will be made, in milliseconds on the world's clock; absent when it is being made. */
  readonly retryAt?: number;
  /** Why the connection, or the attempt before this one, was lost. */
  readonly cause: CloseReason;
}

export type LineEvents = {
  /** A connection stands, the first or another. */
  opened: [];
  heard: [item: Item];
  /** The connection, or an attempt at one, is gone by itself. */
  lost: [reason: CloseReason, wsCode: number];
  trying: [attempt: Reconnecting];
};

/** Connections to one server, one after another: the present one, and the attempts at the next. */
export class Line {
  readonly events = new Emitter<LineEvents>();
  readonly #world: World;
  readonly #id: MemberId;
  #url = '';
  #link: Signalling | undefined;
  #attempts: Attempts | undefined;
  /** Whether there was ever a connection; before, there is nothing to look after. */
  #stood = false;
  #dialect: Dialect | undefined;
  #heardAt: number | null = null;
  #stopWake: (() => void) | undefined;
  #cancelDeadline: (() => void) | undefined;

  constructor(world: World, id: MemberId) {
    this.#world = world;
    this.#id = id;
  }

  /** The present connection, open or opening; tells whoever had to wait whether it is still the same. */
  get link(): Signalling | undefined {
    return this.#link;
  }

  get socket(): Socket | null {
    return this.#link?.socket ?? null;
  }

  /** How the server of the present connection, or of the last one that stood, is spoken with. */
  get dialect(): Dialect | undefined {
    return this.#dialect;
  }

  /** When the server was last heard, in milliseconds on the world's clock. */
  get heardAt(): number | null {
    return this.#stood && this.#attempts === undefined
      ? (this.#link?.heardAt ?? this.#heardAt)
      : this.#heardAt;
  }

  /** Whether attempts have gone on for longer than they had patience. */
  get late(): boolean {
    return this.#attempts?.late === true;
  }

  /** Makes the first connection. @throws whatever the world throws where the URL is none. */
  open(url: string): void {
    this.#url = url;
    this.#open();
    this.#stopWake = this.#world.onWake(() => {
      this.#woken();
    });
  }

  /** Sends over the present connection, or not at all. */
  readonly send = (message: object): void => {
    this.#link?.send(message);
  };

  /** The server is to answer within this time, or the connection is given up. */
  expectAnswer(timeoutMs: number): void {
    const link = this.#link;
    this.#cancelDeadline?.();
    this.#cancelDeadline = this.#world.after(timeoutMs, () => {
      link?.close({ code: 'no-answer', message: 'the server did not answer in time' }, BROKEN);
    });
  }

  /** The connection serves its purpose, so that the next loss is another one. */
  stands(): void {
    this.#cancelDeadline?.();
    this.#attempts?.stop();
    this.#attempts = undefined;
  }

  /**
   * Plans another connection.
   *
   * @param options - How long to go on whatever happens, and whether the server is known to be gone for the moment.
   * Both count from the first of a row of attempts.
   * @returns whether it is worth it; after many attempts it is not.
   */
  tryAgain(cause: CloseReason, options: { patienceMs: number; gone: boolean }): boolean {
    this.hangUp({ code: 'left' });
    const attempts = (this.#attempts ??= new Attempts({ world: this.#world, ...options }));
    const waitMs = attempts.next(() => {
      this.#attempt(cause);
    });
    if (waitMs === undefined) return false;
    if (waitMs > 0) {
      const retryAt = this.#world.now() + waitMs;
      this.events.emit('trying', { attempt: attempts.count, retryAt, cause });
    }
    return true;
  }

  /** Ends the present connection, without a word about it here. */
  hangUp(reason: CloseReason, wsCode?: number): void {
    this.#forget()?.close(reason, wsCode);
  }

  /** Ends everything. Idempotent. */
  close(reason: CloseReason, wsCode?: number): void {
    this.stands();
    this.#stopWake?.();
    this.hangUp(reason, wsCode);
  }

  #open(): void {
    const options = { world: this.#world, url: this.#url, id: this.#id, returning: this.#stood };
    const link = new Signalling(options);
    this.#link = link;
    // A connection that was given up has nothing to say any more.
    link.events.on('opened', () => {
      if (link !== this.#link) return;
      this.#stood = true;
      this.#dialect = link.dialect;
      this.events.emit('opened');
    });
    link.events.on('heard', (item) => {
      if (link === this.#link) this.events.emit('heard', item);
    });
    link.events.on('closed', (reason, wsCode) => {
      if (link !== this.#link) return;
      this.#forget();
      this.events.emit('lost', reason, wsCode);
    });
  }

  #attempt(cause: CloseReason): void {
    this.events.emit('trying', { attempt: this.#attempts?.count ?? 1, cause });
    // Whoever was told may have had enough.
    if (this.#attempts === undefined) return;
    try {
      this.#open();
    } catch (error) {
      this.events.emit('lost', { code: 'hung-up', message: String(error) }, 1006);
    }
  }

  /** The network may have gone, or come back, while nobody looked. */
  #woken(): void {
    if (this.#attempts?.hurry() === true) return;
    if (this.#stood) this.#link?.probe();
  }

  #forget(): Signalling | undefined {
    const link = this.#link;
    this.#heardAt = this.heardAt;
    this.#link = undefined;
    this.#cancelDeadline?.();
    return link;
  }
}
