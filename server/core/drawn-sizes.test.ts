import { StreamId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { DrawnSizes } from './drawn-sizes.ts';
import { publishTrack, Stage, type Guest } from './testing/fakes.ts';
import type { MediaTransport } from './media-port.ts';
import { unpublish } from './publishing.ts';
import type { UpStream } from './up-stream.ts';

const SMALL = { width: 320, height: 180 };
const LARGE = { width: 1280, height: 720 };
const id = (name: string): StreamId => StreamId.parse(name);

let ada: Guest;
let send: MediaTransport;
let drawn: DrawnSizes;

beforeEach(async () => {
  const stage = new Stage();
  ada = await stage.join('ada');
  send = await ada.member.openTransport();
  drawn = new DrawnSizes(ada.member.group.streams);
});

async function publish(stream: string, replace?: string): Promise<UpStream> {
  await publishTrack(ada.member, send, { stream, ...(replace !== undefined && { replace }) });
  const published = ada.member.streams.get(id(stream));
  if (published === undefined) throw new Error('nothing was published');
  return published;
}

describe('drawn sizes', () => {
  it('tell what was said last, and nothing of others', async () => {
    const [cam, screen, other] = [await publish('cam'), await publish('screen'), await publish('other')];
    drawn.set(cam.id, SMALL);
    drawn.set(screen.id, null);
    drawn.set(cam.id, LARGE);
    expect([cam, screen, other].map((stream) => drawn.of(stream))).toEqual([LARGE, null, undefined]);
  });

  it('are remembered of streams that are not there yet', async () => {
    drawn.set(id('cam'), SMALL);
    drawn.prune();
    const cam = await publish('cam');
    expect(drawn.of(cam)).toEqual(SMALL);
    drawn.prune();
    expect(drawn.of(cam)).toEqual(SMALL);
  });

  it('end with the stream, even if its id comes back at once', async () => {
    drawn.set((await publish('cam')).id, null);
    unpublish(ada.member, id('cam'));
    expect(drawn.of(await publish('cam'))).toBeUndefined();
    drawn.prune();
    expect(drawn.count).toBe(0);
  });

  it('pass on to the stream that takes the place', async () => {
    drawn.set((await publish('cam')).id, SMALL);
    await publish('cam2', 'cam');
    const last = await publish('cam3', 'cam2');
    drawn.prune();
    expect(drawn.of(last)).toEqual(SMALL);
    expect(drawn.count).toBe(1);
  });

  it('do not pass on to a stream of which another size was said', async () => {
    drawn.set((await publish('cam')).id, SMALL);
    const next = await publish('cam2', 'cam');
    drawn.set(next.id, LARGE);
    drawn.prune();
    expect(drawn.of(next)).toEqual(LARGE);
  });

  it('outlive streams that are suspended together', async () => {
    drawn.set((await publish('cam')).id, SMALL);
    drawn.suspend();
    unpublish(ada.member, id('cam'));
    drawn.prune();
    expect(drawn.of(await publish('cam'))).toEqual(SMALL);
    drawn.prune();
    unpublish(ada.member, id('cam'));
    drawn.prune();
    expect(drawn.count).toBe(0);
  });

  it('of streams that never come are forgotten, the oldest first', async () => {
    const cam = await publish('cam');
    drawn.set(cam.id, SMALL);
    for (let count = 0; count < 1000; count += 1) {
      drawn.set(id(`ghost-${count.toString()}`), null);
      drawn.prune();
    }
    expect(drawn.count).toBe(257);
    expect(drawn.of(cam)).toEqual(SMALL);
    expect(drawn.of(await publish('ghost-743'))).toBeUndefined();
    expect(drawn.of(await publish('ghost-744'))).toBeNull();
  });
});
