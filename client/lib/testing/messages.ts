import {
  MemberId,
  type MemberInfo,
  type RtpCapabilities,
  type RtpParameters,
  type ServerMessage,
  type TransportOpened,
} from '@evagore/shared';
import type { z } from 'zod';

/** What a server says, with ids as plain strings. */
export type Said = z.input<typeof ServerMessage>;
export type SaidOf<Type extends Said['type']> = Extract<Said, { type: Type }>;
type SaidMember = SaidOf<'roster'>['users'][number];
type SaidChat = SaidOf<'chathistory'>['messages'][number];
type SaidTrack = SaidOf<'offer'>['tracks'][number];

export const ROOM: RtpCapabilities = {
  codecs: [{ kind: 'audio', mimeType: 'audio/opus', preferredPayloadType: 111, clockRate: 48_000 }],
};

export const RTP: RtpParameters = {
  codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000 }],
  encodings: [{ ssrc: 1 }],
};

/** A transport of the server, as an `ack` describes it. */
export function aTransport(id: string): z.input<typeof TransportOpened> {
  return {
    id,
    iceParameters: { usernameFragment: `ufrag of ${id}`, password: 'secret', iceLite: true },
    iceCandidates: [],
    dtlsParameters: { fingerprints: [{ algorithm: 'sha-256', value: 'AB:CD' }] },
  };
}

/** An entry of the roster. */
export function aMember(id: string, rest: Partial<SaidMember> = {}): SaidMember {
  return { id, username: id, permissions: ['present', 'message'], data: {}, streams: [], ...rest };
}

/** The same as the library knows it. */
export function asMemberInfo(member: SaidMember): MemberInfo {
  return member as MemberInfo;
}

/** What somebody hears who has got in. */
export function joined(
  rest: Partial<Extract<SaidOf<'joined'>, { kind: 'join' }>> = {},
): Extract<SaidOf<'joined'>, { kind: 'join' }> {
  return {
    type: 'joined',
    kind: 'join',
    group: 'meeting',
    username: 'ada',
    permissions: ['present', 'message'],
    status: { name: 'meeting' },
    data: {},
    rtcConfiguration: {},
    rtpCapabilities: ROOM,
    ...rest,
  };
}

/** What somebody hears whose membership is another. */
export function changed(
  rest: Partial<Extract<SaidOf<'joined'>, { kind: 'change' }>> = {},
): Extract<SaidOf<'joined'>, { kind: 'change' }> {
  return {
    type: 'joined',
    kind: 'change',
    group: 'meeting',
    username: 'ada',
    permissions: ['present', 'message'],
    status: { name: 'meeting' },
    data: {},
    ...rest,
  };
}

/** Somebody came. */
export function added(...members: SaidMember[]): SaidOf<'users'> {
  return { type: 'users', added: members };
}

/** Somebody is another. */
export function altered(...members: SaidMember[]): SaidOf<'users'> {
  return { type: 'users', changed: members };
}

/** Somebody went. */
export function removed(...ids: string[]): SaidOf<'users'> {
  return { type: 'users', removed: ids.map((id) => ({ id, username: id })) };
}

/** A track of a down stream. */
export function aDownTrack(id: string, kind: 'audio' | 'video' = 'audio'): SaidTrack {
  return { id, kind, source: `source of ${id}`.replaceAll(' ', '-'), rtpParameters: RTP };
}

/** An offer of a down stream by `bob`, with an audio track unless told otherwise. */
export function anOffer(id: string, rest: Partial<SaidOf<'offer'>> = {}): SaidOf<'offer'> {
  return {
    type: 'offer',
    id,
    label: 'camera',
    source: 'bob-1',
    username: 'bob',
    tracks: [aDownTrack(`${id}-audio`)],
    ...rest,
  };
}

/** A chat message as it stands in the history. */
export function aChatEntry(rest: Partial<SaidChat> = {}): SaidChat {
  return {
    id: 'chat-1',
    kind: '',
    source: 'bob-1',
    username: 'bob',
    time: '2026-11-21T10:00:00.000Z',
    privileged: false,
    value: 'hello',
    ...rest,
  };
}

/** A chat message as the server hands it on. */
export function aChat(rest: Partial<SaidChat> = {}): SaidOf<'chat'> {
  return { type: 'chat', ...aChatEntry(rest) };
}

export const memberId = (id: string): MemberId => MemberId.parse(id);
