import { setTimeout as sleep } from 'node:timers/promises';
import type { GaleneMessage } from '@evagore/shared';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Conference } from './core/conference.ts';
import { noRecorder } from './core/no-recorder.ts';
import { DEMO, someLimits, Stage } from './core/testing/fakes.ts';
import type { MediasoupEngine } from './media/engine.ts';
import { startEngine, workerPid } from './media/testing/engines.ts';
import type { GaleneTestClient } from './doors/galene/testing/client.ts';
import { GalenePlace } from './doors/galene/testing/place.ts';
import { Camera, Screen } from './testing/rtc.ts';

/** Streams between clients of the dialect, through a real media engine. */

let engine: MediasoupEngine;
let stage: Stage;
let conference: Conference;
let place: GalenePlace;
const open: { close(): void }[] = [];

beforeAll(async () => {
  engine = await startEngine();
});

afterAll(() => engine.close());

beforeEach(async () => {
  stage = new Stage();
  stage.authenticator.permissions.set('olga', ['op', 'present', 'message']);
  stage.authenticator.permissions.set('oscar', ['message']);
  const { directory, authenticator, tokens, world, log } = stage;
  conference = new Conference({
    directory,
    authenticator,
    tokens,
    recorder: noRecorder,
    rtcConfiguration: () => ({}),
    media: engine,
    world,
    limits: someLimits(),
    log,
  });
  place = await GalenePlace.open({ conference, log });
});

afterEach(async () => {
  for (const each of open.splice(0)) each.close();
  await place.close();
  conference.close({ code: 'shutting-down' });
  expect(stage.log.errors).toEqual([]);
});

function kept<Closable extends { close(): void }>(closable: Closable): Closable {
  open.push(closable);
  return closable;
}

/** Publishes a stream by a client, all the way until packets can be sent. */
async function publish(
  client: GaleneTestClient,
  id: string,
  changes: object = {},
  ssrc = 1001,
): Promise<Camera> {
  const camera = kept(new Camera(ssrc));
  client.say({ type: 'offer', id, label: 'camera', kind: '', sdp: camera.offer, ...changes });
  const { sdp = '' } = await client.take('answer');
  await camera.answered(sdp);
  return camera;
}

/** Receives what is offered next. */
async function watch(client: GaleneTestClient): Promise<{ screen: Screen; offer: GaleneMessage }> {
  const offer = await client.take('offer');
  const screen = kept(new Screen());
  client.say({ type: 'answer', id: offer.id, sdp: screen.answer(offer.sdp ?? '') });
  return { screen, offer };
}

/** Sends until it is seen, or time is up. */
async function flows(camera: Camera, done: () => boolean): Promise<void> {
  const end = performance.now() + 10_000;
  while (!done()) {
    if (performance.now() > end) throw new Error('what was waited for did not come');
    camera.send();
    await sleep(10);
  }
}

function ofAll({ packets }: Screen, count = 5): boolean {
  return packets.audio.length >= count && packets.video.length >= count;
}

const EVERYTHING = { type: 'request', request: { '': ['audio', 'video'] } };

describe('a stream of the dialect of Galène', () => {
  it('reaches those who want it, picture and sound', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    bob.say(EVERYTHING);
    const camera = await publish(ada, 'cam');
    const { screen, offer } = await watch(bob);
    expect(offer).toMatchObject({ id: 'cam', label: 'camera', source: 'ada-1', username: 'ada' });
    expect(offer.sdp).toMatch(/a=setup:actpass/);
    expect(offer.sdp?.match(/a=sendonly/g)).toHaveLength(2);
    const streams = offer.sdp?.match(/a=msid:\S+/g);
    expect(new Set(streams).size).toBe(1);
    await flows(camera, () => ofAll(screen));
    // One stream, one connection: and one offer for all of it.
    await bob.caughtUp();
    expect(bob.story.filter((line) => line.startsWith('offer'))).toEqual([]);
  });

  it('reaches those who come later, and is not offered to whom did not ask', async () => {
    const ada = await place.join('ada');
    const camera = await publish(ada, 'cam');
    const [bob, carl] = [await place.join('bob'), await place.join('carl')];
    bob.say(EVERYTHING);
    const { screen } = await watch(bob);
    await flows(camera, () => ofAll(screen));
    await carl.caughtUp();
    expect(carl.story).toEqual([]);
  });

  it('ends when its publisher says so, or leaves, of which readers hear afterwards', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    bob.say(EVERYTHING);
    await publish(ada, 'one');
    await watch(bob);
    ada.say({ type: 'close', id: 'one' });
    expect(await bob.take('close')).toMatchObject({ id: 'one' });
    await publish(ada, 'two', {}, 2001);
    await watch(bob);
    bob.forget();
    ada.terminate();
    await bob.take('user', ({ kind }) => kind === 'delete');
    expect(bob.story.filter((line) => line.startsWith('close'))).toEqual(['close two']);
    bob.forget();
    await bob.caughtUp();
    expect(bob.story).toEqual([]);
  });

  it('loses its picture, and gets it back, over the same connection', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    bob.say(EVERYTHING);
    const camera = await publish(ada, 'cam');
    const { screen } = await watch(bob);
    await flows(camera, () => ofAll(screen));
    for (const [request, active] of [
      [['audio'], 1],
      [['audio', 'video'], 2],
    ] as const) {
      bob.say({ type: 'request', request: { '': request } });
      const { id, sdp = '' } = await bob.take('offer');
      expect([id, sdp.match(/a=sendonly/g)?.length]).toEqual(['cam', active]);
      bob.say({ type: 'answer', id, sdp: screen.answer(sdp) });
    }
    bob.say({ type: 'request', request: {} });
    expect(await bob.take('close')).toMatchObject({ id: 'cam' });
  });

  it('never has two offers that wait for an answer', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    bob.say(EVERYTHING);
    await publish(ada, 'cam');
    const offer = await bob.take('offer');
    bob.say({ type: 'requestStream', id: 'cam', request: ['audio'] });
    bob.say({ type: 'renegotiate', id: 'cam' });
    await bob.caughtUp();
    expect(bob.story.filter((line) => line.startsWith('offer'))).toEqual([]);
    const screen = kept(new Screen());
    bob.say({ type: 'answer', id: 'cam', sdp: screen.answer(offer.sdp ?? '') });
    const { sdp = '' } = await bob.take('offer');
    expect(sdp.match(/a=sendonly/g)).toHaveLength(1);
    expect(ufragOf(sdp)).not.toBe(ufragOf(offer.sdp));
  });

  it('takes the place of another without a word about its end', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    bob.say(EVERYTHING);
    await publish(ada, 'old');
    await watch(bob);
    const camera = await publish(ada, 'new', { replace: 'old' }, 2001);
    const { screen, offer } = await watch(bob);
    expect(offer).toMatchObject({ id: 'new', replace: 'old' });
    await flows(camera, () => ofAll(screen));
    await bob.caughtUp();
    expect(bob.story.filter((line) => /close|offer/.test(line))).toEqual([]);
  });

  it('finds another way when its publisher asks for it', async () => {
    const ada = await place.join('ada');
    const camera = kept(new Camera(1001));
    ada.say({ type: 'offer', id: 'cam', label: 'camera', sdp: camera.offer });
    const first = await ada.take('answer');
    const renewed = camera.offer.replace(/a=ice-ufrag:\S+/g, 'a=ice-ufrag:another');
    ada.say({ type: 'offer', id: 'cam', kind: 'renegotiate', label: 'camera', sdp: renewed });
    const second = await ada.take('answer');
    expect(ufragOf(second.sdp)).not.toBe(ufragOf(first.sdp));
    expect(conference.group(DEMO)?.streams.size).toBe(1);
  });

  it('is refused to those who may not present, and what it was to replace ends', async () => {
    const oscar = await place.join('oscar');
    oscar.say({ type: 'offer', id: 'cam', label: 'camera', sdp: new Camera(1001).offer });
    expect(await oscar.take('abort')).toMatchObject({ id: 'cam' });
    expect(await oscar.refusal()).toBe('not authorised');
    const [ada, olga] = [await place.join('ada'), await place.join('olga')];
    await publish(ada, 'cam');
    olga.say({ type: 'useraction', kind: 'unpresent', dest: 'ada-1' });
    await ada.take('joined');
    expect(await ada.take('abort')).toMatchObject({ id: 'cam' });
    expect(await ada.refusal()).toBe('permission denied');
    expect(conference.group(DEMO)?.streams.size).toBe(0);
    expect(transportsOf('ada-1')).toBe(0);
  });

  it.each([
    ['no description at all', 'hello'],
    ['a data channel', dataChannelOffer()],
  ])('is refused where it is %s', async (_, sdp) => {
    const ada = await place.join('ada');
    ada.say({ type: 'offer', id: 'cam', label: 'camera', sdp });
    expect(await ada.take('abort')).toMatchObject({ id: 'cam' });
    expect(await ada.refusal()).toEqual(expect.any(String));
    expect(transportsOf('ada-1')).toBe(0);
  });

  it('is not given up for an answer that makes no sense, but closed', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    bob.say(EVERYTHING);
    await publish(ada, 'cam');
    await bob.take('offer');
    bob.say({ type: 'answer', id: 'cam', sdp: 'v=0' });
    expect(await bob.take('close')).toMatchObject({ id: 'cam' });
    await bob.refusal();
    expect(transportsOf('bob-1')).toBe(0);
    // The next request brings it back.
    bob.say(EVERYTHING);
    const { screen } = await watch(bob);
    expect(screen).toBeDefined();
  });

  it('ends for those who do not want it, and for nobody else', async () => {
    const [ada, bob, carl] = [await place.join('ada'), await place.join('bob'), await place.join('carl')];
    for (const each of [bob, carl]) each.say(EVERYTHING);
    const camera = await publish(ada, 'cam');
    await watch(bob);
    const { screen } = await watch(carl);
    bob.say({ type: 'abort', id: 'cam' });
    bob.say({ type: 'abort', id: 'unknown' });
    expect(await bob.take('close')).toMatchObject({ id: 'cam' });
    expect(await bob.take('close')).toMatchObject({ id: 'unknown' });
    await flows(camera, () => ofAll(screen));
    bob.say({ type: 'requestStream', id: 'cam', request: null });
    expect(await bob.take('close')).toMatchObject({ id: 'cam' });
  });

  it('is offered again by its publisher after the media engine died', async () => {
    const [ada, bob] = [await place.join('ada'), await place.join('bob')];
    bob.say(EVERYTHING);
    await publish(ada, 'cam');
    await watch(bob);
    process.kill(workerPid(engine), 'SIGKILL');
    expect(await bob.take('close')).toMatchObject({ id: 'cam' });
    expect(await ada.take('renegotiate')).toMatchObject({ id: 'cam' });
    const camera = await publish(ada, 'cam', { kind: 'renegotiate' });
    const { screen } = await watch(bob);
    await flows(camera, () => ofAll(screen));
    stage.log.lines.length = 0;
  });
});

function transportsOf(id: string): number {
  const member = [...(conference.group(DEMO)?.members.values() ?? [])].find((each) => each.id === id);
  return [...(member?.transports ?? [])].length;
}

function ufragOf(sdp = ''): string | undefined {
  return /a=ice-ufrag:(\S+)/.exec(sdp)?.[1];
}

function dataChannelOffer(): string {
  const { offer } = new Camera(1001, ['audio']);
  const data = [
    'm=application 9 UDP/DTLS/SCTP webrtc-datachannel',
    'c=IN IP4 0.0.0.0',
    'a=mid:1',
    'a=sctp-port:5000',
    '',
  ];
  return offer.replace('a=group:BUNDLE 0', 'a=group:BUNDLE 0 1') + data.join('\r\n');
}
