import { randomBytes } from 'node:crypto';
import type { GaleneActor } from '../dialects/galene.ts';
import { pause, type Stage } from '../stage.ts';
import { NotApplicable } from '../statements/statement.ts';
import { Peer, type SentTrack } from './peer.ts';

/** Galène knows a track from its first packet on, and tells of it 200 ms later; before, offers lack it. */
const FIRST_PACKETS_MS = 300;

/** A camera with a microphone: `a` is heard, and `v` seen. */
export const CAMERA: readonly SentTrack[] = [
  { kind: 'audio', mark: 'a' },
  { kind: 'video', mark: 'v' },
];

/** The same in two sizes: `h` and `l` are seen. */
export const SIMULCAST: readonly SentTrack[] = [
  { kind: 'audio', mark: 'a' },
  { kind: 'video', mark: 'v', rids: ['h', 'l'] },
];

export interface UpStreamOptions {
  readonly label?: string;
  readonly tracks?: readonly SentTrack[];
  /** The up stream that this one takes the place of. */
  readonly replace?: UpStream;
}

/** A stream that a client of Galène's dialect publishes, and in which packets flow. */
export class UpStream {
  readonly id: string;
  readonly answer: string;
  readonly #actor: GaleneActor;
  readonly #peer: Peer;

  /** Publishes a camera, unless told otherwise, and sends from then on. @throws NotApplicable where no media passes. */
  static async publish(stage: Stage, actor: GaleneActor, options: UpStreamOptions = {}): Promise<UpStream> {
    requireMedia(stage);
    const id = randomBytes(16).toString('hex');
    const { label = 'camera', tracks = CAMERA, replace } = options;
    const peer = mediaPeer(stage, actor, id);
    const sdp = peer.offer(tracks);
    actor.sendMedia({ type: 'offer', kind: '', id, label, sdp, replace: replace?.id ?? null });
    const answer = await actor.inbox.take('answer', (told) => told.id === id);
    peer.acceptAnswer(answer.sdp);
    actor.onCandidate(id, ({ candidate, sdpMid }) => {
      peer.addCandidate(candidate, sdpMid ?? '0');
    });
    peer.send();
    await peer.connected();
    replace?.cut();
    await pause(FIRST_PACKETS_MS);
    return new UpStream({ id, actor, peer, answer: answer.sdp });
  }

  private constructor(made: { id: string; actor: GaleneActor; peer: Peer; answer: string }) {
    this.id = made.id;
    this.answer = made.answer;
    this.#actor = made.actor;
    this.#peer = made.peer;
  }

  /** Ends the stream, and says so. */
  close(): void {
    this.#actor.sendMedia({ type: 'close', id: this.id });
    this.cut();
  }

  /** Ends the connection for media without a word. */
  cut(): void {
    this.#peer.close();
  }
}

/** @throws NotApplicable where no media can pass between the suite and the server. */
export function requireMedia({ target }: Stage): void {
  if (target.mediaObstacle !== undefined) throw new NotApplicable(target.mediaObstacle);
}

/** A peer that tells its candidates for a stream through its client, and is closed when the statement is over. */
export function mediaPeer(stage: Stage, actor: GaleneActor, id: string): Peer {
  const peer = new Peer({
    onCandidate(candidate, sdpMid) {
      actor.sendMedia({ type: 'ice', id, candidate: { candidate, sdpMid, sdpMLineIndex: Number(sdpMid) } });
    },
  });
  stage.atEnd(() => {
    peer.close();
  });
  return peer;
}
