import type { EventOf } from '../dialects/events.ts';
import type { GaleneActor } from '../dialects/galene.ts';
import type { Stage } from '../stage.ts';
import type { Peer } from './peer.ts';
import { mediaPeer } from './up-stream.ts';

type Offer = EventOf<'offer'>;

/** A stream that a client of Galène's dialect was offered, and receives. */
export class DownStream {
  readonly id: string;
  readonly #actor: GaleneActor;
  readonly #peer: Peer;

  /** The first offer that fits, unanswered; waits for it where it has not come yet. */
  static async offered(actor: GaleneActor, fits?: (offer: Offer) => boolean): Promise<Offer> {
    return actor.inbox.take('offer', fits);
  }

  /** Takes the first offer that fits, and answers it. */
  static async take(stage: Stage, actor: GaleneActor, fits?: (offer: Offer) => boolean): Promise<DownStream> {
    return DownStream.answer(stage, actor, await DownStream.offered(actor, fits));
  }

  /** Answers an offer of a new stream. */
  static answer(stage: Stage, actor: GaleneActor, offer: Offer): DownStream {
    const stream = new DownStream(stage, actor, offer.id);
    stream.answerTo(offer);
    actor.onCandidate(offer.id, ({ candidate, sdpMid }) => {
      stream.#peer.addCandidate(candidate, sdpMid ?? '0');
    });
    return stream;
  }

  private constructor(stage: Stage, actor: GaleneActor, id: string) {
    this.id = id;
    this.#actor = actor;
    this.#peer = mediaPeer(stage, actor, id);
  }

  answerTo({ id, sdp }: Offer): void {
    this.#actor.sendMedia({ type: 'answer', id, sdp: this.#peer.answer(sdp) });
  }

  /** Takes the next offer for this stream, and answers it. */
  async reoffered(): Promise<Offer> {
    const offer = await DownStream.offered(this.#actor, ({ id }) => id === this.id);
    this.answerTo(offer);
    return offer;
  }

  /** Answers all further offers for this stream while its client is there; there may be none. */
  keepAnswering(): void {
    const { inbox } = this.#actor;
    const answer = async (): Promise<void> => {
      while (inbox.all('closed').length === 0) await this.reoffered().catch(() => undefined);
    };
    void answer();
  }

  request(request: readonly string[] | null): void {
    this.#actor.sendMedia({ type: 'requestStream', id: this.id, request });
  }

  /** Resolves once packets that end so come. */
  receives(mark: string): Promise<void> {
    return this.#peer.receives(mark);
  }

  /** Resolves once no more packets come that end so. */
  stopsReceiving(mark: string): Promise<void> {
    return this.#peer.stopsReceiving(mark);
  }
}
