import { beforeEach, describe, expect, it } from 'vitest';
import { Closed } from './errors.ts';
import { mute } from './publishing.ts';
import { QualityWatch } from './quality-watch.ts';
import { publishTrack, receive, settled, Stage, type Guest } from './testing/fakes.ts';
import type { FakeMediaTransport } from './testing/fake-media-engine.ts';

let stage: Stage;
let watch: QualityWatch;

beforeEach(() => {
  stage = new Stage();
  const { conference, world, log } = stage;
  watch = new QualityWatch({ conference, world, log });
});

/** Ends the round that goes on, and lets the time of one pass. */
async function aRound(): Promise<void> {
  for (let tick = 0; tick < 20; tick += 1) await watch.tick();
  stage.world.time += 5000;
}

async function rounds(count: number): Promise<void> {
  for (let round = 0; round < count; round += 1) await aRound();
}

/** The roster's entry of a member in what `guest` was told last. */
function toldOf(guest: Guest, id: string): string | undefined {
  return guest.link
    .of('rosterChanged')
    .flatMap(({ changed }) => changed)
    .filter((entry) => entry.id === id)
    .at(-1)?.quality;
}

/** Ada, who sends a picture and a sound, and Vera, who receives both. */
async function aTalk() {
  const ada = await stage.join('ada');
  const vera = await stage.joinAsViewer('vera');
  const out = await ada.member.openTransport();
  const camera = await publishTrack(ada.member, out);
  await publishTrack(ada.member, out, { kind: 'audio' });
  await settled();
  const [incoming, outgoing] = stage.media.room.transports as [FakeMediaTransport, FakeMediaTransport];
  for (const track of [...outgoing.ups, ...incoming.downs]) track.figures = { bitrate: 1000, loss: 0 };
  ada.link.forget();
  vera.link.forget();
  return { ada, vera, camera, incoming, outgoing };
}

/** The transport sends something, and loses some of it. */
function carry(transport: FakeMediaTransport, sentLoss: number): void {
  transport.figures = { receivedBytes: 0, sentBytes: transport.figures.sentBytes + 1, sentLoss };
}

describe('The watch over connections', () => {
  it('says nothing to anybody while all is well', async () => {
    const { ada, vera } = await aTalk();
    await rounds(5);
    expect([...ada.link.facts, ...vera.link.facts]).toEqual([]);
    expect(ada.member.info()).not.toHaveProperty('quality');
  });

  it('tells all of a publisher whose packets do not arrive, once it has lasted', async () => {
    const { ada, vera, outgoing } = await aTalk();
    for (const track of outgoing.ups) track.figures = { bitrate: 1000, loss: 0.12 };
    await aRound();
    expect(vera.link.facts).toEqual([]);
    await rounds(3);
    expect(toldOf(vera, 'ada')).toBe('poor');
    expect(toldOf(ada, 'ada')).toBe('poor');
    expect(vera.link.of('rosterChanged')).toHaveLength(1);
    expect(vera.member.quality).toBeUndefined();
  });

  it('blames a receiver for what its own way loses', async () => {
    const { ada, vera, incoming } = await aTalk();
    for (let round = 0; round < 4; round += 1) {
      carry(incoming, 0.25);
      await aRound();
    }
    expect(toldOf(ada, 'vera')).toBe('lost');
    expect(vera.member.quality).toBe('lost');
    expect(ada.member.quality).toBeUndefined();
  });

  it('does not blame a receiver whose way is known to be good for what others lose', async () => {
    const { vera, incoming } = await aTalk();
    for (const track of incoming.downs) track.figures = { bitrate: 1000, loss: 0.3 };
    for (let round = 0; round < 4; round += 1) {
      carry(incoming, 0);
      await aRound();
    }
    expect(vera.member.quality).toBeUndefined();
  });

  it('goes by the tracks where the way itself is not measured', async () => {
    const { vera, incoming } = await aTalk();
    for (const track of incoming.downs) track.figures = { bitrate: 1000, loss: 0.06, rtt: 30 };
    await rounds(4);
    expect(vera.member.quality).toBe('fair');
  });

  it('minds long ways as well as lossy ones', async () => {
    const { vera, incoming } = await aTalk();
    for (const track of incoming.downs) track.figures = { bitrate: 1000, loss: 0, rtt: 1100 };
    await rounds(4);
    expect(vera.member.quality).toBe('poor');
  });

  it('does not believe what is said of tracks and ways on which nothing flows', async () => {
    const { ada, vera, incoming, outgoing } = await aTalk();
    for (const track of [...outgoing.ups, ...incoming.downs]) {
      track.figures = { bitrate: 0, loss: 0.5, rtt: 5000 };
    }
    incoming.figures = { receivedBytes: 0, sentBytes: 0, sentLoss: 0.5 };
    await rounds(4);
    expect([ada.member.quality, vera.member.quality]).toEqual([undefined, undefined]);
  });

  it('asks nothing of muted tracks', async () => {
    const { ada, camera } = await aTalk();
    const [stream] = ada.member.streams.values();
    for (const { id } of stream!.tracks) await mute(ada.member, stream!.id, id, true);
    expect(stream!.tracks.map(({ id }) => id)).toContain(camera);
    await aRound();
    expect(stage.media.requests.get('trackStats')).toBeUndefined();
  });

  it('takes silence of a connection that was heard before for the worst, and its return for good', async () => {
    const { ada, vera, outgoing } = await aTalk();
    outgoing.events.emit('connected');
    await rounds(3);
    outgoing.events.emit('disconnected');
    await rounds(3);
    expect(toldOf(vera, 'ada')).toBe('lost');
    outgoing.events.emit('connected');
    await rounds(2);
    expect(ada.member.quality).toBe('lost');
    await rounds(2);
    expect(toldOf(vera, 'ada')).toBeUndefined();
    expect(ada.member.info()).not.toHaveProperty('quality');
  });

  it('forgives those who have no media any more', async () => {
    const { ada, outgoing } = await aTalk();
    for (const track of outgoing.ups) track.figures = { bitrate: 1000, loss: 0.12 };
    await rounds(3);
    expect(ada.member.quality).toBe('poor');
    ada.member.closeMedia();
    await rounds(5);
    expect(ada.member.quality).toBeUndefined();
  });

  it('tells newcomers what the others know', async () => {
    const { outgoing } = await aTalk();
    for (const track of outgoing.ups) track.figures = { bitrate: 1000, loss: 0.12 };
    await rounds(3);
    const late = await stage.join('late');
    expect(late.link.last('roster').members.find(({ id }) => id === 'ada')?.quality).toBe('poor');
  });

  it('passes over what ends while it is asked, and logs what should not happen', async () => {
    const { ada } = await aTalk();
    stage.media.failNext('transportStats', new Closed('the transport'));
    stage.media.failNext('trackStats', new Error('out of order'));
    await aRound();
    expect(stage.log.errors).toHaveLength(1);
    expect(ada.member.quality).toBeUndefined();
  });

  it('does not ask anew before an answer came', async () => {
    await aTalk();
    const release = stage.media.hold('transportStats');
    const ticking = watch.tick();
    await settled();
    await watch.tick();
    expect(stage.media.requests.get('transportStats')).toBe(1);
    release();
    await ticking;
  });

  it('asks a bounded number of questions, however many a member receives', async () => {
    const { vera } = await aTalk();
    for (let extra = 0; extra < 10; extra += 1) {
      const { member } = await stage.join(`p${extra.toString()}`);
      await publishTrack(member, await member.openTransport(), { stream: `cam-${extra.toString()}` });
    }
    await settled();
    expect([...vera.member.subscriptions.downs]).toHaveLength(11);
    await aRound();
    // Twelve members have one transport each; eleven send something, and one receives.
    expect(stage.media.requests.get('transportStats')).toBe(12);
    expect(stage.media.requests.get('trackStats')).toBe(12);
  });

  it('looks at so many members in a tick and no more, and at each once in a round', async () => {
    for (let each = 0; each < 600; each += 1) await receive((await stage.join(`m${each.toString()}`)).member);
    for (const transport of stage.media.room.transports) carry(transport, 0);
    const asked = () => stage.media.requests.get('transportStats') ?? 0;
    await watch.tick();
    expect(asked()).toBe(25);
    for (let tick = 1; tick < 24; tick += 1) await watch.tick();
    expect(asked()).toBe(600);
    // The round is over, and the next one not due.
    await watch.tick();
    expect(asked()).toBe(600);
    stage.world.time += 5000;
    await watch.tick();
    expect(asked()).toBe(625);
  });

  it('passes over transports that send nothing for some rounds', async () => {
    await aTalk();
    await rounds(4);
    expect(stage.media.requests.get('transportStats')).toBe(2);
    await aRound();
    expect(stage.media.requests.get('transportStats')).toBe(4);
  });

  it('costs the engine nothing for those who are there without media', async () => {
    await stage.join('ada');
    await aRound();
    expect([...stage.media.requests.keys()]).toEqual(['openRoom']);
  });
});
