import type { ErrorCode } from '@evagore/shared';
import { Counter, type Registry } from 'prom-client';
import type { Tally } from '../core/ports.ts';

/** What the core and the doors count, as metrics. Codes and doors are few, and nobody from outside names them. */
export class EventCounts implements Tally {
  readonly #joins: Counter;
  readonly #leaves: Counter<'code'>;
  readonly #refusals: Counter<'door' | 'code'>;
  readonly #resumes: Counter;
  readonly #resumesRefused: Counter<'code'>;
  readonly #disconnections: Counter<'code'>;
  readonly #probes: Counter<'protocol'>;

  constructor(registry: Registry) {
    const registers = [registry];
    this.#joins = new Counter({
      name: 'evagore_joins_total',
      help: 'Seats that were taken in groups.',
      registers,
    });
    this.#leaves = new Counter({
      name: 'evagore_leaves_total',
      help: 'Seats in groups that ended, by reason: left and hung-up are the member’s own, the others are ours.',
      labelNames: ['code'],
      registers,
    });
    this.#refusals = new Counter({
      name: 'evagore_refusals_total',
      help: 'Refusals that were told to clients, by door and by error code.',
      labelNames: ['door', 'code'],
      registers,
    });
    this.#resumes = new Counter({
      name: 'evagore_resumes_total',
      help: 'Members that took their seats again after their connection was lost.',
      registers,
    });
    this.#resumesRefused = new Counter({
      name: 'evagore_resumes_refused_total',
      help: 'Attempts to take a seat again that were refused, by error code; counted as refusals as well.',
      labelNames: ['code'],
      registers,
    });
    this.#disconnections = new Counter({
      name: 'evagore_disconnections_total',
      help: 'Signalling connections that ended, by reason: hung-up is the other side, no-answer and slow-reader are poor networks.',
      labelNames: ['code'],
      registers,
    });
    this.#probes = new Counter({
      name: 'evagore_probes_total',
      help: 'Tests of the way to the media engine that visitors have made, by the protocol that came through: udp, tcp or none.',
      labelNames: ['protocol'],
      registers,
    });
  }

  joined(): void {
    this.#joins.inc();
  }

  left(code: ErrorCode): void {
    this.#leaves.inc({ code });
  }

  refused(door: string, code: ErrorCode): void {
    this.#refusals.inc({ door, code });
  }

  resumed(): void {
    this.#resumes.inc();
  }

  resumeRefused(code: ErrorCode): void {
    this.#resumesRefused.inc({ code });
  }

  disconnected(code: ErrorCode): void {
    this.#disconnections.inc({ code });
  }

  probed(protocol: 'udp' | 'tcp' | 'none'): void {
    this.#probes.inc({ protocol });
  }
}
