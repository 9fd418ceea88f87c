import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NOTHING_OPEN, settled } from '../../core/testing/fakes.ts';
import type { TestClient } from '../testing/client.ts';
import { TestPlace } from '../testing/place.ts';

/** What is drawn, and what is needed, in the words of the native dialect. */

const rtpCapabilities = {
  codecs: [{ kind: 'video', mimeType: 'video/VP8', preferredPayloadType: 96, clockRate: 90_000 }],
};
const rtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 96, clockRate: 90_000 }],
  encodings: [4, 2, 1].map((scaleResolutionDownBy, layer) => ({
    rid: layer.toString(),
    scaleResolutionDownBy,
  })),
};

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

/** Publishes a camera, and returns its track. */
async function publish(): Promise<string> {
  await ada.ask({ type: 'openTransport', direction: 'send' });
  const answer = await ada.ask({ type: 'offer', id: 'cam', label: 'camera', kind: 'video', rtpParameters });
  if (answer.type !== 'ack' || answer.value === undefined || !('track' in answer.value)) {
    throw new Error(`not published: ${JSON.stringify(answer)}`);
  }
  return answer.value.track;
}

async function receive(): Promise<void> {
  await vera.ask({ type: 'openTransport', direction: 'receive', rtpCapabilities });
  await vera.ask({ type: 'request', request: { '': ['video'] } });
  const { tracks } = await vera.heard('offer');
  await vera.ask({ type: 'answer', id: 'cam', tracks: tracks.map(({ id }) => id) });
}

/** What is on its way to vera, once all that she said so far is carried out. */
async function picture() {
  await vera.caughtUp();
  await settled();
  const [down] = place.stage.openMedia.downs;
  return { layer: down?.layer, flowing: down?.flowing };
}

const SMALL = { width: 320, height: 180 };

describe('a receiver', () => {
  it('says how large it draws what it receives', async () => {
    await publish();
    await receive();
    expect(await picture()).toEqual({ layer: 'best', flowing: true });
    expect(await vera.refusal({ type: 'draw', streams: { cam: SMALL } })).toBeUndefined();
    expect(await picture()).toEqual({ layer: 'lowest', flowing: true });
    expect(await vera.refusal({ type: 'draw', streams: { cam: null } })).toBeUndefined();
    expect(await picture()).toMatchObject({ flowing: false });
    await vera.ask({ type: 'draw', streams: { cam: { width: 640, height: 360 } } });
    expect(await picture()).toEqual({ layer: { spatial: 1, temporal: 2 }, flowing: true });
  });

  it('may say it of streams that are not there (yet)', async () => {
    const streams = { cam: SMALL, 'who-knows': null, __proto__2: SMALL };
    expect(await vera.refusal({ type: 'draw', streams })).toBeUndefined();
    await publish();
    await receive();
    expect(await picture()).toEqual({ layer: 'lowest', flowing: true });
  });

  it('need not repeat it when it comes back to its seat', async () => {
    await publish();
    await receive();
    await vera.ask({ type: 'draw', streams: { cam: null } });
    vera.terminate();
    await vera.closed;
    const again = await place.connect('vera');
    expect(await again.resume(vera)).toMatchObject({ type: 'resumed' });
    vera = again;
    expect(await picture()).toMatchObject({ flowing: false });
  });

  it.each<[string, unknown]>([
    ['a size that is none', { cam: { width: 0, height: 0 } }],
    ['half a pixel', { cam: { width: 0.5, height: 180 } }],
    ['a size as large as a wall', { cam: { width: 99_999, height: 180 } }],
    ['a size in words', { cam: 'small' }],
    ['a name that is none', { 'my cam': null }],
    ['a list', [null]],
    [
      'too many streams',
      Object.fromEntries(Array.from({ length: 257 }, (_, n) => [`s${n.toString()}`, null])),
    ],
  ])('is refused with %s', async (_, streams) => {
    expect(await vera.refusal({ type: 'draw', streams })).toBe('bad-message');
  });

  it('is refused outside of groups', async () => {
    const otto = await place.connect('otto');
    expect(await otto.refusal({ type: 'draw', streams: {} })).toBe('not-joined');
    expect(await otto.refusal({ type: 'size', id: 'cam', track: 'up-1', ...SMALL })).toBe('not-joined');
  });

  it('is refused when it says it too often', async () => {
    await place.close();
    place = await TestPlace.open({ limits: { rate: { perSecond: 1, burst: 10 } } });
    [ada, vera] = [await place.join('ada'), await place.join('vera')];
    const streams = { cam: null };
    for (let count = 0; count < 9; count += 1) vera.send({ type: 'draw', streams });
    expect(await vera.refusal({ type: 'draw', streams })).toBe('too-many-messages');
  });
});

describe('a publisher', () => {
  it('says how large its picture is', async () => {
    const track = await publish();
    await receive();
    await vera.ask({ type: 'draw', streams: { cam: SMALL } });
    expect(await ada.refusal({ type: 'size', id: 'cam', track, width: 640, height: 360 })).toBeUndefined();
    expect(await picture()).toMatchObject({ layer: { spatial: 1, temporal: 2 } });
  });

  it('is refused with the size of what is not its own, or is not there', async () => {
    const track = await publish();
    expect(await vera.refusal({ type: 'size', id: 'cam', track, ...SMALL })).toBe('no-such-stream');
    expect(await ada.refusal({ type: 'size', id: 'other', track, ...SMALL })).toBe('no-such-stream');
    expect(await ada.refusal({ type: 'size', id: 'cam', track: 'other', ...SMALL })).toBe('no-such-track');
    expect(await ada.refusal({ type: 'size', id: 'cam', track, width: 640 })).toBe('bad-message');
  });

  it('learns what of its picture is needed', async () => {
    const track = await publish();
    expect(await ada.heard('layers')).toEqual({ type: 'layers', id: 'cam', track, spatial: -1 });
    ada.forget();
    await receive();
    expect(await ada.heard('layers')).toEqual({ type: 'layers', id: 'cam', track, spatial: 2 });
    ada.forget();
    await vera.ask({ type: 'draw', streams: { cam: SMALL } });
    expect(await ada.heard('layers')).toMatchObject({ spatial: 0 });
    ada.forget();
    await vera.ask({ type: 'draw', streams: { cam: { width: 1280, height: 720 } } });
    expect(await ada.heard('layers')).toMatchObject({ spatial: 2 });
    ada.forget();
    await vera.ask({ type: 'requestStream', id: 'cam', request: [] });
    expect(await ada.heard('layers')).toMatchObject({ spatial: -1 });
  });

  it('reads what it missed of that when it comes back to its seat', async () => {
    await publish();
    await receive();
    await ada.caughtUp();
    ada.terminate();
    await ada.closed;
    await vera.ask({ type: 'draw', streams: { cam: null } });
    const again = await place.connect('ada');
    await again.resume(ada);
    expect(await again.heard('layers', ({ spatial }) => spatial === -1)).toMatchObject({ id: 'cam' });
  });
});
