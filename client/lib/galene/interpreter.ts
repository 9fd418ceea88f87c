import { ChatId, GaleneMessage, type AckValue, type Ref, type ServerMessage } from '@evagore/shared';
import type { Interpreter, InterpreterOptions } from '../dialect.ts';
import { ProtocolError, ServerError } from '../errors.ts';
import type { Item } from '../frame.ts';
import { answers, GROUP_ACTIONS, MEMBER_ACTIONS, resultOf, subgroupsOf, valueOf } from './actions.ts';
import { Aborts } from './aborts.ts';
import { farewellOf } from './endings.ts';
import { Entrance } from './entrance.ts';
import { Hands } from './hands.ts';
import { changedMembership, membershipIn, type Membership } from './membership.ts';
import { Pings } from './pings.ts';
import { isLiveness, isQuestion, withoutRef, type Question } from './question.ts';
import { isRefusal, refusalOf, refusalToJoin, toldIn } from './refusals.ts';
import { chatOf, memberOf, rtcConfigurationOf, textOf, userMessageOf, type MemberFacts } from './words.ts';

/** Checking a password takes its time when all come at once. */
const JOIN_TIMEOUT_MS = 30_000;
/** All members are told of at once; who left just then is not. */
const ENTRANCE_TIMEOUT_MS = 1000;
/** For so long attempts to get back are made without a limit: it takes the server a minute to notice that one is gone. */
const KEEP_SECONDS = 90;

/** What comes with the server's authority, or not at all. @see Galène protocol, "Chat and user messages" */
const PRIVILEGED: ReadonlySet<string> = new Set([
  ...['error', 'warning', 'info', 'kicked', 'clearchat', 'mute'],
  ...['token', 'tokenlist', 'userinfo'],
]);

type QuestionOf<Type extends Question['type']> = Extract<Question, { type: Type }>;

/**
 * Speaks with a real Galène over one connection, version `"2"` of its protocol.
 *
 * What the library asks is answered as one of our servers would: from what the server says to it, or by the {@link Pings}
 * that follow each question. There are no seats: the library gets a ticket that is good for nothing, so that a lost
 * connection is made again and the group joined again.
 */
export class GaleneInterpreter implements Interpreter {
  readonly #options: InterpreterOptions;
  readonly #pings: Pings;
  readonly #hands = new Hands();
  #membership: Membership | undefined;
  #joining: { readonly question: QuestionOf<'join'>; readonly cancel: () => void } | undefined;
  #entrance: { readonly entrance: Entrance; readonly cancel: () => void } | undefined;
  #leaving: Ref | undefined;
  /** Messages to everybody that have not come back. */
  readonly #echoes = new Map<string, Ref>();
  readonly #aborts: Aborts;

  constructor(options: InterpreterOptions) {
    this.#options = options;
    this.#pings = new Pings({
      after: (delayMs, task) => options.world.after(delayMs, task),
      send: (message) => {
        options.send(message);
      },
      answer: (ref, value) => {
        this.#answer(ref, value);
      },
      refuse: (ref, error) => {
        this.#refuse(ref, error);
      },
    });
    this.#aborts = new Aborts(
      (delayMs, task) => options.world.after(delayMs, task),
      (message) => {
        this.#tellItem({ counts: false, kind: 'media', message });
      },
    );
  }

  say(message: object): void {
    if (isQuestion(message)) this.#ask(message);
    else if (isLiveness(message, 'ping')) this.#pings.ping();
    // How far the library has read is of interest to those who keep seats.
    else if (!isLiveness(message, 'seen')) this.#options.send(message);
  }

  hear(raw: unknown): void {
    const parsed = GaleneMessage.safeParse(raw);
    if (!parsed.success) {
      const error = new ProtocolError(parsed.error.message, { cause: parsed.error });
      this.#tellItem({ counts: false, kind: 'unreadable', error, ref: undefined });
      return;
    }
    const message = parsed.data;
    if (!this.#aborts.heard(message)) this.#hear(message);
  }

  close(): void {
    this.#pings.close();
    this.#joining?.cancel();
    this.#entrance?.cancel();
    this.#aborts.close();
  }

  #ask(question: Question): void {
    const { ref } = question;
    if (question.type === 'resume') {
      this.#refuse(ref, new ServerError('seat-lost', 'this server keeps no seats'));
      return;
    }
    if (question.type === 'join' && question.kind === 'join') {
      this.#join(question);
      return;
    }
    const membership = this.#membership;
    if (membership === undefined) {
      this.#refuse(ref, new ServerError('not-joined', 'join a group first'));
      return;
    }
    switch (question.type) {
      case 'join':
        this.#leave(question, membership);
        break;
      case 'request':
        // It says nothing to that, and does not refuse it.
        this.#options.send({ type: 'request', request: question.request });
        this.#answer(ref, undefined);
        break;
      case 'chat':
        this.#chat(question, membership);
        break;
      case 'usermessage': {
        const { kind, dest, noecho, value } = question;
        const message = { type: 'usermessage', kind, dest, noecho, value, ...this.#from(membership) };
        this.#pings.ask(question, message);
        break;
      }
      case 'useraction':
      case 'groupaction':
        this.#act(question, membership);
        break;
      default:
        this.#refuse(ref, new ServerError('not-possible', `this server knows no ${question.type}`));
    }
  }

  #join(question: QuestionOf<'join'>): void {
    this.#joining?.cancel();
    const cancel = this.#options.world.after(JOIN_TIMEOUT_MS, () => {
      this.#joining = undefined;
      this.#refuse(question.ref, new ServerError('no-answer', 'the server did not answer in time'));
    });
    this.#joining = { question, cancel };
    this.#options.send(withoutRef(question));
  }

  #leave({ ref, group }: QuestionOf<'join'>, membership: Membership): void {
    if (group !== membership.group) {
      this.#refuse(ref, new ServerError('not-joined', 'you are not in that group'));
      return;
    }
    this.#leaving = ref;
    this.#options.send({ type: 'join', kind: 'leave', group });
  }

  #chat(question: QuestionOf<'chat'>, membership: Membership): void {
    const { ref, kind = '', dest, noecho, value } = question;
    const id = ChatId.parse(this.#options.world.newId());
    const isEchoed = dest === undefined && noecho !== true;
    // The private ones are not told apart by an id.
    const named = isEchoed ? { id } : {};
    if (isEchoed) this.#echoes.set(id, ref);
    const message = { type: 'chat', kind, ...named, dest, noecho, value, ...this.#from(membership) };
    this.#pings.ask(question, message, !isEchoed);
    if (!isEchoed) this.#pings.gave({ id, time: new Date().toISOString() });
  }

  #act(question: QuestionOf<'useraction' | 'groupaction'>, membership: Membership): void {
    const known = question.type === 'useraction' ? MEMBER_ACTIONS : GROUP_ACTIONS;
    if (!known.has(question.kind)) {
      this.#refuse(
        question.ref,
        new ServerError('no-such-action', `this server knows no "${question.kind}"`),
      );
      return;
    }
    const value =
      question.type === 'groupaction'
        ? valueOf(question.kind, question.value, membership.group)
        : question.value;
    this.#pings.ask(question, { ...withoutRef(question), value, ...this.#from(membership) });
  }

  /** That server repeats who speaks as it was said. */
  #from({ username }: Membership): object {
    return { source: this.#options.id, username };
  }

  #hear(message: GaleneMessage): void {
    switch (message.type) {
      case 'handshake':
        break;
      case 'ping':
        this.#options.heard({ counts: false, kind: 'message', message: { type: 'ping' } });
        break;
      case 'pong':
        this.#pings.pong();
        break;
      case 'joined':
        this.#joined(message);
        break;
      case 'user':
        this.#user(message);
        break;
      case 'chathistory':
        this.#wasWritten(message);
        break;
      case 'chat':
        this.#chatted(message);
        break;
      case 'usermessage':
        this.#userMessage(message);
        break;
      case 'abort':
        this.#aborts.add(message);
        break;
      case 'offer':
      case 'answer':
      case 'ice':
      case 'close':
      case 'renegotiate':
        this.#tellItem({ counts: false, kind: 'media', message });
        break;
      default:
        this.#tellItem({ counts: false, kind: 'unknown' });
    }
  }

  #joined(message: GaleneMessage): void {
    switch (message.kind) {
      case 'join':
        this.#entered(message);
        break;
      case 'change':
        this.#membershipChanged(message);
        break;
      case 'leave':
        this.#left();
        break;
      case 'fail':
      case 'redirect':
        this.#notAdmitted(message);
        break;
      default:
        this.#tellItem({ counts: false, kind: 'unknown' });
    }
  }

  #entered(message: GaleneMessage): void {
    if (this.#joining === undefined) return;
    const { question, cancel } = this.#joining;
    cancel();
    this.#joining = undefined;
    const { group, ref } = question;
    const membership = membershipIn(group, message);
    this.#membership = membership;
    this.#tell({
      type: 'joined',
      kind: 'join',
      ...membership,
      rtcConfiguration: rtcConfigurationOf(message.rtcConfiguration),
      rtpCapabilities: {},
    });
    this.#tell({ type: 'ticket', ticket: 'none', keepSeconds: KEEP_SECONDS });
    const { clientCount } = membership.status;
    const self = this.#options.id;
    this.#entrance = {
      entrance: new Entrance({ ref, group, self, clientCount }),
      cancel: this.#options.world.after(ENTRANCE_TIMEOUT_MS, () => {
        this.#allAreIn();
      }),
    };
  }

  #allAreIn(): void {
    if (this.#entrance === undefined) return;
    const { entrance, cancel } = this.#entrance;
    cancel();
    this.#entrance = undefined;
    for (const item of entrance.told((each) => this.#hands.withHand(each))) this.#options.heard(item);
  }

  #membershipChanged(message: GaleneMessage): void {
    if (this.#membership === undefined) return;
    const changed = changedMembership(this.#membership, message);
    if (changed === undefined) return;
    this.#membership = changed;
    this.#tell({ type: 'joined', kind: 'change', ...changed });
  }

  #left(): void {
    if (this.#membership === undefined) return;
    this.#allAreIn();
    const { group } = this.#membership;
    this.#membership = undefined;
    this.#tell({ type: 'joined', kind: 'leave', group });
    const ref = this.#leaving;
    this.#leaving = undefined;
    if (ref !== undefined) this.#answer(ref, undefined);
  }

  #notAdmitted(message: GaleneMessage): void {
    if (this.#joining === undefined) return;
    const { question, cancel } = this.#joining;
    cancel();
    this.#joining = undefined;
    const text = textOf(message.value);
    const error =
      message.kind === 'redirect'
        ? new ServerError('group-moved', `this group is held at ${text}`)
        : refusalToJoin({ text, name: message.error }, this.#options.returning);
    this.#refuse(question.ref, error);
  }

  #user(message: GaleneMessage): void {
    const member = memberOf(message);
    if (member === undefined) return;
    const isGone = message.kind === 'delete';
    if (isGone) this.#hands.forget(member.id);
    if (this.#entrance !== undefined) {
      const { entrance } = this.#entrance;
      if (isGone) entrance.gone(member.id);
      else entrance.member(member);
      if (entrance.complete) this.#allAreIn();
      return;
    }
    this.#tell(isGone ? removed(member) : this.#present(member, message.kind === 'add'));
  }

  #present(member: MemberFacts, isNew: boolean): ServerMessage {
    const info = this.#hands.withHand(member);
    return { type: 'users', ...(isNew ? { added: [info] } : { changed: [info] }) };
  }

  #wasWritten(message: GaleneMessage): void {
    const chat = chatOf(message, this.#options.world.newId);
    if (chat === undefined) return;
    if (this.#entrance !== undefined) this.#entrance.entrance.wasWritten(chat);
    else this.#tell({ type: 'chathistory', messages: [chat] });
  }

  #chatted(message: GaleneMessage): void {
    const { oldest } = this.#pings;
    const isFromServer = message.source === undefined && message.username === 'Server';
    if (isFromServer && oldest?.type === 'groupaction' && oldest.kind === 'subgroups') {
      this.#pings.gave(subgroupsOf(message));
      return;
    }
    const chat = chatOf(message, this.#options.world.newId);
    if (chat === undefined) return;
    this.#tell({ type: 'chat', ...chat });
    if (chat.source !== this.#options.id) return;
    const ref = this.#echoes.get(chat.id);
    if (ref === undefined) return;
    this.#echoes.delete(chat.id);
    this.#pings.answer(ref, { id: chat.id, time: chat.time });
  }

  #userMessage(message: GaleneMessage): void {
    if (message.privileged !== true && PRIVILEGED.has(message.kind ?? '')) return;
    if (isRefusal(message)) {
      const refusal = refusalOf(toldIn(message));
      if (!this.#pings.refuse(refusal)) {
        this.#tell({ type: 'error', error: refusal.code, value: refusal.message });
      }
      return;
    }
    if (message.kind === 'kicked') {
      this.#options.heard({ counts: false, kind: 'message', message: farewellOf(message) });
      return;
    }
    const { oldest } = this.#pings;
    const isAction = oldest?.type === 'useraction' || oldest?.type === 'groupaction';
    if (isAction && answers(oldest.kind, message)) {
      if (message.error !== undefined) this.#pings.refuse(refusalOf(toldIn(message)));
      else this.#pings.gave(resultOf(message));
      return;
    }
    const userMessage = userMessageOf(message);
    if (userMessage !== undefined) this.#tell({ type: 'usermessage', ...userMessage });
  }

  #answer(ref: Ref, value: AckValue): void {
    this.#tell({ type: 'ack', ref, ...(value !== undefined && { value }) });
  }

  #refuse(ref: Ref, error: ServerError): void {
    for (const [id, asked] of this.#echoes) if (asked === ref) this.#echoes.delete(id);
    this.#tell({ type: 'error', ref, error: error.code, value: error.message });
  }

  #tell(message: ServerMessage): void {
    this.#tellItem({ counts: false, kind: 'message', message });
  }

  /** While members are still being told of, everything else comes after them. */
  #tellItem(item: Item): void {
    if (this.#entrance === undefined) {
      this.#options.heard(item);
      return;
    }
    const { entrance } = this.#entrance;
    entrance.keep(item);
    if (entrance.complete) this.#allAreIn();
  }
}

function removed({ id, username }: MemberFacts): ServerMessage {
  return { type: 'users', removed: [{ id, username }] };
}
