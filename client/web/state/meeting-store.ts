import type { Membership, ServerConnection } from '@evagore/client';
import type { CloseReason, Permission, UserMessage } from '@evagore/shared';
import { onSpoken, t } from '../messages/translate.ts';
import type { OutputLine } from '@evagore/shared/commands';
import { MeetingLog } from '../log/meeting-log.ts';
import { browserClock } from '../time/clock.ts';
import { Attendees } from './attendees.ts';
import { ChatBook } from './chat-book.ts';
import type { ChatEntry, LocalEntry } from './chat-log.ts';
import { sentenceOf } from './error-sentence.ts';
import type { LocalMedia } from './local-media.ts';
import type { Notices } from './notices.ts';
import { Outbox } from './outbox.ts';
import { displayName, type Participant } from './participants.ts';
import { isRecorded } from './recording.ts';
import { RemoteStreams, type DrawnSize, type StreamView } from './remote-streams.ts';
import { inOwnLanguage } from './server-words.ts';
import { alike } from './selection.ts';
import { SnapshotStore } from './snapshot-store.ts';
import { stageOf, type Stage } from './stage.ts';

/** What the meeting needs of a connection. */
export type MeetingConnection = Pick<
  ServerConnection,
  'id' | 'users' | 'permissions' | 'capabilities' | 'events' | 'chat' | 'userAction' | 'close'
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
  readonly #attendees: Attendees;
  /** What has happened. */
  readonly log = new MeetingLog();
  readonly #chat = new ChatBook((entry, history) => {
    this.log.wrote(entry, history);
  });
  /** What one writes, on its way to the server. */
  readonly unsent: Outbox;
  #reconnecting = false;
  #plannedStop: PlannedStop | undefined;
  #last: MeetingSnapshot | undefined;
  /** What the stage was made of, because most of what changes in a meeting is not on it. */
  #stage:
    | (Record<'own' | 'remote', readonly StreamView[]> & {
        readonly people: readonly Participant[];
        readonly stage: Stage;
      })
    | undefined;
  #frozen: MeetingSnapshot | undefined;

  constructor(connection: MeetingConnection, local: LocalMedia, notices: Notices, group: string) {
    super();
    this.#connection = connection;
    this.#local = local;
    this.#notices = notices;
    this.#facts = { username: '', permissions: [], status: { name: group } };
    this.#attendees = new Attendees({ connection, local, username: () => this.#facts.username });
    const nameOf = (id: string): string => this.#attendees.nameOf(id);
    this.unsent = new Outbox({
      connection,
      book: this.#chat,
      clock: browserClock,
      username: () => displayName(this.#facts.username),
      nameOf,
      changed: () => {
        this.changed();
      },
      failed: (problem) => {
        this.log.add({ type: 'unsent', problem });
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
        this.#attendees.changed(id, kind);
        this.changed();
      }),
      events.on('chatReceived', (message, history) => {
        const entry = this.#chat.receive(message, { selfId: connection.id, nameOf, history });
        if (history && entry?.own === true) this.unsent.confirm(entry);
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
      notices.onShown((notice, topic) => {
        this.log.noticed(notice, topic);
      }),
      onSpoken(() => {
        this.#attendees.rename();
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

  raiseHand(raised: boolean): Promise<boolean> {
    const { id } = this.#connection;
    return this.#attempt(() =>
      this.#connection.userAction('setdata', id, { raisehand: raised ? true : null }),
    );
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
    return {
      group: status.name,
      title: status.displayName ?? status.name,
      locked: status.locked === true,
      recording: isRecorded(this.#connection.users),
      passwordsChangeable: status.canChangePassword === true,
      self: this.#attendees.self,
      people: this.#attendees.byName(),
      stage: this.#describeStage(),
      heard: this.#remote.heard(),
      chat: this.#chat.entries,
      unread: this.#chat.unread,
      can: this.#describeRights(),
      reconnecting: this.#reconnecting,
      plannedStop: this.#plannedStop,
      ended: undefined,
    };
  }

  #describeRights(): MeetingSnapshot['can'] {
    const { permissions, capabilities } = this.#connection;
    const can = {
      present: permissions.includes('present'),
      message: permissions.includes('message'),
      op: permissions.includes('op'),
      lowerHands: permissions.includes('op') && capabilities.has('hands'),
    };
    const before = this.#last?.can;
    return before !== undefined && alike(before, can) ? before : can;
  }

  #describeStage(): Stage {
    const people = this.#attendees.inArrival();
    const own = this.#local.getSnapshot().streams;
    const remote = this.#remote.views();
    const last = this.#stage;
    if (last?.people === people && last.own === own && last.remote === remote) return last.stage;
    const stage = stageOf(people, [...own, ...remote]);
    this.#stage = { people, own, remote, stage };
    return stage;
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

  #userMessageReceived(message: UserMessage): void {
    const text = typeof message.value === 'string' ? message.value : '';
    const name = displayName(message.username);
    switch (message.kind) {
      case 'mute':
        // Anybody could send this; only an operator may silence others.
        if (!message.privileged) return;
        void this.#local.mute();
        this.log.add({ type: 'muted', name: message.username ?? '' });
        this.#notices.show(
          'warning',
          message.username ? t('notice.muted-by', { name }) : t('notice.muted'),
          'mute',
        );
        return;
      case 'clearchat':
        if (!message.privileged) return;
        this.#chat.clear(message.value);
        this.log.cleared(message.value);
        this.changed();
        return;
      case 'error':
      case 'warning':
      case 'info':
        if (!message.privileged || text === '') return;
        this.#notices.show(
          message.kind,
          message.username ? t('notice.warning-by', { name, text }) : inOwnLanguage(text),
        );
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
