import type { Stream } from '@evagore/client';
import {
  ChatId,
  type ActionResult,
  type ApplicationValue,
  type MemberId,
  type Permission,
} from '@evagore/shared';
import type { Abilities, CommandPort, OutputLine } from '@evagore/shared/commands';
import { fileAbility } from '../files/file-ability.ts';
import type { FileDesk } from '../files/file-desk.ts';
import { momentWriter } from '../messages/dates.ts';
import { commandText } from '../messages/translate.ts';
import type { Herald } from '../notify/herald.ts';
import { groupPath } from '../route.ts';
import type { LocalMedia } from './local-media.ts';
import type { MeetingStore } from './meeting-store.ts';

type RestartableStream = Pick<Stream, 'restartIce'>;

/** What commands need of a connection. */
export interface CommandConnection {
  readonly id: MemberId;
  readonly users: Readonly<
    Record<string, { readonly username: string; readonly permissions: readonly Permission[] }>
  >;
  readonly permissions: readonly Permission[];
  readonly up: Readonly<Record<string, RestartableStream>>;
  readonly down: Readonly<Record<string, RestartableStream>>;
  userAction(kind: string, dest: string, value?: ApplicationValue): Promise<ActionResult | undefined>;
  groupAction(kind: string, value?: ApplicationValue): Promise<ActionResult | undefined>;
  userMessage(kind: string, dest: string, value?: ApplicationValue, noecho?: boolean): Promise<void>;
}

export interface CommandPortOptions {
  readonly connection: CommandConnection;
  readonly store: Pick<MeetingStore, 'say' | 'print' | 'lastOwnMessage'>;
  readonly local: Pick<LocalMedia, 'shareScreen' | 'stopScreen'>;
  /** The files that go from and to the page; without it none can be sent. */
  readonly files?: Pick<FileDesk, 'obstacle' | 'offer'>;
  /** Opens the chat, where the cards of files are. */
  readonly herald?: Pick<Herald, 'openChat'>;
  /** What can be done with one's own streams and settings. */
  readonly ownAbilities?: Partial<Abilities>;
  readonly group: string;
  /** Where invitations lead, as `https://example.org`. */
  readonly origin: string;
  /** Whom one writes to, if not to everybody. */
  readonly recipient: string | undefined;
  /** Whether this browser can share screens. */
  readonly screens: boolean;
  readonly leave: () => void;
  readonly copy: (text: string) => Promise<void>;
}

const fullTime = momentWriter({ dateStyle: 'medium', timeStyle: 'short' });

/** Lets commands be given in the page. What it cannot do has no ability, so the commands for it are not offered. */
export function commandPort(options: CommandPortOptions): CommandPort {
  const { connection, store, group, origin } = options;
  return {
    selfId: connection.id,
    group,
    abilities: abilitiesOf(options),
    text: commandText,
    users: () =>
      Object.entries(connection.users).map(([id, { username, permissions }]) => ({
        // The keys of `users` are the members' ids.
        id: id as MemberId,
        username,
        permissions,
      })),
    permissions: () => connection.permissions,
    now: Date.now,
    moment: fullTime,
    print: (lines: readonly OutputLine[]) => {
      store.print('output', lines);
    },
    say: (kind, text, to) => store.say(kind, text, to ?? options.recipient),
    userAction: (kind, dest, value) => connection.userAction(kind, dest, value),
    groupAction: (kind, value) => connection.groupAction(kind, value),
    userMessage: (kind, dest, value) => connection.userMessage(kind, dest, value, dest === ''),
    leave: options.leave,
    invitationLink: ({ token }) => `${origin}${groupPath(group)}?token=${encodeURIComponent(token)}`,
    copy: options.copy,
  };
}

function abilitiesOf(options: CommandPortOptions): Partial<Abilities> {
  const { connection, store, local, screens, files, herald } = options;
  return {
    ...options.ownAbilities,
    ...(files !== undefined && {
      'file-transfer': fileAbility(files, { show: () => herald?.openChat(undefined) }),
    }),
    ...(screens && {
      'screen-share': {
        start: () => local.shareScreen(),
        stop: () => {
          local.stopScreen();
        },
      },
    }),
    'media-restart': {
      restart: () => {
        // All streams of one direction go over one transport.
        for (const streams of [connection.up, connection.down]) Object.values(streams)[0]?.restartIce();
        return Promise.resolve();
      },
    },
    'own-messages': {
      last: () => {
        const id = store.lastOwnMessage();
        return id === undefined ? undefined : ChatId.parse(id);
      },
    },
  };
}
