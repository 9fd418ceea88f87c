import { describe, expect, it } from 'vitest';
import { extensionsDown, extensionsUp, type Use } from './extensions.ts';
import type { RemoteExtension } from './remote-media.ts';
import { roomCapabilities } from './testing/room.ts';

const room = roomCapabilities().headerExtensions ?? [];

const URIS = {
  mid: 'urn:ietf:params:rtp-hdrext:sdes:mid',
  rid: 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  rrid: 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id',
  ast: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time',
  twcc: 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
  level: 'urn:ietf:params:rtp-hdrext:ssrc-audio-level',
  turn: 'urn:3gpp:video-orientation',
  offset: 'urn:ietf:params:rtp-hdrext:toffset',
  capture: 'http://www.webrtc.org/experiments/rtp-hdrext/abs-capture-time',
  delay: 'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  packet: 'urn:mediasoup:params:rtp-hdrext:packet-id',
  space: 'http://www.webrtc.org/experiments/rtp-hdrext/color-space',
};

/** `mid=4` for each, separated by spaces. */
function offered(text: string): RemoteExtension[] {
  return text
    .split(' ')
    .filter((each) => each !== '')
    .map((each) => {
      const [name = '', id] = each.split('=');
      const uri = URIS[name as keyof typeof URIS];
      return { uri, id: Number(id), direction: 'sendrecv', encrypted: false };
    });
}

function shorten(uri: string): string {
  return Object.entries(URIS).find(([, each]) => each === uri)?.[0] ?? uri;
}

function up(use: Use, text: string, kind: 'audio' | 'video' = 'video'): string {
  return extensionsUp(use, kind, offered(text), room)
    .map(({ uri, id }) => `${shorten(uri)}=${id}`)
    .join(' ');
}

function down(use: Use, text: string | undefined, kind: 'audio' | 'video' = 'video'): string {
  return extensionsDown(use, kind, text === undefined ? undefined : offered(text), room)
    .map(({ uri, preferredId }) => `${shorten(uri)}=${preferredId}`)
    .join(' ');
}

describe('extensionsUp', () => {
  it.each([
    [
      'keeps the ids of the other end',
      'mid=4 rid=10 rrid=11 twcc=3 ast=2',
      'mid=4 rid=10 rrid=11 twcc=3 ast=2',
    ],
    ['leaves out what the room does not know', 'mid=4 space=8', 'mid=4'],
    ['leaves out what is between machines of mediasoup', 'mid=4 packet=12', 'mid=4'],
    ['leaves out what is for other kinds', 'mid=4 level=1', 'mid=4'],
    ['leaves out the second of a name, and of an id', 'mid=4 mid=5 ast=4', 'mid=4'],
    ['leaves out ids that no packet can have', 'mid=0 ast=15 twcc=256 turn=255', 'turn=255'],
    ['takes what is passed on', 'capture=7 delay=5', 'capture=7 delay=5'],
  ])('%s, where media comes in alone', (_, text, expected) => {
    expect(up('up', text)).toBe(expected);
  });

  it.each([
    ['drops a mid by an id that we write as another', 'mid=4', ''],
    ['keeps a mid by our own id', 'mid=1', 'mid=1'],
    ['keeps a mid by an id that we do not write', 'mid=3', 'mid=3'],
    ['drops the names of layers by such an id', 'rid=8 rrid=9', ''],
    ['keeps those of Chromium', 'rid=10 rrid=11', 'rid=10 rrid=11'],
    ['keeps what is no name, whatever the id', 'twcc=3 turn=1 offset=14', 'twcc=3 turn=1 offset=14'],
    ['drops all that has the id of our congestion control', 'turn=5', ''],
    ['keeps congestion control by our id', 'twcc=5', 'twcc=5'],
    ['drops what would be passed on', 'capture=7 delay=3', ''],
  ])('%s, where media passes both ways', (_, text, expected) => {
    expect(up('both', text)).toBe(expected);
  });

  it('agrees on what the other end sends alone, where it says so', () => {
    const receiving = offered('mid=4').map((each) => ({ ...each, direction: 'recvonly' as const }));
    expect(extensionsUp('up', 'video', receiving, room)).toEqual([]);
  });

  it('takes nothing where media goes out alone', () => {
    expect(up('down', 'mid=1 twcc=5')).toBe('');
  });
});

describe('extensionsDown', () => {
  it.each([
    ['those that the other end knows by our ids', 'down', 'mid=1 ast=4 twcc=3', 'mid=1 ast=4'],
    ['the same, where media passes both ways', 'both', 'mid=4 twcc=5', 'twcc=5'],
    ['none of Chromium', 'down', 'offset=1 ast=2 turn=3 twcc=4 delay=5 mid=9 rid=10 rrid=11', ''],
    ['what is received alone in no case', 'down', 'rid=2 rrid=3', ''],
    ['to a line of ours, all', 'down', undefined, 'mid=1 ast=4 twcc=5 turn=8 offset=9 capture=10 delay=11'],
    [
      'to a line of ours, where media passes both ways, for congestion control alone',
      'both',
      undefined,
      'twcc=5',
    ],
  ] as const)('writes %s', (_, use, text, expected) => {
    expect(down(use, text)).toBe(expected);
  });
});
