import { randomBytes } from 'node:crypto';
import { NATIVE_VERSION, ServerFrame, type MemberInfo, type ServerMessage } from '@evagore/shared';
import type WebSocket from 'ws';
import type {
  Actor,
  Answer,
  ChatDraft,
  ConnectOptions,
  JoinOptions,
  JoinOutcome,
  Refusal,
  UserMessageDraft,
} from './actor.ts';
import type { Event } from './events.ts';
import { Inbox } from './inbox.ts';
import { openSocket } from './socket.ts';

type Ack = Extract<ServerMessage, { type: 'ack' }>;
type Told = Exclude<ServerMessage, { type: 'ack' }>;

/** How long a question may stay without an answer. */
const PATIENCE_MS = 4000;

/** A client of the native dialect, `evagore-1`. Checks all that it is told against the schemas. */
export class NativeActor implements Actor {
  readonly dialect = 'native';
  readonly id: string;
  readonly inbox = new Inbox();
  answersPings = true;
  /** Every message as it came, parsed. */
  readonly raw: ServerMessage[] = [];
  #socket: WebSocket | undefined;
  #lastRef = 0;
  readonly #questions = new Map<number, (answer: Ack | Refusal) => void>();
  /** What the server said when it closed the connection. */
  #closing: Extract<ServerMessage, { type: 'closing' }> | undefined;

  private constructor(id: string) {
    this.id = id;
  }

  /** A client that has said its handshake, and has heard the server's. */
  static async connect(url: string, options: ConnectOptions = {}): Promise<NativeActor> {
    const actor = await NativeActor.open(url, options);
    actor.sendRaw({ type: 'handshake', version: [NATIVE_VERSION], id: actor.id });
    await actor.inbox.take('other', ({ message }) => (message as ServerMessage).type === 'handshake');
    return actor;
  }

  /** A client that has said nothing yet. */
  static async open(url: string, options: ConnectOptions = {}): Promise<NativeActor> {
    const actor = new NativeActor(options.id ?? randomBytes(16).toString('hex'));
    actor.#socket = await openSocket(url, {
      from: options.from,
      onText: (text) => {
        actor.inbox.guard(() => {
          actor.#receive(text);
        });
      },
      onClosed: (code, reason) => {
        actor.inbox.push({ type: 'closed', code, reason });
        for (const answer of actor.#questions.values())
          answer({ code: reason, text: 'the connection was closed' });
      },
    });
    return actor;
  }

  async join(options: JoinOptions): Promise<JoinOutcome> {
    const answer = await this.ask({ type: 'join', kind: 'join', ...options });
    if ('text' in answer) {
      return answer.code === 'group-moved'
        ? { outcome: 'moved', location: /\S+:\/\/\S+/.exec(answer.text)?.[0] ?? answer.text }
        : { outcome: 'refused', refusal: answer };
    }
    const joined = await this.inbox.take('joined', ({ kind }) => kind === 'join');
    return { ...joined, outcome: 'joined' };
  }

  async leave(group: string): Promise<Refusal | undefined> {
    return refusalOf(await this.ask({ type: 'join', kind: 'leave', group }));
  }

  async chat(draft: ChatDraft): Promise<Refusal | undefined> {
    return refusalOf(await this.ask({ type: 'chat', ...draft }));
  }

  async userMessage(draft: UserMessageDraft): Promise<Refusal | undefined> {
    return refusalOf(await this.ask({ type: 'usermessage', ...draft }));
  }

  async userAction(kind: string, dest: string, value?: unknown): Promise<Answer> {
    return answerOf(await this.ask({ type: 'useraction', kind, dest, value }));
  }

  async groupAction(kind: string, value?: unknown): Promise<Answer> {
    return answerOf(await this.ask({ type: 'groupaction', kind, value }));
  }

  async settled(): Promise<void> {
    // Roster changes are told at the end of a turn, which may be after an answer.
    await new Promise((resolve) => setTimeout(resolve, 20));
    this.sendRaw({ type: 'ping' });
    await this.inbox.take('pong');
  }

  /** Asks, and resolves with the answer. @throws where none comes. */
  async ask(message: Record<string, unknown>): Promise<Ack | Refusal> {
    this.#lastRef += 1;
    const ref = this.#lastRef;
    const answered = new Promise<Ack | Refusal>((resolve, reject) => {
      const timer = setTimeout(() => {
        reject(new Error(`no answer to ${JSON.stringify(message).slice(0, 200)}`));
      }, PATIENCE_MS);
      this.#questions.set(ref, (answer) => {
        clearTimeout(timer);
        this.#questions.delete(ref);
        resolve(answer);
      });
    });
    this.sendRaw({ ...message, ref });
    return answered;
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

  /** What the server said before it closed the connection. */
  get closing(): { readonly error: string; readonly value: string } | undefined {
    return this.#closing;
  }

  #receive(text: string): void {
    const frame = ServerFrame.parse(JSON.parse(text));
    for (const message of Array.isArray(frame) ? frame : [frame]) {
      this.raw.push(message);
      if (message.type === 'ping' && this.answersPings) this.sendRaw({ type: 'pong' });
      if (message.type === 'closing') this.#closing = message;
      const answer = answerIn(message);
      const question = answer === undefined ? undefined : this.#questions.get(answer.ref);
      if (answer !== undefined && question !== undefined) question(answer.answer);
      else if (message.type !== 'ack') for (const event of eventsOf(message)) this.inbox.push(event);
    }
  }
}

function answerIn(message: ServerMessage): { ref: number; answer: Ack | Refusal } | undefined {
  if (message.type === 'ack') return { ref: message.ref, answer: message };
  if (message.type !== 'error' || message.ref === undefined) return undefined;
  return { ref: message.ref, answer: { code: message.error, text: message.value } };
}

function refusalOf(answer: Ack | Refusal): Refusal | undefined {
  return 'text' in answer ? answer : undefined;
}

function answerOf(answer: Ack | Refusal): Answer {
  if ('text' in answer) return { refusal: answer };
  const { value } = answer;
  if (value === undefined) return {};
  if ('tokens' in value) return { tokens: value.tokens };
  if ('token' in value) return { token: value.token };
  if ('subgroups' in value) {
    return {
      subgroups: Object.fromEntries(value.subgroups.map(({ name, clientCount }) => [name, clientCount])),
    };
  }
  return 'address' in value && value.address !== undefined ? { address: value.address } : {};
}

/** A message of the native dialect in the words that both dialects share; one roster message tells of many. */
function eventsOf(message: Told): Event[] {
  switch (message.type) {
    case 'joined':
      return [message.kind === 'leave' ? { type: 'left', group: message.group } : message];
    case 'roster':
      return message.users.map((member) => userEvent('add', member));
    case 'users':
      return [
        ...(message.added ?? []).map((member) => userEvent('add', member)),
        ...(message.changed ?? []).map((member) => userEvent('change', member)),
        ...(message.removed ?? []).map((member): Event => ({
          type: 'user',
          kind: 'delete',
          ...member,
          permissions: undefined,
          data: undefined,
        })),
      ];
    case 'chathistory':
      return message.messages.map((entry): Event => ({ type: 'history', ...chatView(entry) }));
    case 'chat':
      return [{ type: 'chat', ...chatView(message) }];
    case 'usermessage': {
      const { kind, source, username, dest, privileged, value } = message;
      return [{ type: 'usermessage', kind, source, username, dest, privileged, error: undefined, value }];
    }
    case 'error':
      return [{ type: 'refused', code: message.error, text: message.value }];
    case 'closing': {
      const by = { id: message.source, username: message.username };
      return [{ type: 'kicked', code: message.error, message: message.value, by }];
    }
    case 'ping':
    case 'pong':
      return [{ type: message.type }];
    default:
      return [{ type: 'other', message }];
  }
}

function userEvent(kind: 'add' | 'change', member: MemberInfo): Event {
  const { id, username, permissions, data } = member;
  return { type: 'user', kind, id, username, permissions, data };
}

function chatView(message: Extract<ServerMessage, { type: 'chathistory' }>['messages'][number]) {
  const { id, kind, source, username, dest, time, privileged, value } = message;
  return { id, kind, source, username, dest, time, privileged, value };
}
