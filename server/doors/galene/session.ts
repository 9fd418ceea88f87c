import type { MemberId, StreamId } from '@evagore/shared';
import {
  ChatId,
  ConferenceError,
  Data,
  GroupName,
  MAX_CHAT_LENGTH,
  MessageKind,
  WantedKind,
  ApplicationValue,
  type CloseReason,
  type GaleneMessage,
  type WantedByLabel,
} from '@evagore/shared';
import { z } from 'zod';
import { actOnGroup, actOnMember } from '../../core/actions.ts';
import { writeChat, writeUserMessage } from '../../core/chat.ts';
import type { Conference } from '../../core/conference.ts';
import { BadValue, NotJoined } from '../../core/errors.ts';
import type { Fact } from '../../core/facts.ts';
import type { Member } from '../../core/member.ts';
import type { Log, Tally } from '../../core/ports.ts';
import type { ClientPlace } from '../socket/reception.ts';
import { DownPeers } from './down-peers.ts';
import { encodeJoinFailed, encodeNotice, encodeResult, encodeTokenRefusal } from './encode.ts';
import { GaleneLink, type LinkOwner } from './link.ts';
import { actionText, joinRefusal, ProtocolError, textOf } from './refusals.ts';
import { UpPeers } from './up-peers.ts';

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

/** In a group, with the streams that go either way. */
interface Inside {
  readonly phase: 'inside';
  readonly member: Member;
  readonly ups: UpPeers;
  readonly downs: DownPeers;
  /** Streams that the client did not want any more; the next request may bring them back. */
  readonly refused: Set<StreamId>;
}

type State =
  { phase: 'outside' } | { phase: 'joining'; capabilities?: JoinedFact } | Inside | { phase: 'ended' };
type JoinedFact = Extract<Fact, { type: 'joined' }>;

const TOKEN_KINDS: Readonly<Record<string, 'token' | 'tokenlist'>> = {
  maketoken: 'token',
  edittoken: 'token',
  listtokens: 'tokenlist',
};

/** What a client wants by label, tolerant of kinds that it may know and we do not. */
const Request = z.record(z.string(), z.array(z.unknown()).nullable());

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
        this.#request(message.request);
        return;
      case 'requestStream':
        this.#requestStream(streamIdOf(message), message.request);
        return;
      case 'offer':
        await this.#offered(streamIdOf(message), message);
        return;
      case 'answer':
        await this.#answered(streamIdOf(message), message.sdp ?? '');
        return;
      case 'ice':
        streamIdOf(message);
        // Our end is ICE-lite: it learns the client's addresses from what comes from them.
        if (message.candidate === undefined) throw new ProtocolError('null candidate');
        return;
      case 'close':
        this.#inside()?.ups.close(streamIdOf(message));
        return;
      case 'abort':
        this.#refuseStream(streamIdOf(message));
        return;
      case 'renegotiate':
        await this.#inside()?.downs.restartIce(streamIdOf(message));
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
    closePeers(state);
    state.member.leave(reason);
  }

  send(message: string): void {
    this.#connection.send(message);
  }

  joined(fact: JoinedFact): void {
    if (this.#state.phase === 'joining') this.#state.capabilities = fact;
  }

  stream(fact: Extract<Fact, { type: 'downOffered' | 'downClosed' | 'upAborted' | 'mediaLost' }>): void {
    const inside = this.#inside();
    if (inside === undefined) return;
    switch (fact.type) {
      case 'downOffered':
        inside.downs.offered(fact);
        break;
      case 'downClosed':
        inside.downs.ended(fact.stream, fact.tracks);
        break;
      case 'upAborted':
        inside.ups.close(fact.stream);
        this.#abort(fact.stream, fact.code === 'not-permitted' ? 'permission denied' : fact.message);
        break;
      case 'mediaLost':
        inside.downs.endAll();
        this.#state = { ...inside, downs: this.#receive(inside.member, fact.capabilities) };
        inside.ups.mediaLost();
        break;
    }
  }

  sourcesLeft(sources: ReadonlySet<string>): void {
    this.#inside()?.downs.sourcesLeft(sources);
  }

  removed(reason: CloseReason): void {
    const state = this.#state;
    this.#state = { phase: 'ended' };
    if (state.phase === 'inside') closePeers(state);
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

  #entered(member: Member, state: { capabilities?: JoinedFact }): void {
    const fact = state.capabilities;
    // The socket may have closed, or the member been removed, while a password was being checked.
    if (this.#ended || fact === undefined) {
      member.leave({ code: 'hung-up' });
      return;
    }
    const ups = new UpPeers({
      member,
      onLost: (id) => {
        this.send(JSON.stringify({ type: 'renegotiate', id }));
      },
    });
    const downs = this.#receive(member, fact.capabilities);
    this.#state = { phase: 'inside', member, ups, downs, refused: new Set() };
  }

  /** From now on the member receives through new peer connections. */
  #receive(member: Member, capabilities: JoinedFact['capabilities']): DownPeers {
    const downs = new DownPeers({
      member,
      capabilities,
      onOffer: (offer) => {
        this.send(JSON.stringify({ type: 'offer', kind: '', ...offer }));
      },
      onClose: (id) => {
        this.send(JSON.stringify({ type: 'close', id }));
      },
      onError: (err) => {
        this.#connection.log.info({ err }, 'a stream could not be renegotiated');
      },
    });
    member.subscriptions.receiveThrough(downs);
    return downs;
  }

  #leave(group: string | undefined): void {
    const inside = this.#inside();
    if (inside === undefined || inside.member.group.name !== group) {
      throw new ProtocolError('you are not joined', 1000);
    }
    this.#state = { phase: 'outside' };
    closePeers(inside);
    const { member } = inside;
    member.leave({ code: 'left' });
    new GaleneLink(this).tell({ type: 'left', group: member.group.name });
  }

  #request(request: unknown): void {
    const inside = this.#inside();
    const parsed = Request.safeParse(request);
    if (inside === undefined || !parsed.success) throw new ProtocolError('bad request', 1011);
    const { subscriptions } = inside.member;
    for (const id of inside.refused) subscriptions.requestStream(id, undefined);
    inside.refused.clear();
    const wanted = Object.entries(parsed.data).map(([label, kinds]) => [label, wantedOf(kinds)] as const);
    subscriptions.request(Object.fromEntries(wanted) satisfies WantedByLabel);
  }

  #requestStream(id: string, request: unknown): void {
    const parsed = z.array(z.unknown()).nullish().safeParse(request);
    if (!parsed.success) throw new ProtocolError('bad request', 1011);
    const inside = this.#inside();
    if (inside?.downs.has(id) !== true) {
      // It crossed the end of the stream, or what took its place.
      this.send(JSON.stringify({ type: 'close', id }));
      return;
    }
    const kinds = parsed.data ?? undefined;
    inside.member.subscriptions.requestStream(id as StreamId, kinds && wantedOf(kinds));
  }

  async #offered(id: string, message: GaleneMessage): Promise<void> {
    const inside = this.#inside();
    if (inside === undefined) throw new ProtocolError('join a group first');
    if (inside.downs.has(id)) {
      this.#abort(id, 'this stream comes from the server');
      return;
    }
    const { label = '', replace, sdp = '' } = message;
    try {
      const answer = await inside.ups.offered({
        id,
        label,
        replace: replace === '' ? undefined : replace,
        sdp,
      });
      this.send(JSON.stringify({ type: 'answer', id, sdp: answer }));
    } catch (error) {
      if (!(error instanceof ConferenceError)) throw error;
      if (this.#ended) return;
      this.#noteRefusal(message, error);
      this.#abort(id, textOf(error));
    }
  }

  async #answered(id: string, sdp: string): Promise<void> {
    const inside = this.#inside();
    if (inside === undefined) return;
    try {
      if (await inside.downs.answered(id, sdp)) return;
      // An answer that crossed the end of its stream.
      if (!inside.downs.has(id)) this.send(JSON.stringify({ type: 'close', id }));
    } catch (error) {
      if (!(error instanceof ConferenceError)) throw error;
      if (this.#ended) return;
      this.#connection.log.info({ code: error.code, reason: error.message }, 'answer refused');
      this.#refuseStream(id);
      this.send(encodeNotice('error', this.id, textOf(error)));
    }
  }

  /** The client does not want a stream, for now. It is always told that the stream is closed. */
  #refuseStream(id: string): void {
    const inside = this.#inside();
    if (inside?.downs.has(id) !== true) {
      this.send(JSON.stringify({ type: 'close', id }));
      return;
    }
    inside.refused.add(id as StreamId);
    inside.member.subscriptions.requestStream(id as StreamId, []);
  }

  #chat(message: GaleneMessage): void {
    const { kind = '', id, dest, noecho = false, value } = message;
    const text = typeof value === 'string' ? value : JSON.stringify(value ?? '');
    if (text.length > MAX_CHAT_LENGTH) {
      throw new BadValue(`a message has at most ${MAX_CHAT_LENGTH} characters`);
    }
    writeChat(this.#member(), {
      id: ChatId.safeParse(id).data,
      kind: kindOf(kind),
      dest: destOf(dest),
      noecho,
      value: text,
    });
  }

  #userMessage({ kind = '', dest, noecho = false, value }: GaleneMessage): void {
    const parsed = ApplicationValue.optional().safeParse(value ?? undefined);
    if (!parsed.success) throw new BadValue('the value is too long, or nests too deeply');
    const { data } = parsed;
    writeUserMessage(this.#member(), {
      kind: kindOf(kind),
      dest: destOf(dest),
      noecho,
      ...(data !== undefined && { value: data }),
    });
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
      this.send(this.#refusalOf(message, error));
      if (error.code === 'no-such-action') {
        this.#connection.dismiss({ code: error.code, message: complaintOf(message) });
      }
    }
  }

  #refusalOf(message: GaleneMessage, error: ConferenceError): string {
    const { type, kind = '' } = message;
    const tokenKind =
      type === 'groupaction' && Object.hasOwn(TOKEN_KINDS, kind) ? TOKEN_KINDS[kind] : undefined;
    if (error.code === 'no-such-action') return encodeNotice('error', this.id, complaintOf(message));
    const text = type === 'useraction' || type === 'groupaction' ? actionText(kind, error) : textOf(error);
    if (tokenKind === undefined || error.code === 'not-joined') return encodeNotice('error', this.id, text);
    const refused = error.code === 'not-permitted' ? 'not-authorised' : 'error';
    return encodeTokenRefusal(this.id, { kind: tokenKind, error: refused, value: text });
  }

  #abort(id: string, text: string): void {
    this.send(JSON.stringify({ type: 'abort', id }));
    this.send(encodeNotice('error', this.id, text));
  }

  #noteRefusal({ type, kind }: GaleneMessage, { code, message: reason }: ConferenceError): void {
    this.#connection.log.info({ message: type, kind, code, reason }, 'refused');
    this.#options.tally.refused('galene', code);
  }

  get #ended(): boolean {
    return this.#state.phase === 'ended';
  }

  #inside(): Inside | undefined {
    return this.#state.phase === 'inside' ? this.#state : undefined;
  }

  #member(): Member {
    const inside = this.#inside();
    if (inside === undefined) throw new NotJoined();
    return inside.member;
  }
}

function closePeers({ ups, downs }: Inside): void {
  downs.close();
  ups.closeAll();
}

function complaintOf({ type }: GaleneMessage): string {
  return type === 'useraction' ? 'unknown user action' : 'unknown group action';
}

function streamIdOf({ id }: GaleneMessage): string {
  if (id === undefined || id === '') throw new ProtocolError('empty id');
  return id;
}

/** @throws BadGroupName */
function groupOf(group: string | undefined): GroupName {
  const parsed = GroupName.safeParse(group);
  if (!parsed.success) throw new BadGroupName();
  return parsed.data;
}

class BadGroupName extends ConferenceError {
  readonly code = 'bad-group-name';
  constructor() {
    super('no group can have this name');
  }
}

/** @throws BadValue */
function dataOf(data: GaleneMessage['data']): Data {
  const parsed = Data.safeParse(data ?? {});
  if (!parsed.success) throw new BadValue('the data is too long, or nests too deeply');
  return parsed.data;
}

function kindOf(kind: string): string {
  const parsed = MessageKind.safeParse(kind);
  if (!parsed.success) throw new BadValue('the kind of a message has at most 64 characters');
  return parsed.data;
}

function destOf(dest: string | undefined): MemberId | undefined {
  return dest === undefined || dest === '' ? undefined : (dest as MemberId);
}

/** Kinds that we do not know say nothing. */
function wantedOf(kinds: readonly unknown[] | null): WantedKind[] {
  const known = (kinds ?? []).map((kind) => WantedKind.safeParse(kind).data);
  return [...new Set(known.filter((kind) => kind !== undefined))];
}
