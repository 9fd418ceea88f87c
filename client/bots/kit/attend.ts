import { NotConnected, ServerConnection, type Credentials, type World } from '@evagore/client';
import { ConferenceError, type CloseReason } from '@evagore/shared';
import { Bot } from './bot.ts';
import type { BotDefinition } from './definition.ts';
import { endingOf, isPassing, type Ending } from './endings.ts';
import { Hearing } from './hearing.ts';
import { shortId, type BotLog } from './log.ts';
import { BOT_DATA } from './member.ts';
import { Pace } from './pace.ts';
import { Replies } from './replies.ts';
import { Turns } from './turns.ts';

const DEFAULT_PACE = { perSecond: 5, burst: 10 };
const DEFAULT_REPLIES_PER_MINUTE = 10;
/** Between two attempts at the first connection. */
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** How long the bot's own farewell may take, and then the server's. */
const LEAVING_MS = 3000;
const LEFT_MS = 2000;

/** Where a bot goes, and as whom. */
export interface Place {
  /** `wss://host/ws` */
  readonly url: string;
  readonly group: string;
  /** Undefined where a token names the user. */
  readonly username: string | undefined;
  readonly credentials: Credentials;
}

export interface AttendOptions {
  readonly definition: BotDefinition;
  readonly place: Place;
  readonly log: BotLog;
  readonly world: Pick<World, 'now' | 'after' | 'every' | 'random'> & Partial<World>;
  /** For how long the first connection is tried. */
  readonly patienceMs: number;
  /** Tells the bot to leave. */
  readonly signal: AbortSignal;
}

/**
 * Runs a bot: from the first attempt to get into its group to its end there. A connection that is lost comes back by
 * the library's doing; this returns when it is over for good.
 */
export async function attend(options: AttendOptions): Promise<Ending> {
  const { log, world, patienceMs, signal } = options;
  const startedAt = world.now();
  for (let failures = 0; ; failures += 1) {
    const { hasArrived, ending } = await visit(options);
    if (signal.aborted) return endingOf({ code: 'left' });
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures) * (0.5 + world.random() / 2);
    const isLate = world.now() + waitMs - startedAt > patienceMs;
    if (hasArrived || isLate || !isPassing(ending)) return ending;
    const { code, message: reason } = ending;
    log.warn({ code, reason, retryInMs: Math.round(waitMs) }, 'could not join');
    await pause(waitMs, options);
  }
}

/** One connection, from its beginning to its end. */
async function visit(options: AttendOptions): Promise<{ hasArrived: boolean; ending: Ending }> {
  const { definition, place, log, world, signal } = options;
  const connection = new ServerConnection(world);
  const closed = new Promise<CloseReason>((resolve) => connection.events.once('closed', resolve));
  const told = Promise.withResolvers<undefined>();
  const leave = (): void => {
    told.resolve(undefined);
  };
  const { bot, turns, pace, hearing } = equip(connection, leave, options);
  const stopGivingUp = onAbort(signal, () => {
    connection.close();
  });
  try {
    signal.throwIfAborted();
    await connection.connect(place.url);
    await connection.join(place.group, place.username, place.credentials, BOT_DATA);
  } catch (error) {
    connection.close();
    return { hasArrived: false, ending: endingOf(reasonOf(error)) };
  } finally {
    stopGivingUp();
  }
  const stopLeaving = onAbort(signal, leave);
  hearing.arrived();
  log.info({ group: bot.group, member: shortId(bot.id), permissions: bot.permissions }, 'joined');
  turns.begin();
  const reason = await Promise.race([closed, told.promise]);
  stopLeaving();
  turns.close();
  bot.stopTimers();
  if (reason === undefined) {
    await farewell(bot, definition, world);
    await within(LEFT_MS, connection.leave(place.group), world);
    connection.close();
  }
  pace.close();
  return { hasArrived: true, ending: endingOf(reason ?? { code: 'left' }) };
}

function equip(connection: ServerConnection, leave: () => void, { definition, log, world }: AttendOptions) {
  const pace = new Pace(definition.pace ?? DEFAULT_PACE, world);
  const turns = new Turns({
    after: (delayMs, task) => world.after(delayMs, task),
    failed: (handler, error) => {
      bot.handlerFailed(handler, error);
    },
    overflowed: () => {
      log.warn({}, 'more happens than the handlers can take; some of it is left out');
    },
  });
  const replies = new Replies({
    perMinute: definition.repliesPerMinute ?? DEFAULT_REPLIES_PER_MINUTE,
    now: () => world.now(),
    reached: (who) => {
      log.warn({ who }, 'one member got as many answers as it may get in a minute');
    },
  });
  const bot = new Bot({ connection, log, turns, pace, replies, world, leave });
  const hearing = new Hearing({ connection, definition, bot, turns, replies, world });
  logWhereabouts(connection, log);
  return { bot, turns, pace, hearing };
}

function logWhereabouts({ events }: ServerConnection, log: BotLog): void {
  events.on('reconnecting', ({ attempt, retryAt, cause }) => {
    // Each attempt is told twice: when it is planned and when it is made.
    if (attempt === 1 && retryAt === undefined)
      log.warn({ code: cause.code }, 'connection lost; making it again');
  });
  events.on('stateChanged', (state) => {
    if (state === 'connected' || state === 'reconnecting') log.debug({ state }, 'connection changed');
  });
  events.on('rejoined', () => {
    log.info({}, 'joined again');
  });
  events.on('membershipChanged', ({ permissions }) => {
    log.info({ permissions }, 'membership changed');
  });
  events.on('draining', ({ closesAt }) => {
    log.info({ closesAt }, 'the server is about to be stopped');
  });
  events.on('refused', ({ code, message: reason }) => {
    log.warn({ code, reason }, 'refused');
  });
  events.on('failed', (err) => {
    log.warn({ err }, 'the server said something strange');
  });
}

async function farewell(bot: Bot, definition: BotDefinition, world: AttendOptions['world']): Promise<void> {
  const reported = Promise.resolve()
    .then(() => definition.onLeaving?.(bot))
    .catch((error: unknown) => {
      bot.handlerFailed('onLeaving', error);
    });
  await within(LEAVING_MS, reported, world);
}

/** Waits for something, but not too long, and whether it goes well or not. */
async function within(
  mostMs: number,
  work: Promise<unknown>,
  world: Pick<AttendOptions['world'], 'after'>,
): Promise<void> {
  const late: PromiseWithResolvers<void> = Promise.withResolvers();
  const cancel = world.after(mostMs, () => {
    late.resolve();
  });
  await Promise.race([work.catch(() => undefined), late.promise]);
  cancel();
}

/** Waits, unless the bot is told to leave. */
async function pause(ms: number, { signal, world }: AttendOptions): Promise<void> {
  const told: PromiseWithResolvers<void> = Promise.withResolvers();
  const off = onAbort(signal, () => {
    told.resolve();
  });
  await within(ms, told.promise, world);
  off();
}

/** Calls `task` when the signal comes, or came already; returns what prevents it. */
function onAbort(signal: AbortSignal, task: () => void): () => void {
  if (signal.aborted) task();
  signal.addEventListener('abort', task);
  return () => {
    signal.removeEventListener('abort', task);
  };
}

function reasonOf(error: unknown): CloseReason {
  if (error instanceof NotConnected) return { code: 'closed', message: error.message };
  if (error instanceof ConferenceError) return { code: error.code, message: error.message };
  return { code: 'internal', message: String(error) };
}
