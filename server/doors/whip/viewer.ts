import type { MediaKind, RtpCapabilities, RtpParameters } from '@evagore/shared';
import { BadMedia, Closed, NoSuchStream } from '../../core/errors.ts';
import type { Fact } from '../../core/facts.ts';
import type { MediaDown, MediaTransport, MediaUp } from '../../core/media-port.ts';
import type { Member } from '../../core/member.ts';
import type { World } from '../../core/ports.ts';
import { BadSdp } from '../../sdp/errors.ts';
import {
  fillDown,
  openSession,
  placeDown,
  receivable,
  renewIce,
  takeOffer,
  vacantLine,
  writeAnswer,
  type Session as SdpSession,
} from '../../sdp/session.ts';
import { payloadTypesOf, renumbered } from './payload-types.ts';
import type { Layer } from './scene.ts';
import type { SessionPeer } from './session.ts';
import { Watch, type Target } from './watch.ts';

export interface ViewerOptions {
  readonly member: Member;
  readonly offer: string;
  readonly target: Target;
  readonly layer: Layer;
  readonly world: Pick<World, 'now' | 'after'>;
  /** What was watched has ended. */
  readonly onOver: () => void;
}

/** A line of the description that carries one track after the other. */
interface Line {
  readonly capabilities: RtpCapabilities;
  down?: MediaDown;
}

/**
 * Opens the end that sends to a client what it came to watch.
 *
 * @throws NoSuchStream, BadSdp, BadMedia, MediaUnavailable, Closed
 */
export async function openViewer(options: ViewerOptions): Promise<SessionPeer> {
  const { member, offer, target } = options;
  if (target.kind === 'stream' && !member.group.streams.has(target.id)) throw new NoSuchStream();
  const { capabilities } = await member.group.media.room();
  const payloadTypes = payloadTypesOf(offer, capabilities);
  const transport = await member.openTransport(payloadTypes);
  const sent = payloadTypes === undefined ? capabilities : renumbered(capabilities, payloadTypes);
  return new Viewer(transport, sent, options);
}

/**
 * The end of a connection whose description is settled once and for all by the client's offer: neither side can offer
 * again. So what is sent may change, but not what is said of it: the answer names no sources, and each line lists all
 * codecs that may come. Clients play whatever arrives by its payload type.
 *
 * @see draft-ietf-wish-whep, section 4
 */
class Viewer implements SessionPeer {
  readonly transport: MediaTransport;
  readonly #member: Member;
  readonly #watch: Watch;
  readonly #lines = new Map<MediaKind, Line>();
  #session: SdpSession;

  constructor(transport: MediaTransport, capabilities: RtpCapabilities, options: ViewerOptions) {
    this.transport = transport;
    this.#member = options.member;
    this.#watch = new Watch(options);
    this.#session = openSession({ transport: transport.parameters, capabilities, use: 'down' });
  }

  get session(): SdpSession {
    return this.#session;
  }

  async answer(offer: string): Promise<string> {
    const { session, actions } = takeOffer(this.#session, offer);
    this.#session = session;
    this.#keep('audio');
    this.#keep('video');
    if (this.#lines.size === 0) {
      throw new BadSdp(
        'the offer can receive nothing that is sent here; it needs an audio or video section that is recvonly',
      );
    }
    for (const action of actions) {
      if (action.type === 'connect') await this.transport.connect(action.dtls);
    }
    const answer = writeAnswer(this.#session);
    this.#session = answer.session;
    this.#member.subscriptions.receiveThrough({ openDown: (up) => this.#openDown(up) });
    await this.#watch.start();
    return answer.sdp;
  }

  async restartIce(): Promise<void> {
    this.#session = renewIce(this.#session, await this.transport.restartIce());
  }

  tell(fact: Fact): void {
    switch (fact.type) {
      case 'downOffered':
        this.#accept(fact);
        break;
      case 'downClosed':
      case 'rosterChanged':
        this.#watch.changed();
        break;
      default:
      // Nothing else is seen or heard.
    }
  }

  close(): void {
    this.#watch.close();
    this.transport.close();
  }

  /** Keeps a line open for whatever of its kind is to be sent. */
  #keep(kind: MediaKind): void {
    const vacant = vacantLine(this.#session, kind);
    const received = vacant && receivable(this.#session, vacant.mid);
    if (received === undefined) return;
    const capabilities = withoutNames(received);
    const { session, mid } = placeDown(this.#session, kind);
    const msid = { stream: this.transport.id, track: kind };
    this.#session = fillDown(session, mid, { rtpParameters: outlineOf(capabilities), msid });
    this.#lines.set(kind, { capabilities });
  }

  async #openDown(up: MediaUp): Promise<MediaDown> {
    const line = this.#lines.get(up.kind);
    if (line === undefined) throw new BadMedia(`this client receives no ${up.kind}`);
    line.down?.close();
    const down = await this.transport.openDown(up, line.capabilities);
    line.down?.close();
    line.down = down;
    return down;
  }

  /** The client was told of everything before it came. */
  #accept({ stream, tracks }: Extract<Fact, { type: 'downOffered' }>): void {
    const ids = tracks.map(({ id }) => id);
    this.#member.subscriptions.accept(stream, ids).catch((err: unknown) => {
      if (!(err instanceof Closed)) this.#member.log.warn({ err, stream }, 'stream not started');
    });
  }
}

/** Extensions by which packets name the line or source they belong to, which are settled by payload types here. */
const NAMES: ReadonlySet<string> = new Set([
  'urn:ietf:params:rtp-hdrext:sdes:mid',
  'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
]);

const TRANSPORT_CC = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';
const ABS_SEND_TIME = 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time';

/**
 * What a client can receive without knowing the sources: retransmissions come in their stream, as those of unknown
 * sources belong to nothing, and only one kind of bandwidth estimation is agreed on, if the extension that it needs is.
 */
function withoutNames({ codecs = [], headerExtensions = [] }: RtpCapabilities): RtpCapabilities {
  const extensions = headerExtensions.filter(({ uri }) => !NAMES.has(uri));
  const has = (uri: string) => extensions.some((extension) => extension.uri === uri);
  const useless = new Set([
    ...(has(TRANSPORT_CC) ? ['goog-remb'] : ['transport-cc']),
    ...(has(TRANSPORT_CC) || has(ABS_SEND_TIME) ? [] : ['goog-remb']),
  ]);
  return {
    codecs: codecs
      .filter(({ mimeType }) => !mimeType.toLowerCase().endsWith('/rtx'))
      .map((codec) => ({
        ...codec,
        rtcpFeedback: (codec.rtcpFeedback ?? []).filter(({ type }) => !useless.has(type)),
      })),
    headerExtensions: extensions,
  };
}

/** The parameters of a track that may come, of which everything is known but its source. */
function outlineOf({ codecs = [], headerExtensions = [] }: RtpCapabilities): RtpParameters {
  return {
    codecs: codecs.map(({ kind: _, preferredPayloadType, ...codec }) => ({
      ...codec,
      payloadType: preferredPayloadType,
    })),
    headerExtensions: headerExtensions.map(({ uri, preferredId }) => ({ uri, id: preferredId })),
    encodings: [{}],
  };
}
