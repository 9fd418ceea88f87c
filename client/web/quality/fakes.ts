import type { StreamStats } from '@evagore/client';
import { Emitter, MemberId, StreamId, type Quality } from '@evagore/shared';
import type { QualityConnection } from './monitor.ts';
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
