import type { GaleneMessage } from '@evagore/shared';

type Candidate = NonNullable<GaleneMessage['candidate']>;

/** A peer connection has a few ways to be reached; this forgives one with many addresses. */
const MAX_CANDIDATES = 64;
/** Streams of which nothing is known yet. */
const MAX_STREAMS = 64;

/** Candidates that have come before they can be used. */
export class CandidateQueue {
  readonly #waiting: RTCIceCandidateInit[] = [];

  add(candidate: RTCIceCandidateInit): void {
    if (this.#waiting.length < MAX_CANDIDATES) this.#waiting.push(candidate);
  }

  /** All of them, which are not kept any longer. */
  take(): RTCIceCandidateInit[] {
    return this.#waiting.splice(0);
  }
}

/**
 * Candidates for streams that have not been offered yet: that server may send them first.
 *
 * @see Galène protocol, "Streams": clients should keep them.
 */
export class EarlyCandidates {
  readonly #queues = new Map<string, CandidateQueue>();

  add(id: string, candidate: RTCIceCandidateInit): void {
    const queue = this.#queues.get(id) ?? new CandidateQueue();
    queue.add(candidate);
    this.#queues.set(id, queue);
    for (const oldest of this.#queues.keys()) {
      if (this.#queues.size <= MAX_STREAMS) break;
      this.#queues.delete(oldest);
    }
  }

  take(id: string): RTCIceCandidateInit[] {
    const taken = this.#queues.get(id)?.take() ?? [];
    this.#queues.delete(id);
    return taken;
  }

  clear(): void {
    this.#queues.clear();
  }
}

/** A candidate as browsers take it. */
export function candidateOf({
  candidate,
  sdpMid,
  sdpMLineIndex,
  usernameFragment,
}: Candidate): RTCIceCandidateInit {
  return {
    candidate: candidate ?? '',
    sdpMid: sdpMid ?? null,
    sdpMLineIndex: sdpMLineIndex ?? null,
    ...(usernameFragment !== undefined && usernameFragment !== '' && { usernameFragment }),
  };
}
