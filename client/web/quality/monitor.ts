import type { ServerConnection } from '@evagore/client';
import { qualityOf, type Quality } from '@evagore/shared';
import { displayName } from '../state/participants.ts';
import { pageSight, type Sight } from '../state/sight.ts';
import { SnapshotStore } from '../state/snapshot-store.ts';
import { browserClock, type Clock } from '../time/clock.ts';
import { readStream, type MeasuredStream, type TrackReading } from './readings.ts';
import { agreed, worstOf, type Level } from './reason.ts';

/** What is sent is looked at so often, to know of trouble. */
const QUIET_INTERVAL_MS = 5000;

/** The same while somebody looks at numbers. */
const WATCHED_INTERVAL_MS = 2000;

/** Most streams that are measured in one look; each costs the browser a report. */
const MOST_STREAMS = 32;

/** What is needed of a connection to tell how good it is. */
export type QualityConnection = Pick<ServerConnection, 'id' | 'capabilities' | 'events'> & {
  readonly users: Readonly<Record<string, { readonly username: string; readonly quality?: Quality | null }>>;
  readonly up: Readonly<Record<string, MeasuredStream>>;
  readonly down: Readonly<Record<string, MeasuredStream>>;
};

export interface MonitorOptions {
  readonly connection: QualityConnection;
  readonly clock?: Clock;
  readonly sight?: Sight;
}

export interface QualitySnapshot {
  /** When the readings were taken, on the clock's count. */
  readonly at: number;
  /** Of one's own tracks, and of those of others that somebody looks at. */
  readonly readings: readonly TrackReading[];
  /** How one's own connection is, by the server and by what is sent. */
  readonly own: Level;
  /** How the server finds one's own connection. */
  readonly told: Quality | null;
  /** Ids of those whose connection is bad, oneself left out. */
  readonly troubled: readonly string[];
}

/** Whose streams somebody wants to see numbers of. */
type Watcher = (owner: string) => boolean;

/**
 * How good everybody's connection is, as the server tells, and one's own as it is measured here. What is sent is measured
 * all the time that the page is seen, but seldom; what is received only while somebody looks at it.
 */
export class QualityMonitor extends SnapshotStore<QualitySnapshot> {
  readonly #connection: QualityConnection;
  readonly #clock: Clock;
  readonly #sight: Sight;
  readonly #watchers = new Set<Watcher>();
  readonly #undo: (() => void)[];
  #cancel: (() => void) | undefined;
  #measuring = false;
  #closed = false;
  #at: number;
  #readings: readonly TrackReading[] = [];
  /** Of those who are in the group. */
  readonly #bad = new Map<string, Quality>();
  /** What the last two looks at what is sent said. */
  #looks: readonly [Level, Level] = ['good', 'good'];

  constructor({ connection, clock = browserClock, sight = pageSight }: MonitorOptions) {
    super();
    this.#connection = connection;
    this.#clock = clock;
    this.#sight = sight;
    this.#at = clock.now();
    for (const [id, { quality }] of Object.entries(connection.users)) {
      if (quality != null) this.#bad.set(id, quality);
    }
    const { events } = connection;
    this.#undo = [
      events.on('userChanged', (id) => {
        this.#userChanged(id);
      }),
      events.on('closed', () => {
        this.close();
      }),
      sight.onChange(() => {
        this.#seenOrNot();
      }),
    ];
    this.#plan();
  }

  /** Whether nothing is measured any more. */
  get closed(): boolean {
    return this.#closed;
  }

  /** Whether the server tells how good the connections of others are. */
  get knowsOthers(): boolean {
    return this.#connection.capabilities.has('quality');
  }

  /** How good somebody's connection is; null where it is not known. */
  levelOf(id: string): Level | null {
    if (id === this.#connection.id) return this.getSnapshot().own;
    const user = this.#connection.users[id];
    if (user === undefined || !this.knowsOthers) return null;
    return user.quality ?? 'good';
  }

  /** What somebody in the group is called. */
  nameOf(id: string): string {
    return displayName(this.#connection.users[id]?.username);
  }

  /** Measures the streams of some people as well, and all of it more often, until the function that is returned is called. */
  watch(watcher: Watcher): () => void {
    this.#watchers.add(watcher);
    this.#cancel?.();
    void this.#look();
    return () => this.#watchers.delete(watcher);
  }

  /** Measures nothing any more. Idempotent. */
  close(): void {
    this.#closed = true;
    this.#cancel?.();
    for (const undo of this.#undo.splice(0)) undo();
  }

  protected build(): QualitySnapshot {
    const { id } = this.#connection;
    const told = this.#bad.get(id) ?? null;
    const troubled = [...this.#bad.keys()].filter((other) => other !== id);
    return {
      at: this.#at,
      readings: this.#readings,
      own: worstOf([agreed(...this.#looks), told]),
      told,
      troubled,
    };
  }

  /** Of hundreds of people something changes all the time, but seldom how good a connection is. */
  #userChanged(id: string): void {
    const quality = this.#connection.users[id]?.quality ?? null;
    if (quality === (this.#bad.get(id) ?? null)) return;
    if (quality === null) this.#bad.delete(id);
    else this.#bad.set(id, quality);
    this.changed();
  }

  /** Numbers are for those who see them. Whoever comes back sees those of now. */
  #seenOrNot(): void {
    this.#cancel?.();
    if (this.#sight.seen()) void this.#look();
  }

  #plan(): void {
    if (this.#closed || !this.#sight.seen()) return;
    const delayMs = this.#watchers.size > 0 ? WATCHED_INTERVAL_MS : QUIET_INTERVAL_MS;
    this.#cancel = this.#clock.after(delayMs, () => void this.#look());
  }

  async #look(): Promise<void> {
    // Whoever comes while one look goes on sees the next.
    if (this.#measuring || this.#closed) return;
    this.#measuring = true;
    const readings = (await Promise.all(this.#streams().map(attempt))).flat();
    this.#measuring = false;
    // It may have ended meanwhile.
    if (this.closed) return;
    this.#at = this.#clock.now();
    this.#readings = readings;
    const sent = readings.filter(({ direction }) => direction === 'up');
    this.#looks = [this.#looks[1], worstOf(sent.map(qualityOf))];
    this.changed();
    this.#plan();
  }

  #streams(): readonly MeasuredStream[] {
    const { up, down } = this.#connection;
    const watched = Object.values(down).filter(({ source }) =>
      [...this.#watchers].some((watches) => watches(source)),
    );
    return [...Object.values(up), ...watched].slice(0, MOST_STREAMS);
  }
}

/** A stream that ends while it is measured has no readings. */
async function attempt(stream: MeasuredStream): Promise<readonly TrackReading[]> {
  try {
    return await readStream(stream);
  } catch {
    return [];
  }
}
