import {
  StreamId,
  type AckValue,
  type ClientMessage,
  type MemberId,
  type PictureSize,
  type TransportOpened,
} from '@evagore/shared';
import { actOnGroup, actOnMember } from '../../core/actions.ts';
import { writeChat, writeUserMessage } from '../../core/chat.ts';
import type { Conference } from '../../core/conference.ts';
import { AlreadyJoined, NoSuchTransport, NotJoined } from '../../core/errors.ts';
import type { MediaTransport } from '../../core/media-port.ts';
import type { Member } from '../../core/member.ts';
import type { MemberLink } from '../../core/ports.ts';
import type { Probes } from '../../core/probes.ts';
import { mute, publish, resize, unpublish } from '../../core/publishing.ts';
import { Probing } from './probing.ts';

type MessageOf<Type extends ClientMessage['type']> = Extract<ClientMessage, { type: Type }>;
type Question = Exclude<ClientMessage, { type: 'ping' | 'pong' | 'resume' | 'seen' }>;
type JoinMessage = Extract<ClientMessage, { type: 'join'; kind: 'join' }>;

/** Messages after which their sender may see another roster. A newcomer reads it whole. */
const CHANGES_ROSTER = new Set<Question['type']>(['useraction', 'groupaction', 'offer', 'close', 'mute']);

/** Where a connection stands: outside of any group, or in one, with at most one transport for each direction. */
type State =
  | { phase: 'outside' }
  | { phase: 'inside'; member: Member; send: MediaTransport | undefined; receive: MediaTransport | undefined }
  | { phase: 'ended' };

export interface SessionOptions {
  conference: Conference;
  id: MemberId;
  link: MemberLink;
  from: string;
  probes: Probes | undefined;
}

/**
 * What a native client asks for, as calls of the core. Knows no sockets; the caller runs one message at a time.
 */
export class Session {
  readonly #conference: Conference;
  readonly #id: MemberId;
  readonly #link: MemberLink;
  readonly #from: string;
  readonly #probing: Probing;
  #state: State = { phase: 'outside' };

  /**
   * @param options - `from`: the network that the client is in; its failed logins count together. `probes`: absent where
   * nobody can test their connection.
   */
  constructor(options: SessionOptions) {
    this.#conference = options.conference;
    this.#id = options.id;
    this.#link = options.link;
    this.#from = options.from;
    this.#probing = new Probing(options.probes, options.from);
  }

  /** Whom the client is in a group; undefined outside. */
  get member(): Member | undefined {
    return this.#state.phase === 'inside' ? this.#state.member : undefined;
  }

  /**
   * Carries a message out.
   *
   * @returns what the acknowledgement carries.
   * @throws a ConferenceError that refuses the message.
   */
  async answer(message: Question): Promise<AckValue> {
    const value = await this.#carryOut(message);
    // The acknowledgement comes after all that follows from the message.
    if (CHANGES_ROSTER.has(message.type)) this.member?.group.flushRoster();
    return value;
  }

  async #carryOut(message: Question): Promise<AckValue> {
    switch (message.type) {
      case 'join':
        if (message.kind === 'join') await this.#join(message);
        else this.#leave(message.group);
        return undefined;
      case 'probe':
        if (this.#state.phase !== 'outside') throw new AlreadyJoined();
        return this.#probing.answer(message);
      case 'request':
        this.#member().subscriptions.request(message.request);
        return undefined;
      case 'requestStream':
        this.#member().subscriptions.requestStream(message.id, message.request ?? undefined);
        return undefined;
      case 'draw':
        this.#member().subscriptions.draw(drawnOf(message));
        return undefined;
      case 'openTransport':
        return this.#openTransport(message);
      case 'connectTransport':
        await this.#member().transport(message.id).connect(message.dtlsParameters);
        return undefined;
      case 'restartIce':
        return { iceParameters: await this.#member().transport(message.id).restartIce() };
      case 'offer':
        return { track: await this.#offer(message) };
      case 'answer':
        await this.#member().subscriptions.accept(message.id, message.tracks);
        return undefined;
      case 'close':
        unpublish(this.#member(), message.id, message.track);
        return undefined;
      case 'mute':
        await mute(this.#member(), message.id, message.track, message.muted);
        return undefined;
      case 'size': {
        const { id, track, width, height } = message;
        resize(this.#member(), id, track, { width, height });
        return undefined;
      }
      case 'chat': {
        const { kind = '', dest, noecho = false, value } = message;
        const { id, time } = writeChat(this.#member(), { kind, dest, noecho, value });
        return { id, time };
      }
      case 'usermessage': {
        const { kind, dest, noecho = false, value } = message;
        writeUserMessage(this.#member(), { kind, dest, noecho, ...(value !== undefined && { value }) });
        return undefined;
      }
      case 'useraction':
        return actOnMember(this.#member(), message.kind, message.dest, message.value);
      case 'groupaction':
        return actOnGroup(this.#member(), message.kind, message.value);
    }
  }

  /** The connection is gone, so the membership is too. Idempotent. */
  end(reason: Parameters<Member['leave']>[0]): void {
    const state = this.#state;
    this.#state = { phase: 'ended' };
    this.#probing.close();
    if (state.phase === 'inside') state.member.leave(reason);
  }

  async #join(message: JoinMessage): Promise<void> {
    if (this.#state.phase !== 'outside') throw new AlreadyJoined();
    this.#probing.stop();
    const { group, username, password, token, data = {} } = message;
    const member = await this.#conference.join({
      group,
      credentials: {
        ...(username !== undefined && { username }),
        ...(password !== undefined && { password }),
        ...(token !== undefined && { token }),
        from: this.#from,
      },
      id: this.#id,
      data,
      link: this.#link,
    });
    // The socket may have closed while a password was being checked; TypeScript cannot know.
    if ((this.#state as State).phase === 'ended') member.leave({ code: 'hung-up' });
    else this.#state = { phase: 'inside', member, send: undefined, receive: undefined };
  }

  #leave(group: string): void {
    const member = this.#member();
    if (member.group.name !== group) throw new NotJoined();
    this.#state = { phase: 'outside' };
    member.leave({ code: 'left' });
    this.#link.tell({ type: 'left', group: member.group.name });
  }

  async #openTransport(message: MessageOf<'openTransport'>): Promise<TransportOpened> {
    const member = this.#member();
    const state = this.#inside();
    // Before it is closed, so that nothing is offered any more that would have come through it.
    if (message.direction === 'receive') member.subscriptions.receiveThrough(undefined);
    state[message.direction]?.close();
    state[message.direction] = undefined;
    const transport = await member.openTransport();
    state[message.direction] = transport;
    if (message.direction === 'receive') {
      const { rtpCapabilities } = message;
      member.subscriptions.receiveThrough({ openDown: (up) => transport.openDown(up, rtpCapabilities) });
    }
    return { id: transport.id, ...transport.parameters };
  }

  #offer(message: MessageOf<'offer'>): ReturnType<typeof publish> {
    const { member, send } = this.#inside();
    if (send === undefined) throw new NoSuchTransport('open a transport for sending first');
    const { id, label, replace, kind, rtpParameters, muted = false } = message;
    return publish(member, send, { stream: id, label, replace, kind, rtpParameters, muted });
  }

  #member(): Member {
    return this.#inside().member;
  }

  #inside(): Extract<State, { phase: 'inside' }> {
    if (this.#state.phase !== 'inside') throw new NotJoined();
    return this.#state;
  }
}

/** Like every object's, these keys are plain strings to TypeScript; the schema has looked at them. */
function drawnOf({ streams }: MessageOf<'draw'>): [StreamId, PictureSize | null][] {
  return Object.entries(streams).map(([id, size]) => [StreamId.parse(id), size]);
}
