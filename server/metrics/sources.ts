import type { Conference } from '../core/conference.ts';

/** What the metrics read of the running server. The parts fit as they are. */
export interface MetricsSources {
  readonly conference: Pick<Conference, 'groups' | 'draining'>;
  readonly media: MediaFigures;
  /** One for each signalling dialect. */
  readonly doors: readonly DoorFigures[];
  /** Of those that enter by HTTP requests. */
  readonly mediaDoors: readonly MediaDoorFigures[];
  readonly passwords: {
    /** Hashes that are being computed. */
    readonly running: number;
    /** Checks that wait for their turn. */
    readonly waiting: number;
  };
}

interface DoorFigures {
  /** Name of the dialect. */
  readonly version: string;
  readonly connectionCount: number;
  /** Bytes that wait to be sent to all of its clients together. */
  readonly backlog: number;
}

interface MediaDoorFigures {
  readonly name: string;
  readonly sessionCount: number;
}

export interface MediaFigures {
  /** Those that run now. */
  workers(): readonly unknown[];
  /** How many there are to be. */
  readonly workerCount: number;
  readonly workerDeaths: number;
  /** Asks each running worker once. */
  stats(): Promise<readonly WorkerFigures[]>;
}

export interface WorkerFigures {
  readonly pid: number;
  /** Stays the same when a worker is replaced. */
  readonly port: number;
  /** Milliseconds since the worker's start. */
  readonly cpuMs: number;
  readonly peakMemoryBytes: number;
}
