import type { Event, EventOf } from './events.ts';

/** Long enough for a machine that is busy with other things. */
const PATIENCE_MS = 4000;

/** What one client was told, in order. Events stay until somebody takes them. */
export class Inbox {
  #events: Event[] = [];
  #waiting: (() => void)[] = [];
  #closed: EventOf<'closed'> | undefined;
  #fault: Error | undefined;

  /** What the server said that it must not say in this dialect; whoever waits for anything hears of it. */
  get fault(): Error | undefined {
    return this.#fault;
  }

  /** Reads what came; what cannot be read is the server's fault. */
  guard(read: () => void): void {
    try {
      read();
    } catch (error) {
      this.#fault ??= new Error('the server said what its dialect does not have', { cause: error });
      this.#wake();
    }
  }

  push(event: Event): void {
    this.#events.push(event);
    if (event.type === 'closed') this.#closed = event;
    this.#wake();
  }

  /** All that was not taken, oldest first. */
  get events(): readonly Event[] {
    return this.#events;
  }

  /** The events of a type that were not taken, oldest first. */
  all<Type extends Event['type']>(type: Type): EventOf<Type>[] {
    return this.#events.filter((event): event is EventOf<Type> => isOf(event, type));
  }

  /** Forgets all but the end of the connection. */
  forget(): void {
    this.#events = this.all('closed');
  }

  /**
   * Takes the first event of a type that fits, and waits for it where it has not come yet.
   *
   * @throws where the connection ends or patience does before it comes.
   */
  async take<Type extends Event['type']>(
    type: Type,
    where: (event: EventOf<Type>) => boolean = () => true,
    patienceMs = PATIENCE_MS,
  ): Promise<EventOf<Type>> {
    return this.#take(type, (event): event is EventOf<Type> => isOf(event, type) && where(event), patienceMs);
  }

  /** Takes whichever event of these types comes first. @throws as {@link Inbox.take} does. */
  async takeFirst<Type extends Event['type']>(...types: Type[]): Promise<EventOf<Type>> {
    return this.#take(
      types.join('" or "'),
      (event): event is EventOf<Type> => types.some((type) => isOf(event, type)),
      PATIENCE_MS,
    );
  }

  /** The end of a connection stays: whoever looks for it later finds it. */
  async #take<Found extends Event>(
    what: string,
    fits: (event: Event) => event is Found,
    patienceMs: number,
  ): Promise<Found> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      if (this.#fault !== undefined) throw this.#fault;
      const found = this.#events.find(fits);
      if (found !== undefined) {
        if (found.type !== 'closed') this.#events = this.#events.filter((event) => event !== found);
        return found;
      }
      if (this.#closed !== undefined) {
        const { code, reason } = this.#closed;
        throw new Error(
          `no fitting "${what}" came before the end (${code.toString()} ${reason}); ${this.#summary()}`,
        );
      }
      const leftMs = deadline - performance.now();
      if (leftMs <= 0) {
        throw new Error(`no fitting "${what}" came in ${patienceMs.toString()} ms; ${this.#summary()}`);
      }
      await this.#more(leftMs);
    }
  }

  /** Waits for an event, or for the time to pass. */
  #more(patienceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, patienceMs);
      this.#waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  #wake(): void {
    for (const wake of this.#waiting.splice(0)) wake();
  }

  #summary(): string {
    const told = this.#events.map((event) => ('kind' in event ? `${event.type} ${event.kind}` : event.type));
    return told.length === 0 ? 'nothing else came either' : `there was: ${told.join(', ')}`;
  }
}

function isOf<Type extends Event['type']>(event: Event, type: Type): event is EventOf<Type> {
  return event.type === type;
}
