import type { ServerConnection } from '@evagore/client';
import type { ChatMessage } from '@evagore/shared';
import type { MeetingLog } from '../log/meeting-log.ts';
import { t } from '../messages/translate.ts';
import type { Notices } from '../state/notices.ts';
import { displayName } from '../state/participants.ts';
import type { Clock } from '../time/clock.ts';
import type { Announcer } from './announcer.ts';
import { Arrivals } from './arrivals.ts';
import { attentionFor, type Happening } from './attention.ts';
import type { NotificationChoice, SoundName } from './notification-choice.ts';

/** What the herald hears of a connection. */
export type HeraldConnection = Pick<ServerConnection, 'id' | 'users' | 'permissions' | 'events'>;

/** Somebody to write to. */
export interface Correspondent {
  readonly id: string;
  readonly name: string;
}

/** More notices are never shown at once. */
const MOST_TOPICS = 16;

/** Whether there is something in the chat to be looked at. */
function hasPlace({ type }: Happening): boolean {
  return type === 'message' || type === 'file';
}

export interface HeraldOptions {
  readonly connection: HeraldConnection;
  readonly notices: Pick<Notices, 'show' | 'withdraw'>;
  readonly announcer: Pick<Announcer, 'say'>;
  readonly log: Pick<MeetingLog, 'found' | 'moved'>;
  readonly clock: Clock;
  readonly choice: () => NotificationChoice;
  /** Whether the chat is in front of the reader's eyes. */
  readonly reading: () => boolean;
  /** Whether the page is out of sight. */
  readonly hidden: () => boolean;
  readonly play: (sound: SoundName) => void;
  readonly showOnDesktop: (
    what: { readonly title: string; readonly body: string },
    topic: string,
    onClick: () => void,
  ) => void;
}

/** Tells of what happens in a meeting, in the ways that were chosen. */
export class Herald {
  #openChat: ((to: Correspondent | undefined) => void) | undefined;
  readonly #options: HeraldOptions;
  readonly #arrivals: Arrivals;
  readonly #hands = new Set<string>();
  /** Of notices that lead to the chat. */
  readonly #topics = new Set<string>();
  readonly #undo: (() => void)[];

  constructor(options: HeraldOptions) {
    this.#options = options;
    const { connection, clock, log } = options;
    const { events } = connection;
    this.#arrivals = new Arrivals(clock, (change) => {
      const { people } = this.#circumstances();
      log.moved('left', change.left, people);
      log.moved('joined', change.joined, people);
      this.#tell({ type: 'arrivals', ...change }, 'arrivals');
    });
    this.#undo = [
      events.on('joined', () => {
        this.#arrivals.settle((names) => {
          log.found(names);
        });
      }),
      events.on('rejoined', () => {
        this.#arrivals.settle();
      }),
      events.on('userChanged', (id, kind) => {
        this.#userChanged(id, kind);
      }),
      events.on('chatReceived', (message, history) => {
        if (!history) this.#chatReceived(message);
      }),
      events.on('closed', () => {
        this.close();
      }),
    ];
  }

  /**
   * Says how the chat is opened, with somebody in private where one is named.
   *
   * @returns the function that undoes this.
   */
  opensChat(open: (to: Correspondent | undefined) => void): () => void {
    this.#openChat = open;
    return () => {
      if (this.#openChat === open) this.#openChat = undefined;
    };
  }

  /** Opens the chat, with somebody in private where one is named. */
  openChat(to: Correspondent | undefined): void {
    this.#openChat?.(to);
  }

  /** The chat is open: what leads to it has done its work. */
  chatSeen(): void {
    for (const topic of this.#topics) this.#options.notices.withdraw(topic);
    this.#topics.clear();
  }

  /** Somebody wants to send a file, which the chat shows. */
  fileOffered({ name }: Correspondent, file: string): void {
    this.#tell({ type: 'file', from: name, file }, 'file');
  }

  /** Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#arrivals.close();
  }

  #userChanged(id: string, kind: 'add' | 'change' | 'delete'): void {
    const { connection } = this.#options;
    const user = connection.users[id];
    if (id === connection.id) return;
    if (kind === 'delete' || user === undefined) {
      this.#hands.delete(id);
      this.#arrivals.went(id);
      return;
    }
    if (user.permissions.includes('system')) return;
    const name = displayName(user.username);
    this.#arrivals.came(id, name);
    const raised = user.data['raisehand'] === true;
    if (raised && kind === 'change' && !this.#hands.has(id)) this.#tell({ type: 'hand', name }, `hand:${id}`);
    if (raised) this.#hands.add(id);
    else this.#hands.delete(id);
  }

  #chatReceived({ kind, source, dest, username, value }: ChatMessage): void {
    if ((kind !== '' && kind !== 'me') || source === this.#options.connection.id) return;
    const from = displayName(username);
    const isPrivate = dest !== undefined && source !== undefined;
    const text = kind === 'me' ? `${from} ${value}` : value;
    const to = isPrivate ? { id: source, name: from } : undefined;
    this.#tell({ type: 'message', from, text, isPrivate }, `message:${source ?? ''}`, to);
  }

  #tell(happening: Happening, topic: string, to?: Correspondent): void {
    const { notices, announcer, play, showOnDesktop } = this.#options;
    const open = () => {
      this.openChat(to);
    };
    const { sound, notice, spoken, desktop } = attentionFor(happening, this.#circumstances());
    if (sound !== undefined) play(sound);
    if (notice !== undefined) {
      const label = to === undefined ? t('notice.message.open') : t('notice.message.reply');
      if (hasPlace(happening)) this.#remember(topic);
      notices.show('info', notice, topic, hasPlace(happening) ? { label, run: open } : undefined);
    }
    if (spoken !== undefined) announcer.say(spoken);
    if (desktop !== undefined) showOnDesktop(desktop, topic, open);
  }

  #remember(topic: string): void {
    this.#topics.add(topic);
    // A notice that old is gone.
    for (const old of [...this.#topics].slice(0, -MOST_TOPICS)) this.#topics.delete(old);
  }

  #circumstances() {
    const { connection, choice, reading, hidden } = this.#options;
    const people = Object.values(connection.users).filter((user) => !user.permissions.includes('system'));
    return {
      people: people.length,
      hidden: hidden(),
      reading: reading(),
      operator: connection.permissions.includes('op'),
      ownName: connection.users[connection.id]?.username ?? '',
      choice: choice(),
    };
  }
}
