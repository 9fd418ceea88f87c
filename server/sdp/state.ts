import type {
  DtlsParameters,
  IceParameters,
  MediaKind,
  RtpCapabilities,
  RtpParameters,
  TransportParameters,
} from '@evagore/shared';
import type { Use } from './extensions.ts';
import { receives, type Msid, type RemoteMedia } from './remote-media.ts';
import type { RemoteTransport } from './remote-transport.ts';
import type { Up } from './up.ts';

/*
 * What is known of a peer connection that is negotiated by SDP. All of it is values; each step makes new ones.
 *
 * A line is a media section with a place: both ends list the lines in the same order for as long as the session lasts.
 * A line that we want but have not offered has no place yet, as an offer of the other end may take it first.
 */

export interface SessionOptions {
  /** Our end, which is ICE-lite. */
  readonly transport: TransportParameters;
  /** Of the room. */
  readonly capabilities: RtpCapabilities;
  /** Which way media may pass. */
  readonly use: Use;
}

/** A track that is sent on a line. */
export interface SentTrack {
  readonly rtpParameters: RtpParameters;
  readonly msid: Msid;
}

/**
 * What becomes of a track that is sent:
 *
 *     reserved --fillDown--> filled --our description--> flowing <--their direction--> held
 *                               \_______________________________________________________/
 *                                                  | removeDown
 *                                                  v
 *                                     ended --our description--> (none)
 *
 * One that the other end was not told of, or refuses, is gone at once.
 */
export type Down =
  { readonly phase: 'reserved' | 'ended' } | ({ readonly phase: 'filled' | 'held' | 'flowing' } & SentTrack);

export interface Line {
  readonly mid: string;
  /** Whether descriptions contain the mid; one is made up for an only line without. */
  readonly named: boolean;
  /** `audio`, `video`, `application` … */
  readonly type: string;
  /** Undefined for what is neither sound nor picture. */
  readonly kind: MediaKind | undefined;
  readonly protocol: string;
  /** Closed by either end. Its place may be given to another line. */
  readonly rejected: boolean;
  /** What the other end said of it last. */
  readonly remote: RemoteMedia | undefined;
  readonly up: Up | undefined;
  readonly down: Down | undefined;
}

export interface Session {
  readonly options: SessionOptions;
  /** Those that have a place, in order. */
  readonly lines: readonly Line[];
  /** Those that wait for one. */
  readonly placed: readonly Line[];
  /** The other end, once it is known; `role` is its role in DTLS. */
  readonly remote: (RemoteTransport & { readonly role: 'client' | 'server' }) | undefined;
  /** Whether all lines share one transport by agreement. Where not, there is only one line. */
  readonly bundles: boolean;
  /** Our offer that waits for its answer: the lines as they are described in it. */
  readonly pending: readonly Line[] | undefined;
  /** An offer of the other end that waits for our answer: the mids of its BUNDLE group. */
  readonly taken: readonly string[] | undefined;
  /** Of `o=`; the id is made from the transport, so that nothing here is random. */
  readonly origin: { readonly id: string; readonly version: number };
  readonly nextMid: number;
}

/** What is to be done with the media, in this order. */
export type Action =
  /** Once per session. The role is the other end's. */
  | { readonly type: 'connect'; readonly dtls: DtlsParameters }
  /** Our end is to get new credentials, and {@link renewIce} to be called, before the answer is written. */
  | { readonly type: 'restartIce' }
  | { readonly type: 'closeUp'; readonly mid: string }
  /** Not received any more. `rejected`: nor ever again; the line does not send any more. */
  | { readonly type: 'stopDown'; readonly mid: string; readonly rejected: boolean }
  | {
      readonly type: 'openUp';
      readonly mid: string;
      readonly kind: MediaKind;
      readonly rtpParameters: RtpParameters;
      readonly msid?: Msid;
    }
  /** The other end is ready for it, or will be when it reads our answer. */
  | { readonly type: 'startDown'; readonly mid: string };

export function openSession(options: SessionOptions): Session {
  return {
    options,
    lines: [],
    placed: [],
    remote: undefined,
    bundles: true,
    pending: undefined,
    taken: undefined,
    origin: { id: originIdOf(options.transport), version: 0 },
    nextMid: 0,
  };
}

/** Our end has new credentials; the next description tells of them. */
export function renewIce(session: Session, ice: IceParameters): Session {
  const transport = { ...session.options.transport, iceParameters: ice };
  return { ...session, options: { ...session.options, transport } };
}

/** The other end's current credentials, to tell a trickle from a restart. */
export function remoteIce(session: Session): IceParameters | undefined {
  return session.remote?.ice;
}

export function hasPendingOffer(session: Session): boolean {
  return session.pending !== undefined;
}

export function lineOf(session: Session, mid: string): Line | undefined {
  return [...session.lines, ...session.placed].find((line) => line.mid === mid);
}

/** The same session with a line changed, or without it where there is no place to keep free. */
export function withLine(session: Session, mid: string, change: (line: Line) => Line | undefined): Session {
  const lines = session.lines.map((line) => (line.mid === mid ? (change(line) ?? line) : line));
  const placed = session.placed.flatMap((line) => (line.mid === mid ? (change(line) ?? []) : line));
  return { ...session, lines, placed };
}

/** The track that a line sends or is about to. */
export function trackOf(down: Down | undefined): (Down & SentTrack) | undefined {
  return down !== undefined && 'rtpParameters' in down ? down : undefined;
}

/** Whether the other end would receive on the line, by what it said last. */
export function wouldReceive(line: Line): boolean {
  return line.remote === undefined || receives(line.remote.direction);
}

/** FNV-1a of what only this transport has. Of 62 bits, as RFC 8866 asks for a number that fits into 63. */
function originIdOf({ iceParameters, dtlsParameters }: TransportParameters): string {
  const text = `${iceParameters.usernameFragment} ${dtlsParameters.fingerprints.map(({ value }) => value).join(' ')}`;
  return (hash64(text) >> 2n).toString();
}

export function hash64(text: string): bigint {
  return Buffer.from(text).reduce(
    (hash, byte) => BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );
}
