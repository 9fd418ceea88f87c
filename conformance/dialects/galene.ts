import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import type WebSocket from 'ws';
import type {
  Actor,
  Answer,
  ChatDraft,
  ConnectOptions,
  JoinOptions,
  JoinOutcome,
  Refusal,
  TokenView,
  UserMessageDraft,
} from './actor.ts';
import type { Event } from './events.ts';
import { Inbox } from './inbox.ts';
import { openSocket } from './socket.ts';

/** How long effects of one client's action may take to start for another: they do not run in step with answers. */
const SPREAD_MS = 60;

const Strings = z.array(z.string());
const Fields = z.record(z.string(), z.unknown());

/** An ICE candidate as browsers write it. */
const Candidate = z.looseObject({
  candidate: z.string(),
  sdpMid: z.string().nullish(),
  sdpMLineIndex: z.number().nullish(),
});
export type Candidate = z.infer<typeof Candidate>;

/** The envelope of version `"2"`. Everything may be absent; unknown fields pass. */
export const GaleneMessage = z.looseObject({
  type: z.string(),
  version: Strings.optional(),
  kind: z.string().optional(),
  id: z.string().optional(),
  source: z.string().optional(),
  dest: z.string().optional(),
  username: z.string().optional(),
  group: z.string().optional(),
  permissions: Strings.optional(),
  status: Fields.optional(),
  data: Fields.optional(),
  privileged: z.boolean().optional(),
  noecho: z.boolean().optional(),
  time: z.string().optional(),
  error: z.string().optional(),
  value: z.unknown().optional(),
  sdp: z.string().optional(),
  label: z.string().optional(),
  replace: z.string().optional(),
  candidate: Candidate.optional(),
  rtcConfiguration: z
    .looseObject({ iceServers: z.array(z.looseObject({ urls: Strings })).optional() })
    .optional(),
});
export type GaleneMessage = z.infer<typeof GaleneMessage>;

const TokenObject = z.looseObject({
  token: z.string(),
  group: z.string(),
  username: z.string().optional(),
  permissions: Strings.nullish(),
  expires: z.string().optional(),
  issuedBy: z.string().optional(),
});

export interface GaleneOptions extends ConnectOptions {
  /** What to offer in the handshake; undefined for none at all. */
  readonly version?: readonly string[] | undefined;
}

/** A client of Galène's protocol, version `"2"`. */
export class GaleneActor implements Actor {
  readonly dialect = 'galene';
  readonly id: string;
  readonly inbox = new Inbox();
  answersPings = true;
  /** Every message as it came. */
  readonly raw: GaleneMessage[] = [];
  #socket: WebSocket | undefined;
  /** Who wants to know of the candidates of a stream. */
  readonly #candidateListeners = new Map<string, (candidate: Candidate) => void>();
  /** The name that the server granted; sent with chat and actions, as the stock client does. */
  #username: string | undefined;

  private constructor(id: string) {
    this.id = id;
  }

  /** A client that has said its handshake, and has heard the server's. */
  static async connect(url: string, options: GaleneOptions = {}): Promise<GaleneActor> {
    const actor = await GaleneActor.open(url, options);
    actor.sendRaw({ type: 'handshake', version: options.version ?? ['2'], id: actor.id });
    await actor.inbox.take('other', ({ message }) => (message as GaleneMessage).type === 'handshake');
    return actor;
  }

  /** A client that has said nothing yet. */
  static async open(url: string, options: ConnectOptions = {}): Promise<GaleneActor> {
    const actor = new GaleneActor(options.id ?? randomBytes(16).toString('hex'));
    actor.#socket = await openSocket(url, {
      from: options.from,
      onText: (text) => {
        actor.inbox.guard(() => {
          actor.#receive(text);
        });
      },
      onClosed: (code, reason) => {
        actor.inbox.push({ type: 'closed', code, reason });
      },
    });
    return actor;
  }

  async join(options: JoinOptions): Promise<JoinOutcome> {
    this.sendRaw({ type: 'join', kind: 'join', ...options });
    const outcome = await this.inbox.takeFirst('joined', 'join-refused', 'moved');
    switch (outcome.type) {
      case 'joined':
        this.#username = outcome.username;
        return { ...outcome, outcome: 'joined' };
      case 'join-refused':
        return { outcome: 'refused', refusal: { code: outcome.code, text: outcome.text } };
      case 'moved':
        return { outcome: 'moved', location: outcome.location };
    }
  }

  async leave(group: string): Promise<Refusal | undefined> {
    return this.#attempt({ type: 'join', kind: 'leave', group });
  }

  async chat({ kind = '', ...draft }: ChatDraft): Promise<Refusal | undefined> {
    return this.#attempt({ type: 'chat', kind, ...this.#self(), ...draft });
  }

  async userMessage(draft: UserMessageDraft): Promise<Refusal | undefined> {
    return this.#attempt({ type: 'usermessage', ...this.#self(), ...draft });
  }

  async userAction(kind: string, dest: string, value?: unknown): Promise<Answer> {
    const refusal = await this.#attempt({ type: 'useraction', kind, dest, ...this.#self(), value });
    if (refusal !== undefined) return { refusal };
    return kind === 'identify' ? this.#identified() : {};
  }

  async groupAction(kind: string, value?: unknown): Promise<Answer> {
    const refusal = await this.#attempt({ type: 'groupaction', kind, ...this.#self(), value });
    if (refusal !== undefined) return { refusal };
    if (kind === 'maketoken' || kind === 'edittoken') {
      const told = await this.inbox.take('usermessage', (message) => message.kind === 'token');
      if (told.error !== undefined) return { refusal: { code: told.error, text: String(told.value) } };
      return { token: tokenOf(told.value) };
    }
    if (kind === 'listtokens') {
      const told = await this.inbox.take('usermessage', (message) => message.kind === 'tokenlist');
      if (told.error !== undefined) return { refusal: { code: told.error, text: String(told.value) } };
      return { tokens: z.array(z.unknown()).nullish().parse(told.value)?.map(tokenOf) ?? [] };
    }
    if (kind === 'subgroups') {
      const told = await this.inbox.take('chat', (message) => message.username === 'Server');
      return { subgroups: subgroupsOf(z.string().nullish().parse(told.value) ?? '') };
    }
    return {};
  }

  /** Says something about a stream, under the client's own name. */
  sendMedia(message: { readonly type: string; readonly id: string } & Record<string, unknown>): void {
    this.sendRaw({ ...message, ...this.#self() });
  }

  /** Has all candidates of a stream told, those included that came already: Galène may send them before an offer. */
  onCandidate(id: string, tell: (candidate: Candidate) => void): void {
    for (const message of this.raw) if (message.id === id && message.candidate) tell(message.candidate);
    this.#candidateListeners.set(id, tell);
  }

  async settled(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, SPREAD_MS));
    this.sendRaw({ type: 'ping' });
    await this.inbox.take('pong');
  }

  sendRaw(message: unknown): void {
    this.sendText(JSON.stringify(message));
  }

  sendText(text: string): void {
    this.#socket?.send(text);
  }

  async close(): Promise<void> {
    this.#socket?.close(1000);
    await this.inbox.take('closed');
  }

  terminate(): void {
    this.#socket?.terminate();
  }

  /**
   * Says something, and finds out whether it was refused: Galène acknowledges nothing, but it answers in order, so
   * that what has not come before the answer to a ping does not come.
   */
  async #attempt(message: unknown): Promise<Refusal | undefined> {
    this.sendRaw(message);
    this.sendRaw({ type: 'ping' });
    const answer = await this.inbox.takeFirst('refused', 'pong', 'closed');
    if (answer.type !== 'refused') return undefined;
    // The answer to the ping comes still, but for those who are thrown out.
    await this.inbox.takeFirst('pong', 'closed');
    return { text: answer.text };
  }

  async #identified(): Promise<Answer> {
    const { value } = await this.inbox.take('usermessage', (message) => message.kind === 'userinfo');
    const { address } = z.looseObject({ address: z.string().optional() }).parse(value);
    return { ...(address !== undefined && { address }) };
  }

  #self(): { source: string; username?: string | undefined } {
    return { source: this.id, username: this.#username };
  }

  #receive(text: string): void {
    const message = GaleneMessage.parse(JSON.parse(text));
    this.raw.push(message);
    if (message.type === 'ping' && this.answersPings) this.sendRaw({ type: 'pong' });
    if (message.type === 'joined' && message.kind === 'leave') this.#username = undefined;
    if (message.type === 'ice' && message.candidate !== undefined) {
      this.#candidateListeners.get(message.id ?? '')?.(message.candidate);
    }
    this.inbox.push(eventOf(message));
  }
}

function eventOf(message: GaleneMessage): Event {
  const { kind = '', id, source, dest, username, value, privileged = false, error, time } = message;
  switch (message.type) {
    case 'joined':
      return joinedEvent(message);
    case 'user':
      return {
        type: 'user',
        kind: z.enum(['add', 'change', 'delete']).parse(kind),
        id: id ?? '',
        username: username ?? '',
        permissions: message.permissions,
        data: message.data,
      };
    case 'chat':
    case 'chathistory':
      return {
        type: message.type === 'chat' ? 'chat' : 'history',
        ...{ id, kind, source, username, dest, time, privileged, value },
      };
    case 'usermessage':
      if (kind === 'error' && source === undefined)
        return { type: 'refused', code: undefined, text: String(value) };
      if (kind === 'kicked') {
        return { type: 'kicked', code: undefined, message: String(value), by: { id, username } };
      }
      return { type: 'usermessage', kind, source, username, dest, privileged, error, value };
    case 'ping':
    case 'pong':
      return { type: message.type };
    default:
      return streamEvent(message);
  }
}

function streamEvent(message: GaleneMessage): Event {
  const { id = '', sdp, label, replace, source, username, candidate } = message;
  switch (message.type) {
    case 'offer':
      return { type: 'offer', ...{ id, label, replace, source, username }, sdp: z.string().parse(sdp) };
    case 'answer':
      return { type: 'answer', id, sdp: z.string().parse(sdp) };
    case 'ice':
      if (candidate === undefined) throw new Error('ice without a candidate');
      return { type: 'other', message };
    case 'close':
      return { type: 'stream-closed', id };
    case 'abort':
      return { type: 'aborted', id };
    case 'renegotiate':
      return { type: 'renegotiate', id };
    default:
      return { type: 'other', message };
  }
}

function joinedEvent(message: GaleneMessage): Event {
  const { kind = '', group = '', username = '', permissions, status = {}, data, value, error } = message;
  switch (kind) {
    case 'join':
    case 'change':
      return { type: 'joined', kind, group, username, permissions, status, data };
    case 'leave':
      return { type: 'left', group };
    case 'fail':
      return { type: 'join-refused', code: error, text: String(value) };
    case 'redirect':
      return { type: 'moved', location: String(value) };
    default:
      return { type: 'other', message };
  }
}

function tokenOf(value: unknown): TokenView {
  const { permissions, ...token } = TokenObject.parse(value);
  return { ...token, permissions: permissions ?? [] };
}

/** Lines such as `physics/lab (2 clients)`. */
function subgroupsOf(text: string): Record<string, number> {
  const lines = text.split('\n').filter((line) => line !== '');
  return Object.fromEntries(
    lines.map((line) => {
      const found = /^(.*) \((\d+) clients?\)$/.exec(line);
      if (found === null) throw new Error(`this is no line of a list of subgroups: ${line}`);
      return [found[1] ?? '', Number(found[2])];
    }),
  );
}
