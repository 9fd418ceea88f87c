import type { Kind, LocalTask } from '../local/ports.ts';
import type { Heir } from './preview.ts';

/** Gives what is on, and to `heir` what is still opening. From then on it is no longer the giver's. */
export type HandOver = (heir: Heir) => readonly MediaStreamTrack[];

export interface AdoptionOptions {
  readonly local: { adopt(tracks: readonly MediaStreamTrack[]): Promise<void> };
  /** Whether one may send anything. */
  readonly mayPresent: () => boolean;
  readonly failed: (error: unknown, what: LocalTask) => void;
}

const TASKS = { audio: 'microphone', video: 'camera' } as const satisfies Record<Kind, LocalTask>;

/** Takes over what was opened before the meeting, and what was not open yet: it is sent, or released. */
export function adoptDevices(handOver: HandOver, { local, mayPresent, failed }: AdoptionOptions): void {
  const adopt = (tracks: readonly MediaStreamTrack[]): void => {
    if (mayPresent()) void local.adopt(tracks);
    else for (const track of tracks) track.stop();
  };
  const tracks = handOver({
    take: (track) => {
      adopt([track]);
    },
    failed: (kind, error) => {
      failed(error, TASKS[kind]);
    },
  });
  adopt(tracks);
}
