import type { MediaKind } from '@evagore/shared';
import { Counter, Gauge, type Registry } from 'prom-client';
import type { Member } from '../core/member.ts';
import type { MetricsSources } from './sources.ts';

const KINDS: readonly MediaKind[] = ['audio', 'video'];

/** Streams of one direction, and their tracks. */
interface Flow {
  streams: number;
  readonly tracks: Record<MediaKind, number>;
}

/**
 * What there is at the moment, counted when somebody asks. No name of a group or member is among it: there is no end
 * to those, and they are nobody else's business.
 */
export class Census {
  readonly #groups: Gauge;
  readonly #members: Gauge;
  readonly #reconnecting: Gauge;
  readonly #streams: Gauge<'direction'>;
  readonly #tracks: Gauge<'direction' | 'kind'>;
  readonly #transports: Gauge;
  readonly #connections: Gauge<'dialect'>;
  readonly #queued: Gauge<'dialect'>;
  readonly #sessions: Gauge<'door'>;
  readonly #passwordChecks: Gauge<'state'>;
  readonly #draining: Gauge;
  readonly #workers: Gauge;
  readonly #workersWanted: Gauge;
  readonly #workerDeaths: Counter;

  constructor(registry: Registry) {
    const gauge = <Label extends string = never>(name: string, help: string, ...labelNames: Label[]) =>
      new Gauge<Label>({ name: `evagore_${name}`, help, labelNames, registers: [registry] });
    this.#groups = gauge('groups', 'Groups in use; an empty one counts until its history is forgotten.');
    this.#members = gauge('members', 'Members of all groups, those without a connection included.');
    this.#reconnecting = gauge(
      'members_reconnecting',
      'Members whose connection is lost and whose seat is kept.',
    );
    this.#streams = gauge(
      'streams',
      'Streams: up from members to the server, down from the server to members.',
      'direction',
    );
    this.#tracks = gauge('tracks', 'Tracks of all streams, by direction and kind.', 'direction', 'kind');
    this.#transports = gauge('media_transports', 'Media transports of members that are open.');
    this.#connections = gauge('connections', 'Signalling connections after their handshake.', 'dialect');
    this.#queued = gauge(
      'socket_queue_bytes',
      'Bytes that wait to be sent on signalling connections; grows when clients read slowly.',
      'dialect',
    );
    this.#sessions = gauge(
      'http_media_sessions',
      'Encoders and players that came by an HTTP request: whip publishes, whep watches.',
      'door',
    );
    this.#passwordChecks = gauge(
      'password_checks',
      'Passwords that are being checked (running), or wait for their turn (waiting).',
      'state',
    );
    this.#draining = gauge(
      'draining',
      '1 while the server lets nobody in because it is about to be stopped.',
    );
    this.#workers = gauge('media_workers', 'Media workers that run.');
    this.#workersWanted = gauge('media_workers_wanted', 'Media workers that should run.');
    this.#workerDeaths = new Counter({
      name: 'evagore_media_worker_deaths_total',
      help: 'Media workers that died or were killed because they hung; each is replaced.',
      registers: [registry],
    });
  }

  take({ conference, media, doors, mediaDoors, passwords }: MetricsSources): void {
    const groups = [...conference.groups()];
    const members = groups.flatMap((group) => [...group.members.values()]);
    this.#groups.set(groups.length);
    this.#members.set(members.length);
    this.#reconnecting.set(members.filter(({ away }) => away).length);
    this.#draining.set(conference.draining === undefined ? 0 : 1);
    this.#setFlow('up', upOf(members));
    this.#setFlow('down', downOf(members));
    this.#transports.set(members.reduce((sum, { transports }) => sum + [...transports].length, 0));
    for (const { version: dialect, connectionCount, backlog } of doors) {
      this.#connections.set({ dialect }, connectionCount);
      this.#queued.set({ dialect }, backlog);
    }
    for (const { name: door, sessionCount } of mediaDoors) this.#sessions.set({ door }, sessionCount);
    this.#passwordChecks.set({ state: 'running' }, passwords.running);
    this.#passwordChecks.set({ state: 'waiting' }, passwords.waiting);
    this.#workers.set(media.workers().length);
    this.#workersWanted.set(media.workerCount);
    this.#workerDeaths.reset();
    this.#workerDeaths.inc(media.workerDeaths);
  }

  #setFlow(direction: 'up' | 'down', { streams, tracks }: Flow): void {
    this.#streams.set({ direction }, streams);
    for (const kind of KINDS) this.#tracks.set({ direction, kind }, tracks[kind]);
  }
}

function upOf(members: readonly Member[]): Flow {
  return flowOf(members.flatMap(({ streams }) => [...streams.values()]));
}

function downOf(members: readonly Member[]): Flow {
  return flowOf(members.flatMap(({ subscriptions }) => [...subscriptions.downs]));
}

function flowOf(streams: readonly { readonly tracks: readonly { readonly kind: MediaKind }[] }[]): Flow {
  const flow: Flow = { streams: streams.length, tracks: { audio: 0, video: 0 } };
  for (const { tracks } of streams) for (const { kind } of tracks) flow.tracks[kind] += 1;
  return flow;
}
