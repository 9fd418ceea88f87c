import { ChatId, MemberId, ServerMessage, StreamId, TrackId } from '@evagore/shared';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Fact, Membership } from '../../core/facts.ts';
import { DEMO, rtp } from '../../core/testing/fakes.ts';
import { encodeFact, encodeMessage } from './encode.ts';

const id = MemberId.parse('ada-1');
const stream = StreamId.parse('cam');
const track = TrackId.parse('up-1');
const member = {
  id,
  username: 'ada',
  permissions: ['op' as const],
  data: { raisehand: true },
  streams: [{ id: stream, label: 'camera', tracks: [{ id: track, kind: 'video' as const, muted: true }] }],
};
const self: Membership = {
  group: DEMO,
  username: 'ada',
  permissions: ['op'],
  status: { name: DEMO, locked: true, clientCount: 1 },
  data: { slides: 4 },
};
const said = {
  id: ChatId.parse('chat-1'),
  kind: 'me',
  source: id,
  username: 'ada',
  dest: id,
  time: '2026-01-02T12:00:00.000Z',
  privileged: true,
  value: 'waves',
};
const userMessage = { kind: 'slide', source: id, username: 'ada', privileged: false, value: { page: 3 } };
const capabilities = {
  codecs: [{ kind: 'video' as const, mimeType: 'video/VP8', preferredPayloadType: 96, clockRate: 90_000 }],
};
const offeredTrack = {
  id: TrackId.parse('down-1'),
  kind: 'video' as const,
  source: track,
  rtpParameters: rtp('video/VP8'),
};

type Sample<Type extends Fact['type']> = [fact: Extract<Fact, { type: Type }>, message: unknown];

/** Each fact and the message that it becomes. The compiler keeps the table complete. */
const samples: { [Type in Fact['type']]: Sample<Type> } = {
  joined: [
    { type: 'joined', self, rtcConfiguration: {}, capabilities },
    { type: 'joined', kind: 'join', ...self, rtcConfiguration: {}, rtpCapabilities: capabilities },
  ],
  membershipChanged: [
    { type: 'membershipChanged', self, of: 'group' },
    { type: 'joined', kind: 'change', ...self },
  ],
  left: [
    { type: 'left', group: DEMO },
    { type: 'joined', kind: 'leave', group: 'demo' },
  ],
  roster: [
    { type: 'roster', members: [member, { ...member, id: MemberId.parse('bob-1') }] },
    { type: 'roster', users: [member, { ...member, id: 'bob-1' }] },
  ],
  rosterChanged: [
    { type: 'rosterChanged', added: [member], changed: [], removed: [{ id, username: 'ada' }] },
    { type: 'users', added: [member], removed: [{ id: 'ada-1', username: 'ada' }] },
  ],
  draining: [
    { type: 'draining', closesAt: Date.UTC(2026, 0, 2, 12), message: 'until tomorrow' },
    { type: 'drain', closesAt: '2026-01-02T12:00:00.000Z', value: 'until tomorrow' },
  ],
  chatHistory: [
    { type: 'chatHistory', messages: [said] },
    { type: 'chathistory', messages: [said] },
  ],
  chat: [
    { type: 'chat', message: said },
    { type: 'chat', ...said },
  ],
  userMessage: [
    { type: 'userMessage', message: userMessage },
    { type: 'usermessage', ...userMessage },
  ],
  downOffered: [
    {
      type: 'downOffered',
      stream,
      label: 'camera',
      source: id,
      username: 'ada',
      replace: StreamId.parse('old'),
      tracks: [offeredTrack],
    },
    {
      type: 'offer',
      id: 'cam',
      label: 'camera',
      source: 'ada-1',
      username: 'ada',
      replace: 'old',
      tracks: [offeredTrack],
    },
  ],
  downClosed: [
    { type: 'downClosed', stream, tracks: [track] },
    { type: 'close', id: 'cam', tracks: ['up-1'] },
  ],
  upAborted: [
    { type: 'upAborted', stream, code: 'not-permitted', message: 'no more' },
    { type: 'abort', id: 'cam', error: 'not-permitted', value: 'no more' },
  ],
  layersNeeded: [
    { type: 'layersNeeded', stream, track, spatial: -1 },
    { type: 'layers', id: 'cam', track: 'up-1', spatial: -1 },
  ],
  mediaLost: [
    { type: 'mediaLost', capabilities },
    { type: 'mediaLost', rtpCapabilities: capabilities },
  ],
};

const table = Object.values(samples).map(([fact, message]) => [fact.type, fact, message] as const);

describe('encodeFact', () => {
  it.each(table)('makes of %s what the schema knows', (_, fact, message) => {
    const encoded: unknown = JSON.parse(encodeFact(fact));
    expect(encoded).toEqual(message);
    expect(ServerMessage.parse(encoded)).toEqual(message);
  });

  it('leaves out what a fact leaves out', () => {
    expect(JSON.parse(encodeFact({ type: 'downClosed', stream }))).toEqual({ type: 'close', id: 'cam' });
    const text = encodeFact({
      type: 'downOffered',
      stream,
      label: '',
      source: id,
      username: '',
      tracks: [offeredTrack],
    });
    expect(JSON.parse(text)).not.toHaveProperty('replace');
  });

  describe('for many', () => {
    const stringify = vi.spyOn(JSON, 'stringify');
    afterEach(() => {
      stringify.mockClear();
    });

    it.each(table)('encodes the same %s once', (_, fact) => {
      const again = structuredClone(fact);
      stringify.mockClear();
      const first = encodeFact(again);
      const work = stringify.mock.calls.length;
      for (let count = 0; count < 100; count += 1) expect(encodeFact(again)).toBe(first);
      expect(stringify.mock.calls).toHaveLength(work);
    });

    it('encodes a member that stands in many rosters once', () => {
      const everybody = Array.from({ length: 20 }, () => structuredClone(member));
      encodeFact({ type: 'roster', members: everybody });
      stringify.mockClear();
      encodeFact({ type: 'roster', members: [...everybody, structuredClone(member)] });
      expect(stringify).toHaveBeenCalledOnce();
    });
  });
});

describe('encodeMessage', () => {
  it('writes a message as JSON', () => {
    expect(encodeMessage({ type: 'ack', ref: 3 })).toBe('{"type":"ack","ref":3}');
  });
});
