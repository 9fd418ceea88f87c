import {
  ApplicationValue,
  ConferenceError,
  MAX_CHAT_LENGTH,
  type CloseReason,
  type GaleneMessage,
  type MemberId,
} from '@evagore/shared';
import { actOnGroup, actOnMember } from '../../core/actions.ts';
import { writeChat, writeUserMessage } from '../../core/chat.ts';
import type { Conference } from '../../core/conference.ts';
import { BadValue, NotJoined } from '../../core/errors.ts';
import type { Member } from '../../core/member.ts';
import type { Log, Tally } from '../../core/ports.ts';
import type { ClientPlace } from '../socket/reception.ts';
import { encodeJoinFailed, encodeResult } from './encode.ts';
import { addressOf, chatIdOf, dataOf, groupOf, streamIdOf } from './fields.ts';
import { GaleneLink, type JoinedFact, type LinkOwner, type StreamFact } from './link.ts';
import { MemberStreams } from './member-streams.ts';
import { complaintOf, encodeRefusal, joinRefusal, ProtocolError } from './refusals.ts';

/** What a session needs of its connection. */
export interface SessionConnection {
  readonly client: ClientPlace;
  readonly log: Log;
  send(message: string): void;
  /** Ends the connection; the session is ended by it. */
  dismiss(reason: CloseReason): void;
}

export interface GaleneSessionOptions {
  readonly conference: Conference;
  readonly connection: SessionConnection;
  readonly id: MemberId;
  readonly maxTransports: number;
  readonly tally: Tally;
}

/** In a group. */
interface Inside {
  readonly phase: 'inside';
  readonly member: Member;
  readonly streams: MemberStreams;
}

type State = { phase: 'outside' } | { phase: 'joining'; seat?: JoinedFact } | Inside | { phase: 'ended' };

/**
 * What a client of Galène's dialect asks for, as calls of the core, and what it is told of it. Knows no sockets; the caller
 * runs one message at a time.
 */
export class GaleneSession implements LinkOwner {
  readonly id: MemberId;
  readonly #options: GaleneSessionOptions;
  readonly #connection: SessionConnection;
  #state: State = { phase: 'outside' };

  constructor(options: GaleneSessionOptions) {
    this.id = options.id;
    this.#options = options;
    this.#connection = options.connection;
  }

  get address(): string {
    return this.#connection.client.address;
  }

  /** Whom the client is in a group; undefined outside. */
  get member(): Member | undefined {
    return this.#state.phase === 'inside' ? this.#state.member : undefined;
  }

  /** Carries a message out. @throws ProtocolError where the connection is to end, and anything unforeseen. */
  async carryOut(message: GaleneMessage): Promise<void> {
    this.#checkHonest(message);
    switch (message.type) {
      case 'ping':
        this.send('{"type":"pong"}');
        return;
      case 'pong':
        return;
      case 'join':
        if (message.kind === 'join') await this.#join(message);
        else if (message.kind === 'leave') this.#leave(message.group);
        else throw new ProtocolError('unknown kind');
        return;
      case 'request':
        if (this.#streams === undefined) throw new ProtocolError('bad request', 1011);
        this.#streams.request(message.request);
        return;
      case 'requestStream':
      case 'offer':
      case 'answer':
      case 'ice':
      case 'close':
      case 'abort':
      case 'renegotiate':
        await this.#ofStream(streamIdOf(message), message);
        return;
      case 'chat':
        await this.#attempt(message, () => {
          this.#chat(message);
        });
        return;
      case 'usermessage':
        await this.#attempt(message, () => {
          this.#userMessage(message);
        });
        return;
      case 'useraction':
        await this.#act(message, (kind) =>
          actOnMember(this.#member(), kind, message.dest as MemberId, message.value),
        );
        return;
      case 'groupaction':
        await this.#act(message, (kind) => actOnGroup(this.#member(), kind, message.value));
        return;
      default:
        throw new ProtocolError('unexpected message');
    }
  }

  /** The connection is gone, so the membership is too. Idempotent. */
  end(reason: CloseReason): void {
    const state = this.#state;
    this.#state = { phase: 'ended' };
    if (state.phase !== 'inside') return;
    state.streams.close();
    state.member.leave(reason);
  }

  send(message: string): void {
    this.#connection.send(message);
  }

  joined(fact: JoinedFact): void {
    if (this.#state.phase === 'joining') this.#state.seat = fact;
  }

  stream(fact: StreamFact): void {
    this.#streams?.told(fact);
  }

  sourcesLeft(sources: ReadonlySet<string>): void {
    this.#streams?.sourcesLeft(sources);
  }

  removed(reason: CloseReason): void {
    const streams = this.#streams;
    this.#state = { phase: 'ended' };
    streams?.close();
    this.#connection.dismiss(reason);
  }

  /** Nobody speaks in the name of another. @see Galène protocol, "Connection lifecycle" */
  #checkHonest({ type, source, username }: GaleneMessage): void {
    if (source !== undefined && source !== '' && source !== this.id) {
      throw new ProtocolError('spoofed client id');
    }
    if (username === undefined || type === 'join') return;
    if (username !== (this.member?.username ?? '')) throw new ProtocolError('spoofed username');
  }

  async #join(message: GaleneMessage): Promise<void> {
    if (this.#state.phase !== 'outside') throw new ProtocolError('cannot join multiple groups');
    const { conference, maxTransports } = this.#options;
    const { username, password, token } = message;
    const state: State = { phase: 'joining' };
    this.#state = state;
    try {
      const member = await conference.join({
        group: groupOf(message.group),
        credentials: {
          ...(username !== undefined && { username }),
          ...(password !== undefined && { password }),
          ...(token !== undefined && token !== '' && { token }),
          from: this.#connection.client.network,
        },
        id: this.id,
        data: dataOf(message.data),
        link: new GaleneLink(this),
        maxTransports,
      });
      this.#entered(member, state);
    } catch (error) {
      if (!(error instanceof ConferenceError)) throw error;
      if (this.#ended) return;
      this.#state = { phase: 'outside' };
      this.#noteRefusal(message, error);
      this.send(encodeJoinFailed(message.group ?? '', { username: '', ...joinRefusal(error) }));
    }
  }

  #entered(member: Member, { seat }: { seat?: JoinedFact }): void {
    // The socket may have closed, or the member been removed, while a password was being checked.
    if (this.#ended || seat === undefined) {
      member.leave({ code: 'hung-up' });
      return;
    }
    const streams = new MemberStreams({
      member,
      capabilities: seat.capabilities,
      log: this.#connection.log,
      send: (text) => {
        this.send(text);
      },
    });
    this.#state = { phase: 'inside', member, streams };
  }

  #leave(group: string | undefined): void {
    const state = this.#state;
    if (state.phase !== 'inside' || state.member.group.name !== group) {
      throw new ProtocolError('you are not joined', 1000);
    }
    this.#state = { phase: 'outside' };
    state.streams.close();
    state.member.leave({ code: 'left' });
    new GaleneLink(this).tell({ type: 'left', group: state.member.group.name });
  }

  /** A message about one stream. Outside there is none, so what a client says of one has crossed its own leaving. */
  async #ofStream(id: string, message: GaleneMessage): Promise<void> {
    const streams = this.#streams;
    switch (message.type) {
      case 'offer':
        if (streams === undefined) throw new ProtocolError('join a group first');
        await this.#attempt(message, () => streams.offered(id, message));
        return;
      case 'answer':
        await this.#attempt(message, () => streams?.answered(id, message.sdp ?? ''));
        return;
      case 'ice':
        // Our end is ICE-lite: it learns the client's addresses from what comes from them.
        if (message.candidate === undefined) throw new ProtocolError('null candidate');
        return;
      case 'close':
        streams?.end(id);
        return;
      case 'renegotiate':
        await streams?.restartIce(id);
        return;
      default:
        if (streams === undefined) this.send(JSON.stringify({ type: 'close', id }));
        else if (message.type === 'abort') streams.refuse(id);
        else streams.requestStream(id, message.request);
    }
  }

  #chat(message: GaleneMessage): void {
    const { value } = message;
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    if (text.length > MAX_CHAT_LENGTH) {
      throw new BadValue(`a message has at most ${MAX_CHAT_LENGTH} characters`);
    }
    writeChat(this.#member(), { ...addressOf(message), id: chatIdOf(message), value: text });
  }

  #userMessage(message: GaleneMessage): void {
    const parsed = ApplicationValue.optional().safeParse(message.value ?? undefined);
    if (!parsed.success) throw new BadValue('the value is too long, or nests too deeply');
    const { data } = parsed;
    writeUserMessage(this.#member(), { ...addressOf(message), ...(data !== undefined && { value: data }) });
  }

  async #act(message: GaleneMessage, action: (kind: string) => ReturnType<typeof actOnGroup>): Promise<void> {
    const { kind = '' } = message;
    await this.#attempt(message, async () => {
      const result = await action(kind);
      this.member?.group.flushRoster();
      if (result !== undefined) this.send(encodeResult(this.id, result));
    });
  }

  /** Does something that may be refused without harm to the connection. */
  async #attempt(message: GaleneMessage, action: () => Promise<void> | void): Promise<void> {
    try {
      await action();
    } catch (error) {
      if (!(error instanceof ConferenceError)) throw error;
      if (this.#ended) return;
      this.#noteRefusal(message, error);
      this.send(encodeRefusal(this.id, message, error));
      if (error.code === 'no-such-action') {
        this.#connection.dismiss({ code: error.code, message: complaintOf(message) });
      }
    }
  }

  #noteRefusal({ type, kind }: GaleneMessage, { code, message: reason }: ConferenceError): void {
    this.#connection.log.info({ message: type, kind, code, reason }, 'refused');
    this.#options.tally.refused('galene', code);
  }

  get #ended(): boolean {
    return this.#state.phase === 'ended';
  }

  get #streams(): MemberStreams | undefined {
    return this.#state.phase === 'inside' ? this.#state.streams : undefined;
  }

  #member(): Member {
    if (this.member === undefined) throw new NotJoined();
    return this.member;
  }
}
