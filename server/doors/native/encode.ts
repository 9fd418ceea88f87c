import type { MemberInfo, ServerMessage } from '@evagore/shared';
import type { Fact, RosterChangedFact } from '../../core/facts.ts';

/** Facts go to many and are encoded once: the same object gives the same text. */
const encodedFacts = new WeakMap<Fact, string>();

/** A roster entry stands in many rosters before it changes. */
const encodedMembers = new WeakMap<MemberInfo, string>();

/** A fact as a message of the native dialect, in JSON. */
export function encodeFact(fact: Fact): string {
  let text = encodedFacts.get(fact);
  if (text === undefined) {
    text = encodeAnew(fact);
    encodedFacts.set(fact, text);
  }
  return text;
}

/** A message which is not a fact, in JSON. */
export function encodeMessage(message: ServerMessage): string {
  return JSON.stringify(message);
}

function encodeAnew(fact: Fact): string {
  switch (fact.type) {
    case 'roster':
      return `{"type":"roster","users":[${fact.members.map(encodeMember).join(',')}]}`;
    case 'rosterChanged':
      return encodeRosterChange(fact);
    default:
      return encodeMessage(messageOf(fact));
  }
}

function encodeRosterChange({ added, changed, removed }: RosterChangedFact): string {
  const lists = Object.entries({
    added: added.map(encodeMember),
    changed: changed.map(encodeMember),
    removed: removed.map((each) => JSON.stringify(each)),
  });
  const fields = lists
    .filter(([, list]) => list.length > 0)
    .map(([name, list]) => `"${name}":[${list.join(',')}]`);
  return `{${['"type":"users"', ...fields].join(',')}}`;
}

function encodeMember(member: MemberInfo): string {
  let text = encodedMembers.get(member);
  if (text === undefined) {
    text = JSON.stringify(member);
    encodedMembers.set(member, text);
  }
  return text;
}

function messageOf(fact: Exclude<Fact, { type: 'roster' | 'rosterChanged' }>): ServerMessage {
  switch (fact.type) {
    case 'joined':
      return {
        type: 'joined',
        kind: 'join',
        ...membership(fact.self),
        rtcConfiguration: fact.rtcConfiguration,
        rtpCapabilities: fact.capabilities,
      };
    case 'membershipChanged':
      return { type: 'joined', kind: 'change', ...membership(fact.self) };
    case 'left':
      return { type: 'joined', kind: 'leave', group: fact.group };
    case 'chatHistory':
      return { type: 'chathistory', messages: [...fact.messages] };
    case 'chat':
      return { type: 'chat', ...fact.message };
    case 'userMessage':
      return { type: 'usermessage', ...fact.message };
    case 'downOffered':
      return {
        type: 'offer',
        id: fact.stream,
        label: fact.label,
        source: fact.source,
        username: fact.username,
        ...(fact.replace !== undefined && { replace: fact.replace }),
        tracks: [...fact.tracks],
      };
    case 'downClosed':
      return {
        type: 'close',
        id: fact.stream,
        ...(fact.tracks !== undefined && { tracks: [...fact.tracks] }),
      };
    case 'upAborted':
      return { type: 'abort', id: fact.stream, error: fact.code, value: fact.message };
    case 'layersNeeded':
      return { type: 'layers', id: fact.stream, track: fact.track, spatial: fact.spatial };
    case 'draining':
      return {
        type: 'drain',
        ...(fact.closesAt !== undefined && { closesAt: new Date(fact.closesAt).toISOString() }),
        value: fact.message,
      };
    case 'mediaLost':
      return { type: 'mediaLost', rtpCapabilities: fact.capabilities };
  }
}

function membership(self: Extract<Fact, { type: 'joined' }>['self']) {
  return { ...self, permissions: [...self.permissions] };
}
