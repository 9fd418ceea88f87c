import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING_OPEN, settled } from '../../core/testing/fakes.ts';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** Publishing and receiving through the native door, over real sockets and a media engine of plain values. */

const rtpCapabilities = {
  codecs: [{ kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 96, clockRate: 90_000 }],
};
const dtlsParameters = { fingerprints: [{ algorithm: 'sha-256', value: '00:11' }] };

let place: TestPlace;
let ada: TestClient;
let vera: TestClient;

beforeEach(async () => {
  place = await TestPlace.open();
  [ada, vera] = [await place.join('ada'), await place.join('vera')];
});

afterEach(async () => {
  await place.close();
  await settled();
  expect(place.stage.openMedia).toEqual(NOTHING_OPEN);
  expect(place.stage.log.errors).toEqual([]);
});

async function openTransport(client: TestClient, direction: 'send' | 'receive'): Promise<string> {
  const answer = await client.ask({
    type: 'openTransport',
    direction,
    ...(direction === 'receive' && { rtpCapabilities }),
  });
  const opened = answer.type === 'ack' ? answer.value : undefined;
  if (opened === undefined || !('iceCandidates' in opened) || !('id' in opened)) {
    throw new Error(`no transport: ${JSON.stringify(answer)}`);
  }
  return opened.id;
}

function offer(changes: Record<string, unknown> = {}): Record<string, unknown> {
  const rtpParameters = {
    codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
    encodings: [{ ssrc: 1 }],
  };
  return { type: 'offer', id: 'cam', label: 'camera', kind: 'video', rtpParameters, ...changes };
}

async function publish(changes: Record<string, unknown> = {}): Promise<string> {
  const answer = await ada.ask(offer(changes));
  if (answer.type !== 'ack' || answer.value === undefined || !('track' in answer.value)) {
    throw new Error(`not published: ${JSON.stringify(answer)}`);
  }
  return answer.value.track;
}

describe('a publisher and a receiver', () => {
  beforeEach(async () => {
    await openTransport(ada, 'send');
    await openTransport(vera, 'receive');
    await vera.ask({ type: 'request', request: { camera: ['video'] } });
  });

  it('meet: an offer, an answer, and the media flows', async () => {
    const track = await publish();
    const offered = await vera.heard('offer');
    expect(offered).toMatchObject({ id: 'cam', label: 'camera', source: 'ada', username: 'ada' });
    expect(offered.tracks).toMatchObject([{ kind: 'video', source: track }]);
    const [down] = place.stage.openMedia.downs;
    expect(down?.flowing).toBe(false);
    await vera.ask({ type: 'answer', id: 'cam', tracks: offered.tracks.map(({ id }) => id) });
    expect(down?.flowing).toBe(true);
  });

  it('see a mute in the roster, and the end of a stream', async () => {
    const track = await publish();
    await vera.heard('offer');
    await ada.ask({ type: 'mute', id: 'cam', track, muted: true });
    await vera.heard('users', ({ changed }) => changed?.[0]?.streams[0]?.tracks[0]?.muted === true);
    await ada.ask({ type: 'close', id: 'cam', track });
    expect(await vera.heard('close')).toEqual({ type: 'close', id: 'cam' });
  });

  it('exchange a stream for another without a gap', async () => {
    await publish();
    await vera.heard('offer');
    await publish({ id: 'cam2', replace: 'cam' });
    expect(await vera.heard('offer', ({ id }) => id === 'cam2')).toMatchObject({ replace: 'cam' });
    expect(vera.types).not.toContain('close');
  });

  it('agree on what an override says', async () => {
    await publish();
    await vera.ask({ type: 'requestStream', id: 'cam', request: [] });
    await vera.heard('close');
    vera.forget();
    await vera.ask({ type: 'requestStream', id: 'cam', request: null });
    await vera.heard('offer');
  });

  it('lose a stream whose publisher may not present any more', async () => {
    place.stage.authenticator.permissions.set('olga', ['op']);
    const olga = await place.join('olga');
    await publish();
    await vera.heard('offer');
    await olga.ask({ type: 'useraction', kind: 'unpresent', dest: 'ada' });
    expect(await ada.heard('abort')).toMatchObject({ id: 'cam', error: 'not-permitted' });
    await vera.heard('close');
    expect(await ada.refusal(offer())).toBe('not-permitted');
  });

  it('set their media up again after the worker died', async () => {
    await publish();
    await vera.heard('offer');
    place.stage.media.room.lose();
    for (const client of [ada, vera]) await client.heard('mediaLost');
    vera.forget();
    expect(await ada.refusal(offer())).toBe('media-unavailable');
    await openTransport(ada, 'send');
    await openTransport(vera, 'receive');
    await publish();
    await vera.heard('offer');
  });

  it('leave nothing open when they go', async () => {
    await publish();
    await vera.heard('offer');
    ada.socket.close(1000);
    await vera.heard('close');
    expect(place.stage.openMedia).toMatchObject({ ups: 0, downs: [] });
  });
});

describe('a transport', () => {
  it('is connected once', async () => {
    const id = await openTransport(ada, 'send');
    expect(await ada.refusal({ type: 'connectTransport', id, dtlsParameters })).toBeUndefined();
    expect(await ada.refusal({ type: 'connectTransport', id, dtlsParameters })).toBe('bad-media');
  });

  it('gets new ICE credentials', async () => {
    const id = await openTransport(ada, 'send');
    const answer = await ada.ask({ type: 'restartIce', id });
    expect(answer).toMatchObject({ type: 'ack', value: { iceParameters: { iceLite: true } } });
  });

  it('belongs to its member alone', async () => {
    const id = await openTransport(ada, 'send');
    expect(await vera.refusal({ type: 'restartIce', id })).toBe('no-such-transport');
    expect(await vera.refusal({ type: 'connectTransport', id, dtlsParameters })).toBe('no-such-transport');
  });

  it('takes the place of an earlier one for the same direction', async () => {
    for (let count = 0; count < 5; count += 1) {
      await openTransport(ada, 'send');
      await openTransport(ada, 'receive');
    }
    expect(place.stage.openMedia.transports).toBe(2);
  });

  it('that is replaced takes its streams along', async () => {
    await openTransport(ada, 'send');
    await publish();
    await openTransport(ada, 'send');
    expect(place.stage.openMedia.ups).toBe(0);
    await expect(publish()).resolves.toBeDefined();
  });

  it('for receiving that is replaced is offered everything again', async () => {
    await openTransport(ada, 'send');
    await openTransport(vera, 'receive');
    await vera.ask({ type: 'request', request: { '': ['video'] } });
    await publish();
    await vera.heard('offer');
    vera.forget();
    await openTransport(vera, 'receive');
    await vera.heard('offer');
    expect(place.stage.openMedia.downs).toHaveLength(1);
  });

  it('for receiving that is being replaced is not asked for anything any more', async () => {
    await openTransport(ada, 'send');
    await openTransport(vera, 'receive');
    await vera.ask({ type: 'request', request: { '': ['video'] } });
    const release = place.stage.media.hold('openTransport');
    const opening = openTransport(vera, 'receive');
    await vera.caughtUp();
    await publish();
    expect(place.stage.media.requests.get('openDown')).toBeUndefined();
    release();
    await opening;
    await vera.heard('offer');
    expect(place.stage.openMedia.downs).toHaveLength(1);
  });

  it('is gone after leaving, and so is what was sent through it', async () => {
    await openTransport(ada, 'send');
    await publish();
    await ada.ask({ type: 'join', kind: 'leave', group: 'demo' });
    expect(place.stage.openMedia).toMatchObject({ transports: 0, ups: 0 });
    expect(await ada.refusal(offer())).toBe('not-joined');
    await ada.ask({ type: 'join', kind: 'join', group: 'demo', username: 'ada' });
    expect(await ada.refusal(offer())).toBe('no-such-transport');
  });
});

describe('who leaves while media is being opened', () => {
  it.each(['openTransport', 'openUp', 'openDown'] as const)(
    'leaves nothing open behind (%s)',
    async (request) => {
      await openTransport(ada, 'send');
      await openTransport(vera, 'receive');
      await vera.ask({ type: 'request', request: { '': ['video'] } });
      const release = place.stage.media.hold(request);
      ada.send({ ...offer(), ref: 1000 });
      ada.send({ type: 'openTransport', ref: 1001, direction: 'receive', rtpCapabilities });
      await ada.caughtUp();
      for (const client of [ada, vera]) client.socket.close(1000);
      await Promise.all([ada.closed, vera.closed]);
      const witness = await place.connect('witness');
      await witness.caughtUp();
      release();
      await settled();
      expect(place.stage.openMedia).toEqual(NOTHING_OPEN);
    },
  );
});
