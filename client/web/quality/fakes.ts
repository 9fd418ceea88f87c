import type { StreamStats } from '@evagore/client';
import { Emitter, MemberId, StreamId, type Quality } from '@evagore/shared';
import type { MonitorClock, QualityConnection } from './monitor.ts';
import type { MeasuredStream, TrackReading } from './readings.ts';

/** Stand-ins for what a monitor needs, for tests. */

export class FakeStream implements MeasuredStream {
  readonly id: StreamId;
  readonly up: boolean;
  readonly label: string;
  readonly source: string;
  /** How often it was asked. */
  asked = 0;
  stats: StreamStats = {};
  refuse: Error | undefined;

  constructor(id: string, options: { source?: string; label?: string } = {}) {
    this.id = StreamId.parse(id);
    this.source = options.source ?? '';
    this.up = this.source === '';
    this.label = options.label ?? 'camera';
  }

  collectStats(): Promise<StreamStats> {
    this.asked += 1;
    return this.refuse === undefined ? Promise.resolve(this.stats) : Promise.reject(this.refuse);
  }

  /** What a picture's only layer reports next. */
  report(fields: Partial<StreamStats[string][string]>): void {
    const type = this.up ? 'outbound-rtp' : 'inbound-rtp';
    this.stats = { track: { [type]: { timestamp: 0, kind: 'video', ...fields } } };
  }
}

export class FakeConnection implements QualityConnection {
  readonly id = MemberId.parse('me');
  readonly capabilities = new Set<'quality'>(['quality']);
  readonly events: QualityConnection['events'] = new Emitter();
  readonly users: Record<string, { username: string; quality: Quality | null }> = {
    me: { username: 'Me', quality: null },
  };
  readonly up: Record<string, FakeStream> = {};
  readonly down: Record<string, FakeStream> = {};

  put(id: string, quality: Quality | null): void {
    this.users[id] = { username: id.toUpperCase(), quality };
    this.events.emit('userChanged', MemberId.parse(id), 'change');
  }
}

/** A clock that a test moves. */
export class FakeClock implements MonitorClock {
  time = 0;
  readonly #due = new Set<{ readonly at: number; readonly task: () => void }>();

  now(): number {
    return this.time;
  }

  after(delayMs: number, task: () => void): () => void {
    const entry = { at: this.time + delayMs, task };
    this.#due.add(entry);
    return () => this.#due.delete(entry);
  }

  /** How many tasks wait. */
  get waiting(): number {
    return this.#due.size;
  }

  /** Lets time pass, and all that is caused by it happen. */
  async pass(ms: number): Promise<void> {
    const end = this.time + ms;
    await settled();
    for (;;) {
      const [next] = [...this.#due].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at);
      if (next === undefined) break;
      this.#due.delete(next);
      this.time = next.at;
      next.task();
      await settled();
    }
    this.time = end;
  }
}

/** Resolves when everything that needs no time has happened. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

export function aReading(changes: Partial<TrackReading> = {}): TrackReading {
  return {
    key: 'cam/video',
    direction: 'up',
    owner: '',
    label: 'camera',
    kind: 'video',
    bytes: 0,
    ...changes,
  };
}
