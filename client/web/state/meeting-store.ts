import type { Membership, ServerConnection } from '@evagore/client';
import type { ApplicationValue, CloseReason, Permission, UserMessage } from '@evagore/shared';
import { onSpoken, t } from '../messages/translate.ts';
import { pageClock } from '../notify/clock.ts';
import type { OutputLine } from '@evagore/shared/commands';
import { ChatBook } from './chat-book.ts';
import type { ChatEntry, DeletableEntry, LocalEntry } from './chat-log.ts';
import { sentenceOf } from './error-sentence.ts';
import type { LocalMedia } from './local-media.ts';
import type { Notices } from './notices.ts';
import { Outbox } from './outbox.ts';
import {
  describeParticipant,
  displayName,
  inRosterOrder,
  type Participant,
  type Person,
} from './participants.ts';
import { isRecorded } from './recording.ts';
import { RemoteStreams, type DrawnSize, type StreamView } from './remote-streams.ts';
import { SnapshotStore } from './snapshot-store.ts';
import { stageOf, type Stage } from './stage.ts';

/** What the meeting needs of a connection. */
export type MeetingConnection = Pick<
  ServerConnection,
  | 'id'
  | 'users'
  | 'permissions'
  | 'capabilities'
  | 'events'
  | 'chat'
  | 'userAction'
  | 'groupAction'
  | 'userMessage'
  | 'close'
>;

type GroupFacts = Pick<Membership, 'username' | 'permissions'> & {
  readonly status: Pick<Membership['status'], 'displayName' | 'locked' | 'canChangePassword'> & {
    readonly name: string;
  };
};

export interface MeetingSnapshot {
  readonly group: string;
  readonly title: string;
  readonly locked: boolean;
  /** Somebody records the meeting on the server. */
  readonly recording: boolean;
  /** The server lets those who have a password change it. */
  readonly passwordsChangeable: boolean;
  readonly self: Participant;
  /** Oneself first, then by name. */
  readonly people: readonly Participant[];
  readonly stage: Stage;
  /** Streams to be heard. */
  readonly heard: readonly StreamView[];
  readonly chat: readonly ChatEntry[];
  readonly unread: number;
  readonly can: {
    readonly present: boolean;
    readonly message: boolean;
    readonly op: boolean;
    /** Those of others; not every server lets operators do so. */
    readonly lowerHands: boolean;
  };
  /** The connection is lost, and is being made again. */
  readonly reconnecting: boolean;
  readonly plannedStop: PlannedStop | undefined;
  readonly ended: CloseReason | undefined;
}

/** The server will be stopped. */
export interface PlannedStop {
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Why, in the words of whoever stops it. */
  readonly message: string;
}

/** The meeting as the page shows it: a connection's facts as immutable snapshots, and what can be done. */
export class MeetingStore extends SnapshotStore<MeetingSnapshot> {
  readonly #connection: MeetingConnection;
  readonly #local: LocalMedia;
  readonly #notices: Notices;
  readonly #remote = new RemoteStreams(() => {
    this.changed();
  });
  readonly #undo: (() => void)[];
  #facts: GroupFacts;
  /** Ids in the order of arrival. */
  readonly #arrivals = new Set<string>();
  /** Names of those who left, for the messages they wrote or got. */
  readonly #names = new Map<string, string>();
  readonly #chat = new ChatBook();
  /** What one writes, on its way to the server. */
  readonly unsent: Outbox;
  #reconnecting = false;
  #plannedStop: PlannedStop | undefined;
  #last: MeetingSnapshot | undefined;
  #frozen: MeetingSnapshot | undefined;

  constructor(connection: MeetingConnection, local: LocalMedia, notices: Notices, group: string) {
    super();
    this.#connection = connection;
    this.#local = local;
    this.#notices = notices;
    this.#facts = { username: '', permissions: [], status: { name: group } };
    this.unsent = new Outbox({
      connection,
      book: this.#chat,
      clock: pageClock,
      username: () => displayName(this.#facts.username),
      nameOf: (id) => this.#nameOf(id),
      changed: () => {
        this.changed();
      },
      failed: (problem) => {
        // Whoever has the chat before their eyes sees it there.
        if (!this.reading) notices.show('error', t('chat.unsent.notice', { problem }), 'unsent');
      },
    });
    const { events } = connection;
    this.#undo = [
      events.on('membershipChanged', (facts) => {
        this.#membershipChanged(facts);
      }),
      events.on('rejoined', (facts) => {
        this.#membershipChanged(facts);
      }),
      events.on('userChanged', (id, kind) => {
        this.#userChanged(id, kind);
      }),
      events.on('chatReceived', (message, history) => {
        this.#chat.receive(message, {
          selfId: connection.id,
          nameOf: (id) => this.#nameOf(id),
          history,
        });
        this.changed();
      }),
      events.on('userMessageReceived', (message) => {
        this.#userMessageReceived(message);
      }),
      events.on('downStreamAdded', (stream) => {
        this.#remote.add(stream);
      }),
      events.on('refused', (error) => {
        this.#notices.show('error', sentenceOf(error));
      }),
      events.on('stateChanged', (state) => {
        this.#reconnecting = state === 'reconnecting';
        this.changed();
      }),
      events.on('draining', ({ closesAt, message }) => {
        this.#plannedStop = closesAt === undefined ? undefined : { at: closesAt.getTime(), message };
        this.changed();
      }),
      events.on('closed', (reason) => {
        // The connection has forgotten everybody by now; the page goes on showing who was there.
        const last = this.#last ?? this.build();
        this.#frozen = {
          ...last,
          stage: withoutVideo(last.stage),
          heard: [],
          reconnecting: false,
          plannedStop: undefined,
          ended: reason,
        };
        this.changed();
      }),
      local.subscribe(() => {
        this.changed();
      }),
      onSpoken(() => {
        this.changed();
      }),
    ];
  }

  /** The member is in the group. */
  joined(facts: GroupFacts): void {
    this.#facts = facts;
    this.changed();
  }

  /** Says whether the chat is in front of the reader's eyes. */
  setReading(reading: boolean): void {
    this.#chat.setReading(reading);
    this.changed();
  }

  /** Whether the chat is in front of the reader's eyes. */
  get reading(): boolean {
    return this.#chat.reading;
  }

  /**
   * Writes to the chat. What cannot be sent stays there, and {@link unsent} sends it again.
   *
   * @param dest - The receiver's id for a private message, or `''` for everybody.
   */
  say(kind: '' | 'me', text: string, dest = ''): Promise<void> {
    return this.unsent.say(kind, text, dest);
  }

  /** Shows a file in the chat, by the key of its transfer. */
  showFile(file: string, own: boolean): void {
    this.#chat.offer(file, own, Date.now());
    this.changed();
  }

  /** Shows lines in the chat that nobody else sees. */
  print(kind: LocalEntry['kind'], lines: readonly OutputLine[]): void {
    this.#chat.print(kind, lines);
    this.changed();
  }

  /** The id of the last message to everybody of one's own, if it is still there. */
  lastOwnMessage(): string | undefined {
    return this.#chat.lastOwn();
  }

  deleteMessage({ id, source }: DeletableEntry): Promise<boolean> {
    return this.#attempt(() => this.#connection.groupAction('clearchat', { id, userId: source }));
  }

  deleteAllOf(userId: string): Promise<boolean> {
    return this.#attempt(() => this.#connection.groupAction('clearchat', { userId }));
  }

  raiseHand(raised: boolean): Promise<boolean> {
    return this.act('setdata', this.#connection.id, { raisehand: raised ? true : null });
  }

  lowerAllHands(): Promise<boolean> {
    return this.#attempt(() => this.#connection.groupAction('lowerhands'));
  }

  /** An operator's action on somebody: `op`, `unop`, `present`, `unpresent`, `kick`, … */
  act(kind: string, dest: string, value?: ApplicationValue): Promise<boolean> {
    return this.#attempt(() => this.#connection.userAction(kind, dest, value));
  }

  muteOther(dest: string): Promise<boolean> {
    return this.#attempt(() => this.#connection.userMessage('mute', dest));
  }

  /** Tells how large a stream's picture is drawn; null where it is not. */
  setDrawnSize(streamId: string, size: DrawnSize | null): void {
    this.#remote.setDrawnSize(streamId, size);
  }

  /** Leaves, and releases everything. Idempotent. */
  close(): void {
    for (const undo of this.#undo.splice(0)) undo();
    this.#remote.close();
    this.#local.close();
    this.#connection.close();
  }

  protected build(): MeetingSnapshot {
    return (this.#last = this.#frozen ?? this.#describeMeeting());
  }

  #describeMeeting(): MeetingSnapshot {
    const { status } = this.#facts;
    const permissions = this.#connection.permissions;
    const selfId = this.#connection.id;
    const self = this.#describe(selfId) ?? describeParticipant(selfId, this.#asPerson(), true);
    const others = [...this.#arrivals].filter((id) => id !== selfId).map((id) => this.#describe(id));
    const people = [self, ...others.filter((person) => person !== undefined)];
    const remote = this.#remote.views();
    return {
      group: status.name,
      title: status.displayName ?? status.name,
      locked: status.locked === true,
      recording: isRecorded(this.#connection.users),
      passwordsChangeable: status.canChangePassword === true,
      self,
      people: inRosterOrder(people),
      stage: stageOf(people, [...this.#local.getSnapshot().streams, ...remote]),
      heard: remote.filter((stream) => stream.hasAudio),
      chat: this.#chat.entries,
      unread: this.#chat.unread,
      can: {
        present: permissions.includes('present'),
        message: permissions.includes('message'),
        op: permissions.includes('op'),
        lowerHands: permissions.includes('op') && this.#connection.capabilities.has('hands'),
      },
      reconnecting: this.#reconnecting,
      plannedStop: this.#plannedStop,
      ended: undefined,
    };
  }

  #asPerson(): Person {
    return {
      username: this.#facts.username,
      permissions: this.#connection.permissions,
      data: {},
      published: [],
    };
  }

  /** One's own devices are known here before the server says so. */
  #describe(id: string): Participant | undefined {
    const user = this.#connection.users[id];
    if (user === undefined || user.permissions.includes('system')) return undefined;
    if (id !== this.#connection.id) return describeParticipant(id, user, false);
    const local = this.#local.getSnapshot();
    return {
      ...describeParticipant(id, user, true),
      microphone: local.microphone === 'on' ? 'on' : local.microphone === 'muted' ? 'muted' : 'none',
      camera: local.camera === 'on' ? 'on' : 'none',
      sharing: local.sharing,
    };
  }

  #nameOf(id: string): string {
    return displayName(this.#connection.users[id]?.username ?? this.#names.get(id));
  }

  #membershipChanged(facts: GroupFacts): void {
    const before = this.#facts.permissions;
    this.#facts = facts;
    this.changed();
    const gained = (permission: Permission) =>
      Number(facts.permissions.includes(permission)) - Number(before.includes(permission));
    if (gained('present') < 0) this.#local.stopAll();
    if (gained('present') !== 0) {
      this.#notices.show(
        'info',
        t(gained('present') > 0 ? 'notice.present.gained' : 'notice.present.lost'),
        'present',
      );
    }
    if (gained('op') !== 0) {
      this.#notices.show('info', t(gained('op') > 0 ? 'notice.op.gained' : 'notice.op.lost'), 'op');
    }
  }

  #userChanged(id: string, kind: 'add' | 'change' | 'delete'): void {
    const user = this.#connection.users[id];
    if (kind === 'delete' || user === undefined) {
      this.#arrivals.delete(id);
    } else {
      this.#arrivals.add(id);
      this.#names.set(id, user.username);
    }
    this.changed();
  }

  #userMessageReceived(message: UserMessage): void {
    const text = typeof message.value === 'string' ? message.value : '';
    const name = displayName(message.username);
    switch (message.kind) {
      case 'mute':
        // Anybody could send this; only an operator may silence others.
        if (!message.privileged) return;
        void this.#local.mute();
        this.#notices.show(
          'warning',
          message.username ? t('notice.muted-by', { name }) : t('notice.muted'),
          'mute',
        );
        return;
      case 'clearchat':
        if (!message.privileged) return;
        this.#chat.clear(message.value);
        this.changed();
        return;
      case 'error':
      case 'warning':
      case 'info':
        if (!message.privileged || text === '') return;
        this.#notices.show(message.kind, message.username ? t('notice.warning-by', { name, text }) : text);
    }
  }

  async #attempt(task: () => Promise<unknown>): Promise<boolean> {
    try {
      await task();
      return true;
    } catch (error) {
      this.#notices.show('error', sentenceOf(error));
      return false;
    }
  }
}

function withoutVideo(stage: Stage): Stage {
  return { focus: [], others: stage.others.map((tile) => ({ ...tile, video: null })) };
}
