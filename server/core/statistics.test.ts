import { GroupName, GroupStats } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { Statistics } from './statistics.ts';
import { aDescription, Stage, publishTrack, receive, settled } from './testing/fakes.ts';

const ALPHA = GroupName.parse('alpha');
const CAMERA = { bitrate: 700_000, loss: 0.01, jitter: 2.5 };
const MICROPHONE = { bitrate: 32_000, loss: 0 };

let stage: Stage;
let statistics: Statistics;

beforeEach(() => {
  stage = new Stage();
  stage.directory.write(ALPHA, aDescription());
  const { conference, world, log } = stage;
  statistics = new Statistics({ conference, world, log });
});

/** Somebody who publishes a picture and a sound, and somebody who receives both. */
async function aTalk() {
  const { member: ada } = await stage.join('ada');
  const vera = await stage.joinAsViewer('vera');
  const out = await receive(ada);
  await publishTrack(ada, out);
  await publishTrack(ada, out, { kind: 'audio' });
  await settled();
  const [up] = stage.media.room.transports.flatMap(({ ups }) => ups);
  const downs = stage.media.room.transports.flatMap((transport) => transport.downs);
  return { ada, vera, up: up!, downs };
}

describe('The statistics', () => {
  it('tell of the tracks of each member, both ways', async () => {
    await aTalk();
    const [incoming, outgoing] = stage.media.room.transports;
    for (const up of [...incoming!.ups, ...outgoing!.ups]) {
      up.figures = up.kind === 'video' ? CAMERA : MICROPHONE;
    }
    for (const down of incoming!.downs) {
      down.figures = down.kind === 'video' ? { ...CAMERA, sid: 1, maxSid: 2 } : MICROPHONE;
    }
    incoming!.figures = { receivedBytes: 1, sentBytes: 2, maxBitrate: 3_000_000 };
    expect(await statistics.current()).toEqual([
      {
        name: 'demo',
        clients: [
          { id: 'ada', up: [{ id: 'cam', tracks: [CAMERA, MICROPHONE] }] },
          {
            id: 'vera',
            down: [
              { id: 'cam', maxBitrate: 3_000_000, tracks: [{ ...CAMERA, sid: 1, maxSid: 2 }, MICROPHONE] },
            ],
          },
        ],
      },
    ]);
  });

  it('fit what clients are promised', async () => {
    await aTalk();
    const [demo] = await statistics.current();
    expect(GroupStats.parse(demo)).toEqual(demo);
  });

  it('list groups by name, and those that nobody is in as well', async () => {
    await stage.join('ada');
    const { member } = await stage.join('bob', { group: ALPHA });
    member.leave({ code: 'left' });
    expect(await statistics.current()).toEqual([
      { name: 'alpha' },
      { name: 'demo', clients: [{ id: 'ada' }] },
    ]);
  });

  it('are empty while no group is in use', async () => {
    expect(await statistics.current()).toEqual([]);
  });

  it('are gathered once for all who look within two seconds', async () => {
    await aTalk();
    const many = await Promise.all([statistics.current(), statistics.current(), statistics.current()]);
    expect(new Set(many).size).toBe(1);
    stage.world.time += 1_999;
    await statistics.current();
    // Two tracks in and two tracks out.
    expect(stage.media.requests.get('trackStats')).toBe(4);
    stage.world.time += 2;
    await statistics.current();
    expect(stage.media.requests.get('trackStats')).toBe(8);
  });

  it('ask the media engine for a few tracks at a time', async () => {
    const { member: ada } = await stage.join('ada');
    const out = await receive(ada);
    for (const stream of ['a', 'b', 'c']) {
      for (let i = 0; i < 4; i += 1) await publishTrack(ada, out, { stream });
    }
    const release = stage.media.hold('trackStats');
    const looking = statistics.current();
    await settled();
    expect(stage.media.requests.get('trackStats')).toBe(8);
    release();
    const [demo] = await looking;
    expect(stage.media.requests.get('trackStats')).toBe(12);
    expect(demo?.clients?.[0]?.up?.map(({ tracks }) => tracks?.length)).toEqual([4, 4, 4]);
  });

  it('leave out a track that ends while they are gathered', async () => {
    const { up } = await aTalk();
    const release = stage.media.hold('trackStats');
    const looking = statistics.current();
    await settled();
    up.close();
    release();
    const [demo] = await looking;
    expect(demo?.clients?.map(({ up: ups, down }) => [...(ups ?? []), ...(down ?? [])])).toMatchObject([
      [{ tracks: [{ bitrate: 0 }] }],
      [{ tracks: [{ bitrate: 0 }] }],
    ]);
    expect(stage.log.errors).toEqual([]);
  });

  it('say null for a stream that could not be asked in time', async () => {
    const { member: ada } = await stage.join('ada');
    const out = await receive(ada);
    for (const stream of ['a', 'b', 'c']) {
      for (let i = 0; i < 4; i += 1) await publishTrack(ada, out, { stream });
    }
    const release = stage.media.hold('trackStats');
    const looking = statistics.current();
    await settled();
    stage.world.time += 60_000;
    release();
    const [demo] = await looking;
    const told = demo?.clients?.[0]?.up?.map(({ tracks }) => tracks);
    // Eight of twelve were asked before, which are two streams.
    expect(told?.filter((tracks) => tracks === null)).toHaveLength(1);
    expect(stage.media.requests.get('trackStats')).toBe(8);
  });

  it('survive a media engine that fails, and log it', async () => {
    await aTalk();
    stage.media.failNext('trackStats', new Error('no idea'));
    const [demo] = await statistics.current();
    expect(demo?.clients).toHaveLength(2);
    expect(stage.log.errors).toMatchObject([{ message: 'no statistics' }]);
  });

  it('ask nothing until somebody looks', async () => {
    await aTalk();
    expect(stage.media.requests.get('trackStats')).toBeUndefined();
    expect(stage.media.requests.get('transportStats')).toBeUndefined();
  });
});
