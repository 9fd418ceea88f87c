import { NotConnected, type ServerConnection, type World } from '@evagore/client';
import {
  ConferenceError,
  MAX_CHAT_LENGTH,
  type ActionResult,
  type ApplicationValue,
  type ChatAccepted,
  type ChatId,
  type MemberId,
  type Permission,
} from '@evagore/shared';
import { BotMayNot, TextTooLong, TooManyReplies } from './failures.ts';
import type { BotLog } from './log.ts';
import { memberOf, type BotMember } from './member.ts';
import type { Lane, Pace } from './pace.ts';
import type { Replies } from './replies.ts';
import type { Turns } from './turns.ts';

export interface BotParts {
  readonly connection: ServerConnection;
  readonly log: BotLog;
  readonly turns: Turns;
  readonly pace: Pace;
  readonly replies: Replies;
  readonly world: Pick<World, 'now' | 'after' | 'every'>;
  /** Ends the bot. */
  leave(): void;
}

/** Whom something is done to. */
type Target = Pick<BotMember, 'id'> | MemberId;

/**
 * What a bot's handlers have in their hands.
 *
 * Whatever is sent waits for its turn, so that the bot never floods the server. What is asked while the connection is
 * being made again waits for that, too. All that is asked may be ignored: refusals are logged. They are
 * {@link BotMayNot}, BotBusy, TooManyReplies, TextTooLong or BotGone before the server is asked, `ServerError` or
 * `NotConnected` afterwards.
 */
export class Bot {
  readonly log: BotLog;
  readonly #parts: BotParts;
  readonly #timers = new Set<() => void>();
  /** Failures that stand in the log already. */
  readonly #logged = new WeakSet();

  constructor(parts: BotParts) {
    this.log = parts.log;
    this.#parts = parts;
  }

  get id(): MemberId {
    return this.#parts.connection.id;
  }

  get group(): string {
    return this.#parts.connection.group ?? '';
  }

  get permissions(): readonly Permission[] {
    return this.#parts.connection.permissions;
  }

  /** Everybody in the group, the bot included. */
  get members(): BotMember[] {
    const { users } = this.#parts.connection;
    return Object.entries(users).map(([id, user]) => memberOf(id as MemberId, user, this.id));
  }

  /** The bot as the others see it. */
  get me(): BotMember {
    const { username } = this.#parts.connection;
    const { permissions, id } = this;
    const silent = { streams: {}, published: [], reconnecting: false, hand: null, quality: null };
    const absent = { permissions, data: {}, ...silent };
    return this.member(id) ?? memberOf(id, { ...absent, username: username ?? '' }, id);
  }

  /** A member by its id; undefined where there is none. */
  member(id: MemberId): BotMember | undefined {
    const user = this.#parts.connection.users[id];
    return user === undefined ? undefined : memberOf(id, user, this.id);
  }

  /** The time in milliseconds, on a clock that does not step. */
  now(): number {
    return this.#parts.world.now();
  }

  /** Writes to everybody. */
  say(text: string): Promise<ChatAccepted> {
    return this.#speak('', text);
  }

  /** Writes to one member. */
  tell(to: Target, text: string): Promise<ChatAccepted> {
    return this.#speak(idOf(to), text);
  }

  /** Removes a member from the group. */
  kick(member: Target, message?: string): Promise<void> {
    return this.#actOnMember('kick', member, message);
  }

  /** Takes the permission to write from a member. */
  shutUp(member: Target): Promise<void> {
    return this.#actOnMember('shutup', member);
  }

  unshutUp(member: Target): Promise<void> {
    return this.#actOnMember('unshutup', member);
  }

  op(member: Target): Promise<void> {
    return this.#actOnMember('op', member);
  }

  unop(member: Target): Promise<void> {
    return this.#actOnMember('unop', member);
  }

  /** Lets a member publish streams. */
  present(member: Target): Promise<void> {
    return this.#actOnMember('present', member);
  }

  unpresent(member: Target): Promise<void> {
    return this.#actOnMember('unpresent', member);
  }

  lowerHand(member: Target): Promise<void> {
    return this.#actOnMember('lowerhand', member);
  }

  /** Asks a member's client to mute its microphone. */
  mute(member: Target): Promise<void> {
    return this.#send('mute', ['op', 'message'], (connection) =>
      connection.userMessage('mute', idOf(member)),
    );
  }

  /** Shows a member a warning, which a client makes more of than of chat. */
  warn(member: Target, text: string): Promise<void> {
    return this.#send('warning', ['op', 'message'], (connection) =>
      connection.userMessage('warning', idOf(member), text),
    );
  }

  /** Lets nobody in any more but operators. */
  async lock(message?: string): Promise<void> {
    await this.groupAction('lock', message);
  }

  async unlock(): Promise<void> {
    await this.groupAction('unlock');
  }

  /** Deletes one message, all of a member, or without arguments all of the chat. */
  async clearChat(of?: { readonly userId: MemberId; readonly id?: ChatId }): Promise<void> {
    await this.groupAction('clearchat', of === undefined ? undefined : { ...of });
  }

  /** Does to a member what the server knows by `kind`, as `userAction` of the library. */
  userAction(kind: string, member: Target, value?: ApplicationValue): Promise<ActionResult | undefined> {
    return this.#send(kind, [], (connection) => connection.userAction(kind, idOf(member), value));
  }

  /** Does to the group what the server knows by `kind`, as `groupAction` of the library. */
  groupAction(kind: string, value?: ApplicationValue): Promise<ActionResult | undefined> {
    return this.#send(kind, [], (connection) => connection.groupAction(kind, value));
  }

  /** Sends an application's message to one member, or without one to everybody else. */
  userMessage(kind: string, value?: ApplicationValue, to?: Target): Promise<void> {
    const dest = to === undefined ? '' : idOf(to);
    return this.#send(kind, ['message'], (connection) => connection.userMessage(kind, dest, value, true));
  }

  /** Runs a task once, in its turn among the handlers, while the bot is there. Returns what prevents it. */
  after(delayMs: number, task: () => unknown): () => void {
    const cancel = this.#parts.world.after(delayMs, () => {
      this.#timers.delete(cancel);
      this.#parts.turns.push('after', () => this.#parts.replies.during(undefined, task));
    });
    return this.#keep(cancel);
  }

  /** Runs a task again and again, in its turn among the handlers. Returns what stops it. */
  every(intervalMs: number, task: () => unknown): () => void {
    return this.#keep(
      this.#parts.world.every(intervalMs, () => {
        this.#parts.turns.push('every', () => this.#parts.replies.during(undefined, task));
      }),
    );
  }

  /** Leaves the group, and ends the bot. */
  leave(): void {
    this.#parts.leave();
  }

  /** Stops all timers. For the kit. */
  stopTimers(): void {
    for (const cancel of this.#timers) cancel();
    this.#timers.clear();
  }

  /** Writes down that a handler has failed, unless that stands in the log already. For the kit. */
  handlerFailed(handler: string, err: unknown): void {
    if (err instanceof Error && this.#logged.has(err)) return;
    this.log.error({ err, handler }, 'handler failed');
  }

  #keep(cancel: () => void): () => void {
    this.#timers.add(cancel);
    return () => {
      this.#timers.delete(cancel);
      cancel();
    };
  }

  #speak(to: string, text: string): Promise<ChatAccepted> {
    return this.#logging(to === '' ? 'say' : 'tell', async () => {
      this.#need(['message']);
      if (text.length > MAX_CHAT_LENGTH) throw new TextTooLong();
      this.#parts.replies.count();
      return this.#inTurn('words', (connection) => connection.chat('', to, text));
    });
  }

  async #actOnMember(kind: string, member: Target, value?: ApplicationValue): Promise<void> {
    await this.#send(kind, ['op'], (connection) => connection.userAction(kind, idOf(member), value));
  }

  #send<Result>(
    what: string,
    permissions: readonly Permission[],
    act: (connection: ServerConnection) => Promise<Result>,
  ): Promise<Result> {
    return this.#logging(what, async () => {
      this.#need(permissions);
      return this.#inTurn('acts', act);
    });
  }

  async #inTurn<Result>(lane: Lane, act: (connection: ServerConnection) => Promise<Result>): Promise<Result> {
    await this.#parts.pace.turn(lane);
    return act(this.#parts.connection);
  }

  #need(permissions: readonly Permission[]): void {
    const missing = permissions.find((each) => !this.permissions.includes(each));
    if (missing !== undefined) throw new BotMayNot(missing);
  }

  /** Lets callers ignore a promise: its failure is in the log, and does not end the process. */
  #logging<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
    const result = work();
    result.catch((error: unknown) => {
      if (error instanceof Error) this.#logged.add(error);
      if (!(error instanceof ConferenceError)) {
        this.log.error({ err: error, what }, 'failed');
        return;
      }
      const { code, message: reason } = error;
      const isExpected =
        code === 'no-such-member' || error instanceof TooManyReplies || error instanceof NotConnected;
      this.log[isExpected ? 'debug' : 'warn']({ what, code, reason }, 'refused');
    });
    return result;
  }
}

function idOf(target: Target): MemberId {
  return typeof target === 'string' ? target : target.id;
}
