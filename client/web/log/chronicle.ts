import type { Draining, Membership, ServerConnection, User } from '@evagore/client';
import { FILE_LABEL, SCREEN_LABEL } from '../state/participants.ts';
import { isSystem } from '../state/recording.ts';
import { RIGHTS, type Deed } from './happening.ts';
import type { MeetingLog } from './meeting-log.ts';

/** What the chronicle hears of a connection. */
export type ChronicleConnection = Pick<ServerConnection, 'id' | 'users' | 'events'>;

/** What it needs to know of somebody to notice that it is otherwise. */
interface Known {
  readonly system: boolean;
  readonly hand: boolean;
  readonly lost: boolean;
  readonly screen: boolean;
  readonly film: boolean;
}

/** What begins and what ends where a fact is another. */
const DEEDS = {
  hand: ['hand-raised', 'hand-lowered'],
  lost: ['line-lost', 'line-back'],
  screen: ['screen-begun', 'screen-ended'],
  film: ['film-begun', 'film-ended'],
} as const satisfies Record<Exclude<keyof Known, 'system'>, readonly [begins: Deed, ends: Deed]>;

const NOTED = ['hand', 'lost', 'screen', 'film'] as const;

type MembershipFacts = Pick<Membership, 'permissions' | 'status'>;

/**
 * Writes down what becomes of those who are in a meeting, of the meeting, and of one's own connection. Of each change it
 * looks at the one person who changed.
 */
export class Chronicle {
  readonly #connection: ChronicleConnection;
  readonly #log: Pick<MeetingLog, 'add'>;
  readonly #known = new Map<string, Known>();
  readonly #undo: (() => void)[];
  #membership: MembershipFacts | undefined;
  #lost = false;
  #stopping = false;

  constructor(connection: ChronicleConnection, log: Pick<MeetingLog, 'add'>) {
    this.#connection = connection;
    this.#log = log;
    const { events } = connection;
    this.#undo = [
      events.on('joined', (membership) => {
        this.#membership = membership;
        log.add({ type: 'came' });
      }),
      events.on('rejoined', (membership) => {
        log.add({ type: 'came-again' });
        this.#membershipChanged(membership);
      }),
      events.on('membershipChanged', (membership) => {
        this.#membershipChanged(membership);
      }),
      events.on('userChanged', (id) => {
        this.#userChanged(id);
      }),
      events.on('stateChanged', (state) => {
        this.#lineChanged(state === 'reconnecting');
      }),
      events.on('draining', (draining) => {
        this.#draining(draining);
      }),
      events.on('closed', () => {
        this.close();
      }),
    ];
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#known.clear();
  }

  #userChanged(id: string): void {
    const user = this.#connection.users[id];
    const before = this.#known.get(id);
    if (user === undefined) {
      this.#known.delete(id);
      if (before?.system === true) this.#log.add({ type: 'recording-ended' });
      return;
    }
    const now = knownOf(user);
    this.#known.set(id, now);
    if (now.system) {
      if (before === undefined) this.#log.add({ type: 'recording-begun' });
    } else if (before !== undefined) this.#compare(id, user.username, before, now);
  }

  #compare(id: string, name: string, before: Known, now: Known): void {
    const own = id === this.#connection.id;
    for (const fact of NOTED) {
      const [begins, ends] = DEEDS[fact];
      if (before[fact] !== now[fact]) this.#log.add({ type: now[fact] ? begins : ends, name, own });
    }
  }

  #membershipChanged(now: MembershipFacts): void {
    const before = this.#membership;
    this.#membership = now;
    if (before === undefined) return;
    const locked = now.status.locked === true;
    if (locked !== (before.status.locked === true)) this.#log.add({ type: locked ? 'locked' : 'unlocked' });
    for (const right of RIGHTS) {
      const gained = now.permissions.includes(right);
      if (gained !== before.permissions.includes(right)) this.#log.add({ type: 'right', right, gained });
    }
  }

  #lineChanged(lost: boolean): void {
    if (lost === this.#lost) return;
    this.#lost = lost;
    this.#log.add({ type: lost ? 'own-line-lost' : 'own-line-back' });
  }

  #draining({ closesAt, message }: Draining): void {
    const stopping = closesAt !== undefined;
    if (stopping) this.#log.add({ type: 'stop', at: closesAt.getTime(), why: message });
    else if (this.#stopping) this.#log.add({ type: 'goes-on' });
    this.#stopping = stopping;
  }
}

function knownOf({ permissions, data, published, reconnecting }: User): Known {
  return {
    system: isSystem(permissions),
    hand: data['raisehand'] === true,
    lost: reconnecting,
    screen: published.some(({ label }) => label === SCREEN_LABEL),
    film: published.some(({ label }) => label === FILE_LABEL),
  };
}
