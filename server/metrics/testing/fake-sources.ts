import type { Stage } from '../../core/testing/fakes.ts';
import type { MediaFigures, MetricsSources, WorkerFigures } from '../sources.ts';

/** A media engine's figures, as a test sets them. */
export class FakeMediaFigures implements MediaFigures {
  workerCount = 2;
  workerDeaths = 0;
  figures: readonly WorkerFigures[] = [
    { pid: 10, port: 4000, cpuMs: 1_500, peakMemoryBytes: 20_000_000 },
    { pid: 11, port: 4001, cpuMs: 500, peakMemoryBytes: 10_000_000 },
  ];
  /** How often the workers were asked. */
  asked = 0;

  workers(): readonly unknown[] {
    return this.figures;
  }

  stats(): Promise<readonly WorkerFigures[]> {
    this.asked += 1;
    return Promise.resolve(this.figures);
  }
}

/** The conference of a stage, and figures that stand still. */
export function fakeSources(
  { conference }: Stage,
  media: MediaFigures = new FakeMediaFigures(),
): MetricsSources {
  return {
    conference,
    media,
    doors: [{ version: 'evagore-1', connectionCount: 3, backlog: 4_096 }],
    mediaDoors: [{ name: 'whip', sessionCount: 2 }],
    passwords: { running: 2, waiting: 5 },
  };
}
