import type { GaleneMessage, RtpCapabilities, StreamId } from '@evagore/shared';
import { ConferenceError } from '@evagore/shared';
import { BadValue } from '../../core/errors.ts';
import type { Member } from '../../core/member.ts';
import type { Log } from '../../core/ports.ts';
import { DownPeers } from './down-peers.ts';
import { encodeNotice } from './encode.ts';
import { wantedByLabelOf, wantedOfStream } from './fields.ts';
import type { StreamFact } from './link.ts';
import { UpPeers } from './up-peers.ts';

export interface MemberStreamsOptions {
  readonly member: Member;
  /** What the server can receive. */
  readonly capabilities: RtpCapabilities;
  readonly log: Log;
  readonly send: (message: string) => void;
}

/**
 * The streams of one member, either way, under the names that its client has for them.
 *
 * A message about a stream may cross the end of that stream: it is answered by a `close`, never by an error.
 */
export class MemberStreams {
  readonly #options: MemberStreamsOptions;
  readonly #ups: UpPeers;
  #downs: DownPeers;
  /** Those that the client did not want any more; the next request may bring them back. */
  readonly #refused = new Set<StreamId>();
  #closed = false;

  constructor(options: MemberStreamsOptions) {
    this.#options = options;
    this.#ups = new UpPeers({
      member: options.member,
      onLost: (id) => {
        this.#tell({ type: 'renegotiate', id });
      },
    });
    this.#downs = this.#receive(options.capabilities);
  }

  /** What the client wants by label; streams that it had refused may come back. @throws ProtocolError */
  request(request: unknown): void {
    const { subscriptions } = this.#options.member;
    const wanted = wantedByLabelOf(request);
    for (const id of this.#refused) subscriptions.requestStream(id, undefined);
    this.#refused.clear();
    subscriptions.request(wanted);
  }

  /** What the client wants of one stream. @throws ProtocolError */
  requestStream(id: string, request: unknown): void {
    const wanted = wantedOfStream(request);
    // It may have crossed what takes the stream's place.
    if (this.#offeredOrClosed(id)) this.#options.member.subscriptions.requestStream(id as StreamId, wanted);
  }

  /** Takes in a stream of the client, or a change of it. @throws ConferenceError what forbids it; it is aborted. */
  async offered(id: string, { label = '', replace, sdp = '' }: GaleneMessage): Promise<void> {
    try {
      if (this.#downs.has(id)) throw new BadValue('this stream comes from the server');
      const replaced = replace === '' ? undefined : replace;
      const answer = await this.#ups.offered({ id, label, replace: replaced, sdp });
      this.#tell({ type: 'answer', id, sdp: answer });
    } catch (error) {
      if (error instanceof ConferenceError && !this.#closed) this.#tell({ type: 'abort', id });
      throw error;
    }
  }

  /** The client is ready for what it was offered. @throws ConferenceError where it cannot be; the stream is refused. */
  async answered(id: string, sdp: string): Promise<void> {
    try {
      if (!(await this.#downs.answered(id, sdp))) this.#offeredOrClosed(id);
    } catch (error) {
      if (error instanceof ConferenceError && !this.#closed) this.refuse(id);
      throw error;
    }
  }

  /** The client does not want a stream, for now. It is always told that the stream is closed. */
  refuse(id: string): void {
    if (!this.#offeredOrClosed(id)) return;
    this.#refused.add(id as StreamId);
    this.#options.member.subscriptions.requestStream(id as StreamId, []);
  }

  async restartIce(id: string): Promise<void> {
    await this.#downs.restartIce(id);
  }

  /** The client ends a stream of its own. */
  end(id: string): void {
    this.#ups.close(id);
  }

  /** Something became of a stream. */
  told(fact: StreamFact): void {
    switch (fact.type) {
      case 'downOffered':
        this.#downs.offered(fact);
        break;
      case 'downClosed':
        this.#downs.ended(fact.stream, fact.tracks);
        break;
      case 'upAborted': {
        this.#ups.close(fact.stream);
        this.#tell({ type: 'abort', id: fact.stream });
        const why = fact.code === 'not-permitted' ? 'permission denied' : fact.message;
        this.#options.send(encodeNotice('error', this.#options.member.id, why));
        break;
      }
      case 'mediaLost':
        this.#downs.endAll();
        this.#downs = this.#receive(fact.capabilities);
        this.#ups.mediaLost();
        break;
    }
  }

  sourcesLeft(sources: ReadonlySet<string>): void {
    this.#downs.sourcesLeft(sources);
  }

  close(): void {
    this.#closed = true;
    this.#downs.close();
    this.#ups.closeAll();
  }

  /** From now on the member receives through new peer connections. */
  #receive(capabilities: RtpCapabilities): DownPeers {
    const { member, log } = this.#options;
    const downs = new DownPeers({
      member,
      capabilities,
      onOffer: (offer) => {
        this.#tell({ type: 'offer', kind: '', ...offer });
      },
      onClose: (id) => {
        this.#tell({ type: 'close', id });
      },
      onError: (err) => {
        log.info({ err }, 'a stream could not be renegotiated');
      },
    });
    member.subscriptions.receiveThrough(downs);
    return downs;
  }

  /** Whether the client has been offered the stream; it is told that it is closed otherwise. */
  #offeredOrClosed(id: string): boolean {
    const offered = this.#downs.has(id);
    if (!offered) this.#tell({ type: 'close', id });
    return offered;
  }

  #tell(message: object): void {
    this.#options.send(JSON.stringify(message));
  }
}
