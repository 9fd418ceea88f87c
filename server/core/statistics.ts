import { ConferenceError, type ClientStats, type GroupStats, type StreamStats } from '@evagore/shared';
import type { Conference } from './conference.ts';
import type { Group } from './group.ts';
import type { MediaDown, MediaTransport, MediaUp } from './media-port.ts';
import type { Member } from './member.ts';
import type { Log, World } from './ports.ts';

/** Requests to the media engine at once: enough to keep workers busy, too few for media to wait behind them. */
const MAX_REQUESTS = 8;

/** Whoever looks twice within this time sees the same. */
const KEEP_MS = 2_000;

/** What could not be asked within this time is left out: a full house has tens of thousands of tracks. */
const PATIENCE_MS = 4_000;

export interface StatisticsOptions {
  conference: Conference;
  world: World;
  log: Log;
}

/**
 * How media flows, for administrators who look at it. Each track costs the media engine a request, so nothing is
 * asked while nobody looks, and however many look, it is asked once.
 *
 * @see Galène protocol, ".stats"
 */
export class Statistics {
  readonly #options: StatisticsOptions;
  #gathering: Promise<readonly GroupStats[]> | undefined;
  #latest: { readonly at: number; readonly groups: readonly GroupStats[] } | undefined;

  constructor(options: StatisticsOptions) {
    this.#options = options;
  }

  /** All groups that are in use, sorted by name; at most two seconds old. */
  async current(): Promise<readonly GroupStats[]> {
    const now = this.#options.world.now();
    if (this.#latest !== undefined && Math.abs(now - this.#latest.at) < KEEP_MS) return this.#latest.groups;
    this.#gathering ??= this.#gather().finally(() => (this.#gathering = undefined));
    return this.#gathering;
  }

  async #gather(): Promise<readonly GroupStats[]> {
    const { conference, world, log } = this.#options;
    const groups = await new Gathering(world, log).groups(conference.groups());
    this.#latest = { at: world.now(), groups };
    return groups;
  }
}

/** One look at everything. What ends meanwhile is left out. */
class Gathering {
  readonly #world: World;
  readonly #log: Log;
  readonly #deadline: number;
  readonly #waiting: (() => void)[] = [];
  #asking = 0;

  constructor(world: World, log: Log) {
    this.#world = world;
    this.#log = log;
    this.#deadline = world.now() + PATIENCE_MS;
  }

  groups(groups: Iterable<Group>): Promise<GroupStats[]> {
    const sorted = [...groups].sort((a, b) => (a.name < b.name ? -1 : 1));
    return Promise.all(
      sorted.map(async ({ name, members }) => {
        const clients = await Promise.all([...members.values()].map((member) => this.#client(member)));
        return { name, ...(clients.length > 0 && { clients }) };
      }),
    );
  }

  async #client(member: Member): Promise<ClientStats> {
    const ups = [...member.streams.values()].map(({ id, tracks }) => {
      const media = tracks.map((track) => track.media);
      return this.#stream(id, media);
    });
    const downs = [...member.subscriptions.downs].map(({ id, tracks }) => this.#stream(id, tracks));
    const estimate = downs.length > 0 ? this.#estimate(member.transports) : undefined;
    const [up, down, maxBitrate] = await Promise.all([Promise.all(ups), Promise.all(downs), estimate]);
    return {
      id: member.id,
      // What there is none of is left out.
      ...(up.length > 0 && { up }),
      ...(down.length > 0 && {
        down: down.map((stream) => ({ ...stream, ...(maxBitrate !== undefined && { maxBitrate }) })),
      }),
    };
  }

  async #stream(id: string, tracks: readonly (MediaUp | MediaDown)[]): Promise<StreamStats> {
    const told = await Promise.all(tracks.map((track) => this.#ask(() => track.stats())));
    const known = told.filter((stats) => stats !== undefined);
    return { id, tracks: known.length === 0 && tracks.length > 0 ? null : known };
  }

  /** What the way to a member carries. */
  async #estimate(transports: Iterable<MediaTransport>): Promise<number | undefined> {
    const told = await Promise.all([...transports].map((each) => this.#ask(() => each.stats())));
    const estimates = told.map((stats) => stats?.maxBitrate).filter((bitrate) => bitrate !== undefined);
    return estimates.length === 0 ? undefined : Math.max(...estimates);
  }

  /** Undefined for what has ended, or whose turn came too late. */
  async #ask<Stats>(question: () => Promise<Stats>): Promise<Stats | undefined> {
    if (this.#asking >= MAX_REQUESTS) await new Promise<void>((go) => this.#waiting.push(go));
    else this.#asking += 1;
    try {
      return this.#world.now() > this.#deadline ? undefined : await question();
    } catch (err) {
      if (!(err instanceof ConferenceError)) this.#log.error({ err }, 'no statistics');
      return undefined;
    } finally {
      // Who has asked hands the turn over. To the last, as taking the first from a long list takes long.
      const next = this.#waiting.pop();
      if (next === undefined) this.#asking -= 1;
      else next();
    }
  }
}
