import { ConferenceError } from '@evagore/shared';
import type { Conference } from './conference.ts';
import type { MediaDown, MediaTransport, MediaUp } from './media-port.ts';
import type { Member } from './member.ts';
import type { Log, World } from './ports.ts';
import { levelOf, stand, UNBLEMISHED, type Reading, type Standing } from './quality.ts';

/** How often {@link QualityWatch.tick} is to be called. */
export const QUALITY_TICK_MS = 250;

/** No member is looked at more often than this. */
const ROUND_MS = 5000;

/**
 * Most members that are looked at in one tick. With more of them than this allows in a round, rounds take longer: what is
 * asked of the media engine in a second does not grow.
 */
const MOST_LOOKS = 25;

/** Most transports of a member that one look asks; members of some doors have one for each stream. */
const MOST_TRANSPORTS = 2;

/** How many looks pass over a transport that sends nothing of which it knows what is lost. */
const IDLE_LOOKS = 3;

export interface QualityWatchOptions {
  conference: Conference;
  world: Pick<World, 'now'>;
  log: Log;
}

/** What is remembered of a member from one look to the next. */
interface Watched {
  standing: Standing;
  /** How many looks there were; the next one asks the next of its transports and tracks. */
  looks: number;
}

/**
 * Watches how good the way to each member is, through whatever door it came, and lets the roster say so.
 *
 * All members are looked at in turn, a few in each tick, one request to the media engine after another: at most two
 * transports and one track of each direction in a look. So the work grows with the members up to a bound, and never with
 * what they receive.
 */
export class QualityWatch {
  readonly #options: QualityWatchOptions;
  readonly #watched = new WeakMap<Member, Watched>();
  /** How much a transport had sent when it was last asked, and how many looks are to pass over it. */
  readonly #sent = new WeakMap<MediaTransport, { bytes: number; idle: number }>();
  /** Who is still to be looked at in this round. */
  #waiting: Member[] = [];
  /** How many of them in a tick. */
  #share = 0;
  #beganAt = -Infinity;
  #busy = false;

  constructor(options: QualityWatchOptions) {
    this.#options = options;
  }

  /** Goes on with the round, or begins the next when it is time. Never rejects; overlapping calls do nothing. */
  async tick(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      if (this.#waiting.length === 0) this.#begin();
      for (const member of this.#waiting.splice(0, this.#share)) {
        if (!member.closed) await this.#look(member);
      }
    } finally {
      this.#busy = false;
    }
  }

  #begin(): void {
    const { conference, world } = this.#options;
    const now = world.now();
    // A clock that was set back begins anew.
    if (now >= this.#beganAt && now - this.#beganAt < ROUND_MS) return;
    this.#beganAt = now;
    this.#waiting = [...conference.groups()].flatMap((group) => [...group.members.values()].filter(hasMedia));
    const ticks = ROUND_MS / QUALITY_TICK_MS;
    this.#share = Math.min(Math.ceil(this.#waiting.length / ticks), MOST_LOOKS);
  }

  async #look(member: Member): Promise<void> {
    const watched = this.#watched.get(member) ?? { standing: UNBLEMISHED, looks: 0 };
    this.#watched.set(member, watched);
    const reading = await this.#read(member, watched.looks);
    watched.looks += 1;
    watched.standing = stand(watched.standing, levelOf(reading), this.#options.world.now());
    const { level } = watched.standing;
    member.setQuality(level === 'good' ? undefined : level);
  }

  async #read(member: Member, looks: number): Promise<Reading> {
    if (member.unheard) return { unheard: true };
    const transports = inTurn([...member.transports], looks * MOST_TRANSPORTS).slice(0, MOST_TRANSPORTS);
    const sent: number[] = [];
    for (const transport of transports) {
      const loss = await this.#sentLoss(transport);
      if (loss !== undefined) sent.push(loss);
    }
    const up = await this.#flow(inTurn(audible(member), looks)[0]);
    const down = await this.#flow(inTurn(watchable(member), looks)[0]);
    // What a receiver misses of a track may have been lost before it came here. The way itself knows better.
    const losses = [up?.loss, ...(sent.length > 0 ? sent : [down?.loss])];
    return { loss: worst(losses), rttMs: worst([up?.rtt, down?.rtt]) };
  }

  /** What a transport loses of what it sends; undefined where it sends nothing, or does not know. */
  async #sentLoss(transport: MediaTransport): Promise<number | undefined> {
    const before = this.#sent.get(transport) ?? { bytes: 0, idle: 0 };
    if (before.idle > 0) {
      before.idle -= 1;
      return undefined;
    }
    const stats = await this.#ask(() => transport.stats());
    if (stats === undefined) return undefined;
    const { sentBytes: bytes, sentLoss } = stats;
    const knows = sentLoss !== undefined && bytes > before.bytes;
    this.#sent.set(transport, { bytes, idle: knows ? 0 : IDLE_LOOKS });
    return knows ? sentLoss : undefined;
  }

  /** What a track says while it flows: what it says when it does not is of long ago. */
  async #flow(track: MediaUp | MediaDown | undefined) {
    if (track === undefined) return undefined;
    const stats = await this.#ask(() => track.stats());
    return stats === undefined || stats.bitrate === 0 ? undefined : stats;
  }

  async #ask<Stats>(question: () => Promise<Stats>): Promise<Stats | undefined> {
    try {
      return await question();
    } catch (err) {
      // What has ended meanwhile has nothing to say.
      if (!(err instanceof ConferenceError)) this.#options.log.error({ err }, 'quality not measured');
      return undefined;
    }
  }
}

/** Whether there is something to look at, or something told that may be over. */
function hasMedia(member: Member): boolean {
  return [...member.transports].length > 0 || member.quality !== undefined;
}

/** What somebody sends at the moment. */
function audible(member: Member): readonly MediaUp[] {
  return [...member.streams.values()].flatMap(({ tracks }) =>
    tracks.filter(({ muted }) => !muted).map(({ media }) => media),
  );
}

/** What somebody receives of those who send. */
function watchable(member: Member): readonly MediaDown[] {
  return [...member.subscriptions.downs].flatMap(({ up, tracks }) =>
    tracks.filter(({ kind }) => up.tracks.some((track) => track.kind === kind && !track.muted)),
  );
}

/** The same list, begun somewhere else. */
function inTurn<Each>(list: readonly Each[], offset: number): readonly Each[] {
  if (list.length === 0) return list;
  const first = offset % list.length;
  return [...list.slice(first), ...list.slice(0, first)];
}

function worst(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}
