import type { ServerConnection, User } from '@evagore/client';
import type { LocalMedia } from './local-media.ts';
import { describeParticipant, displayName, inRosterOrder, type Participant } from './participants.ts';
import { isSystem } from './recording.ts';
import { alike, settledList } from './selection.ts';

export interface AttendeesOptions {
  readonly connection: Pick<ServerConnection, 'id' | 'users' | 'permissions'>;
  readonly local: Pick<LocalMedia, 'getSnapshot'>;
  /** One's own name, also before the roster tells it. */
  readonly username: () => string;
}

/**
 * Who is in the meeting. Those who are as they were stay the same objects, and lists of them the same lists: of hundreds
 * of people one raises a hand, and only that one is looked at and drawn again.
 */
export class Attendees {
  readonly #options: AttendeesOptions;
  /** Ids in the order of arrival. */
  readonly #arrivals = new Set<string>();
  /** Names of those who left, for the messages they wrote or got. */
  readonly #names = new Map<string, string>();
  readonly #described = new Map<string, { readonly user: User; readonly person: Participant }>();
  /** Ids in the order of names; undefined where somebody came, went or is called otherwise. */
  #order: readonly string[] | undefined;
  #inArrival: readonly Participant[] = [];
  #byName: readonly Participant[] = [];
  #self: Participant | undefined;

  constructor(options: AttendeesOptions) {
    this.#options = options;
  }

  /** Oneself. One's own devices are known here before the server says so. */
  get self(): Participant {
    const { connection, local, username } = this.#options;
    const { id, permissions } = connection;
    const user = connection.users[id] ?? { username: username(), permissions, data: {}, published: [] };
    const { microphone, camera, sharing } = local.getSnapshot();
    const self: Participant = {
      ...describeParticipant(id, user, true),
      microphone: microphone === 'on' ? 'on' : microphone === 'muted' ? 'muted' : 'none',
      camera: camera === 'on' ? 'on' : 'none',
      sharing,
    };
    return (this.#self = this.#self !== undefined && alike(this.#self, self) ? this.#self : self);
  }

  /** Oneself first, then the others as they came. */
  inArrival(): readonly Participant[] {
    const { self } = this;
    const others = [...this.#arrivals].flatMap((id) => (id === self.id ? [] : (this.#describe(id) ?? [])));
    return (this.#inArrival = settledList(this.#inArrival, [self, ...others]));
  }

  /** Oneself first, then the others by name. */
  byName(): readonly Participant[] {
    const people = this.inArrival();
    if (this.#order?.length !== people.length) this.#order = inRosterOrder(people).map(({ id }) => id);
    const byId = new Map(people.map((person) => [person.id, person]));
    return (this.#byName = settledList(
      this.#byName,
      this.#order.flatMap((id) => byId.get(id) ?? []),
    ));
  }

  /** What somebody is or was called. */
  nameOf(id: string): string {
    return displayName(this.#options.connection.users[id]?.username ?? this.#names.get(id));
  }

  /** The roster tells something else of somebody. */
  changed(id: string, kind: 'add' | 'change' | 'delete'): void {
    const user = this.#options.connection.users[id];
    if (kind === 'delete' || user === undefined) {
      this.#arrivals.delete(id);
      this.#described.delete(id);
      this.#order = undefined;
      return;
    }
    if (!this.#arrivals.has(id) || this.#names.get(id) !== user.username) this.#order = undefined;
    this.#arrivals.add(id);
    this.#names.set(id, user.username);
  }

  /** Names and their order are of another language. */
  rename(): void {
    this.#described.clear();
    this.#order = undefined;
  }

  #describe(id: string): Participant | undefined {
    const user = this.#options.connection.users[id];
    if (user === undefined || isSystem(user.permissions)) return undefined;
    const known = this.#described.get(id);
    // The library makes another object of whoever is different.
    if (known?.user === user) return known.person;
    const person = describeParticipant(id, user, false);
    this.#described.set(id, { user, person });
    return person;
  }
}
