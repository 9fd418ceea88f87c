import {
  ApplicationValue,
  ChatId,
  Data,
  GroupStatus,
  MemberId,
  nestsWithin,
  Permissions,
  type ChatMessage,
  type GaleneMessage,
  type GroupName,
  type MemberInfo,
  type RtcConfiguration,
  type UserMessage,
} from '@evagore/shared';

/** Galène's words, in ours. What cannot be put into ours is undefined. */

/** Levels of lists and objects inside of each other. */
const MAX_DEPTH = 64;

/** What is in a message about a member. The streams come from elsewhere. */
export type MemberFacts = Omit<MemberInfo, 'hand'>;

/** The member that a `user` message speaks of. */
export function memberOf(message: GaleneMessage): MemberFacts | undefined {
  const id = MemberId.safeParse(message.id);
  if (!id.success) return undefined;
  return {
    id: id.data,
    username: message.username ?? '',
    permissions: Permissions.parse(message.permissions ?? []),
    data: dataOf(message.data),
    streams: [],
  };
}

/** Data that applications attach; empty where it is too much. */
export function dataOf(data: unknown): Data {
  return Data.safeParse(data ?? {}).data ?? {};
}

export function statusOf(group: GroupName, status: GaleneMessage['status']): GroupStatus {
  return GroupStatus.safeParse({ ...status, name: group }).data ?? { name: group };
}

export function rtcConfigurationOf(configuration: GaleneMessage['rtcConfiguration']): RtcConfiguration {
  const { iceServers = [], iceTransportPolicy } = configuration ?? {};
  // Browsers know passwords only.
  const usable = iceServers.filter(({ credentialType = 'password' }) => credentialType === 'password');
  return {
    ...(usable.length > 0 && {
      iceServers: usable.map(({ urls, username, credential }) => ({
        urls,
        ...(username !== undefined && { username }),
        ...(credential !== undefined && { credential }),
      })),
    }),
    ...(iceTransportPolicy === 'relay' && { iceTransportPolicy }),
  };
}

/**
 * A chat message; private ones have no id there, and get one here.
 *
 * @param newId - Makes an id.
 */
export function chatOf(message: GaleneMessage, newId: () => string): ChatMessage | undefined {
  const people = peopleOf(message);
  if (people === undefined) return undefined;
  const { id, kind = '', time, privileged = false, value } = message;
  return {
    id: ChatId.safeParse(id).data ?? ChatId.parse(newId()),
    kind,
    ...people,
    time: momentOf(time),
    privileged,
    value: textOf(value),
  };
}

export function userMessageOf(message: GaleneMessage): UserMessage | undefined {
  const people = peopleOf(message);
  const value = ApplicationValue.optional().safeParse(message.value ?? undefined);
  if (people === undefined || !value.success) return undefined;
  return {
    kind: message.kind ?? '',
    ...people,
    privileged: message.privileged ?? false,
    ...(value.data !== undefined && { value: value.data }),
  };
}

/** Text, whatever it was; clients of that server make text of everything. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  // What nests too deep for a message of ours is nothing to read, and too much for the stack.
  if (value === undefined || value === null || !nestsWithin(MAX_DEPTH, value)) return '';
  return JSON.stringify(value);
}

/** RFC 3339 in universal time. What cannot be read was now. */
function momentOf(time: string | undefined): string {
  const moment = time === undefined ? new Date() : new Date(time);
  return Number.isNaN(moment.getTime()) ? new Date().toISOString() : moment.toISOString();
}

type People = Pick<ChatMessage, 'source' | 'dest' | 'username'>;

/** Who speaks to whom. Undefined where the one who speaks cannot be named, because nobody may look like the server. */
function peopleOf({ source, dest, username }: GaleneMessage): People | undefined {
  const from = named(source);
  const to = named(dest);
  if (from === null || to === null) return undefined;
  return {
    ...(from !== undefined && { source: from }),
    ...(to !== undefined && { dest: to }),
    ...(username !== undefined && { username }),
  };
}

/** Undefined for nobody, null for somebody who cannot be named here. */
function named(id: string | undefined): MemberId | undefined | null {
  return id === undefined || id === '' ? undefined : (MemberId.safeParse(id).data ?? null);
}
