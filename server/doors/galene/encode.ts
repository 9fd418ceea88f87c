import type {
  ActionResult,
  ChatMessage,
  CloseReason,
  GroupName,
  MemberId,
  MemberInfo,
  RtcConfiguration,
} from '@evagore/shared';
import type { Fact, Membership } from '../../core/facts.ts';

/*
 * What happened, as messages of Galène's dialect. Empty strings, lists and objects are left out, as its server does.
 */

/** What the dialect has messages for, beside the streams. */
export type TalkFact = Exclude<
  Fact,
  { type: 'joined' | 'roster' | 'downOffered' | 'downClosed' | 'upAborted' | 'layersNeeded' | 'mediaLost' }
>;

/** Facts go to many and are encoded once: the same object gives the same texts. */
const encodedFacts = new WeakMap<TalkFact, readonly string[]>();

/** A roster entry stands in many rosters before it changes. */
const encodedNewcomers = new WeakMap<MemberInfo, string>();

/** A fact as messages, in JSON. */
export function encodeTalk(fact: TalkFact): readonly string[] {
  let texts = encodedFacts.get(fact);
  if (texts === undefined) {
    texts = messagesOf(fact).map((message) => JSON.stringify(message));
    encodedFacts.set(fact, texts);
  }
  return texts;
}

export function encodeJoined(self: Membership, configuration: RtcConfiguration): string {
  return JSON.stringify({
    type: 'joined',
    kind: 'join',
    ...membership(self),
    ...some('data', self.data),
    rtcConfiguration: rtcConfiguration(configuration),
  });
}

/** Why somebody does not get in. `error` is one of the few that clients act upon. */
export function encodeJoinFailed(
  group: string,
  refusal: { kind: 'fail' | 'redirect'; username: string; value: string; error?: string | undefined },
): string {
  return JSON.stringify({ type: 'joined', group, ...refusal });
}

/** `self` first, as clients learn of themselves by it. */
export function encodeRoster(members: readonly MemberInfo[], self: MemberId): readonly string[] {
  const own = members.filter(({ id }) => id === self);
  const others = members.filter(({ id }) => id !== self);
  return [...own, ...others].map((member) => {
    let text = encodedNewcomers.get(member);
    if (text === undefined) {
      text = JSON.stringify(user('add', member));
      encodedNewcomers.set(member, text);
    }
    return text;
  });
}

/** Tells that what was asked is refused, or a warning. */
export function encodeNotice(kind: 'error' | 'warning', dest: string, value: string): string {
  return JSON.stringify({ type: 'usermessage', kind, dest, privileged: true, value });
}

/** The last word to whom is sent away. */
export function encodeKicked(dest: string, { message, by }: CloseReason): string {
  return JSON.stringify({
    type: 'usermessage',
    kind: 'kicked',
    ...(by !== undefined && { id: by.id, username: by.username }),
    dest,
    privileged: true,
    value: message ?? 'you have been kicked out',
  });
}

/** What an action gives to the one who did it. */
export function encodeResult(dest: MemberId, result: ActionResult): string {
  if ('subgroups' in result) {
    const lines = result.subgroups.map(
      ({ name, clientCount }) => `${name} (${clientCount} client${clientCount === 1 ? '' : 's'})\n`,
    );
    return JSON.stringify({ type: 'chat', dest, username: 'Server', value: lines.join('') });
  }
  const answer = { type: 'usermessage', dest, privileged: true };
  if ('token' in result) return JSON.stringify({ ...answer, kind: 'token', value: result.token });
  if ('tokens' in result) return JSON.stringify({ ...answer, kind: 'tokenlist', value: result.tokens });
  return JSON.stringify({ ...answer, kind: 'userinfo', value: result });
}

/** Why an action on tokens is refused; clients tell this from other errors. */
export function encodeTokenRefusal(
  dest: MemberId,
  refusal: { kind: 'token' | 'tokenlist'; error: 'not-authorised' | 'error'; value: string },
): string {
  return JSON.stringify({ type: 'usermessage', dest, privileged: true, ...refusal });
}

function messagesOf(fact: TalkFact): object[] {
  switch (fact.type) {
    case 'membershipChanged':
      return [
        {
          type: 'joined',
          kind: 'change',
          ...membership(fact.self),
          ...(fact.of === 'group' && some('data', fact.self.data)),
        },
      ];
    case 'left':
      return [left(fact.group)];
    case 'rosterChanged':
      return [
        ...fact.added.map((member) => user('add', member)),
        ...fact.changed.map((member) => user('change', member)),
        ...fact.removed.map(({ id, username }) => ({ type: 'user', kind: 'delete', id, username })),
      ];
    case 'chatHistory':
      return fact.messages.map((message) => ({ type: 'chathistory', ...chat(message) }));
    case 'chat': {
      const { dest, privileged } = fact.message;
      return [
        {
          type: 'chat',
          ...chat(fact.message),
          ...(dest !== undefined && { dest }),
          ...(privileged && { privileged }),
        },
      ];
    }
    case 'userMessage': {
      const { privileged, ...message } = fact.message;
      return [{ type: 'usermessage', ...message, ...(privileged && { privileged }) }];
    }
    case 'draining':
      return [
        {
          type: 'usermessage',
          kind: 'warning',
          privileged: true,
          value:
            fact.closesAt === undefined
              ? fact.message
              : `${fact.message} (${new Date(fact.closesAt).toISOString()})`,
        },
      ];
  }
}

function membership({ group, username, permissions, status }: Membership) {
  return { group, username, ...(permissions.length > 0 && { permissions }), status };
}

function left(group: GroupName) {
  return { type: 'joined', kind: 'leave', group, username: '' };
}

function user(kind: 'add' | 'change', { id, username, permissions, data }: MemberInfo) {
  return {
    type: 'user',
    kind,
    id,
    username,
    ...(permissions.length > 0 && { permissions }),
    ...some('data', data),
  };
}

/** What a message and its entry in the history have in common. A private one has no name: nobody else can have it. */
function chat({ id, kind, source, username, dest, time, value }: ChatMessage) {
  return {
    ...(dest === undefined && { id }),
    ...(kind !== '' && { kind }),
    ...(source !== undefined && { source }),
    ...(username !== undefined && { username }),
    // In whole seconds, as Galène's clients have always got them.
    time: time.replace(/\.\d+/, ''),
    value,
  };
}

/** Clients of this dialect expect to be told of each server what the credential is. */
function rtcConfiguration({ iceServers, iceTransportPolicy }: RtcConfiguration) {
  return {
    ...(iceServers !== undefined &&
      iceServers.length > 0 && {
        iceServers: iceServers.map((server) => ({ ...server, credentialType: 'password' })),
      }),
    ...(iceTransportPolicy !== undefined && { iceTransportPolicy }),
  };
}

function some(name: string, value: object): object {
  return Object.keys(value).length > 0 ? { [name]: value } : {};
}
