import { StreamId } from '@evagore/shared';
import { beforeEach, describe, expect, it } from 'vitest';
import { BadMedia } from './errors.ts';
import type { MediaTransport } from './media-port.ts';
import { unpublish } from './publishing.ts';
import {
  NOTHING_OPEN,
  publishTrack,
  receive,
  settled,
  Stage,
  type Guest,
  type TrackChoices,
} from './testing/fakes.ts';

/** How subscriptions get along with a media engine that is slow, refuses, or changes under their hands. */

const CAM = StreamId.parse('cam');

let stage: Stage;
let ada: Guest;
let send: MediaTransport;
let vera: Guest & { transport: MediaTransport };

beforeEach(async () => {
  stage = new Stage();
  ada = await stage.join('ada');
  send = await ada.member.openTransport();
  vera = await stage.joinAsViewer();
});

function publish(choices: TrackChoices = {}) {
  return publishTrack(ada.member, send, choices);
}

function downStreamFacts(): string[] {
  return vera.link.types.filter((type) => type.startsWith('down'));
}

describe('a track that the receiver cannot use', () => {
  it('is left out, and what comes with it arrives', async () => {
    stage.media.failNext('openDown', new BadMedia('no common codec'));
    const release = stage.media.hold('openDown');
    await publish();
    await publish({ kind: 'audio' });
    release();
    await settled();
    expect(stage.openMedia.downs.map(({ kind }) => kind)).toEqual(['audio']);
  });

  it('is not tried again', async () => {
    stage.media.failNext('openDown', new BadMedia('no common codec'));
    await publish();
    await settled();
    vera.member.subscriptions.request({ '': ['video'] });
    await publish({ stream: 'other' });
    await settled();
    expect(stage.media.requests.get('openDown')).toBe(2);
    expect(vera.link.of('downOffered').map(({ stream }) => stream)).toEqual(['other']);
  });

  it('is tried again through another transport, which may have other capabilities', async () => {
    vera.member.subscriptions.receiveThrough({
      openDown: (up) => vera.transport.openDown(up, { codecs: [] }),
    });
    await publish();
    await settled();
    expect(vera.link.of('downOffered')).toEqual([]);
    vera.transport.close();
    await receive(vera.member);
    await settled();
    expect(vera.link.of('downOffered')).toHaveLength(1);
  });
});

describe('a failure of the media engine', () => {
  it('keeps nothing else from the receiver, and is logged', async () => {
    vera.member.subscriptions.request({});
    await publish();
    await publish({ kind: 'audio' });
    await publish({ stream: 'other' });
    stage.media.failNext('openDown', new Error('a bug'));
    vera.member.subscriptions.request({ '': ['audio', 'video'] });
    await settled();
    const offered = vera.link
      .of('downOffered')
      .map(({ stream, tracks }) => [stream, ...tracks.map(({ kind }) => kind)]);
    expect(offered).toEqual([
      ['cam', 'audio'],
      ['other', 'video'],
    ]);
    expect(stage.log.errors).toHaveLength(1);
  });

  it('does not stop what changes later', async () => {
    stage.media.failNext('openDown', new Error('a bug'));
    await publish();
    await settled();
    vera.member.subscriptions.changed();
    await settled();
    expect(stage.openMedia.downs).toHaveLength(1);
  });

  it('to set a layer leaves nothing open that nobody owns', async () => {
    stage.media.failNext('setLayer', new Error('a bug'));
    vera.member.subscriptions.request({ '': ['video-low'] });
    await publish();
    await settled();
    expect(vera.link.of('downOffered')).toHaveLength(1);
    vera.member.subscriptions.request({});
    await settled();
    expect(stage.openMedia.downs).toEqual([]);
  });
});

describe('while a track is being opened for a receiver', () => {
  let release: () => void;

  beforeEach(async () => {
    await publish({ stream: 'first' });
    await settled();
    vera.link.forget();
    release = stage.media.hold('openDown');
    await publish();
    await publish({ kind: 'audio' });
    await settled();
  });

  it('the publisher may end it: nothing is offered or left open', async () => {
    unpublish(ada.member, CAM);
    release();
    await settled();
    expect(downStreamFacts()).toEqual([]);
    expect(stage.openMedia.downs).toHaveLength(1);
  });

  it('the publisher may end one track: the other is offered', async () => {
    const [video] = ada.member.streams.get(CAM)?.tracks ?? [];
    unpublish(ada.member, CAM, video?.id);
    release();
    await settled();
    const offered = vera.link.of('downOffered').flatMap(({ tracks }) => tracks.map(({ kind }) => kind));
    expect(offered).toEqual(['audio']);
  });

  it('the publisher may leave', async () => {
    ada.member.leave({ code: 'left' });
    release();
    await settled();
    expect(vera.link.of('downOffered')).toEqual([]);
    expect(stage.openMedia.downs).toEqual([]);
  });

  it('the receiver may leave: the link is told nothing any more', async () => {
    vera.member.leave({ code: 'left' });
    vera.link.forget();
    release();
    await settled();
    expect(vera.link.facts).toEqual([]);
    expect(stage.openMedia.downs).toEqual([]);
  });

  it('the receiver may change its mind: what it does not want any more ends', async () => {
    vera.member.subscriptions.request({});
    release();
    await settled();
    expect(stage.openMedia.downs).toEqual([]);
    const open = new Set<string>();
    for (const fact of vera.link.facts) {
      if (fact.type === 'downOffered') open.add(fact.stream);
      if (fact.type === 'downClosed' && fact.tracks === undefined) open.delete(fact.stream);
    }
    expect([...open]).toEqual([]);
  });

  it('the receiver may open another transport: all is offered there, and there alone', async () => {
    const next = await receive(vera.member);
    release();
    await settled();
    expect(
      vera.link
        .of('downOffered')
        .map(({ stream }) => stream)
        .sort(),
    ).toEqual(['cam', 'first']);
    const open = stage.openMedia.downs;
    expect(open).toHaveLength(3);
    for (const down of open) expect(down.transport).toBe(next);
  });

  it('the receiver may lose its transport: nothing is offered until there is another', async () => {
    vera.transport.close();
    release();
    await settled();
    expect(vera.link.of('downOffered')).toEqual([]);
    await receive(vera.member);
    await settled();
    expect(
      vera.link
        .of('downOffered')
        .map(({ stream }) => stream)
        .sort(),
    ).toEqual(['cam', 'first']);
  });

  it('the worker may die: nothing is offered', async () => {
    stage.media.room.lose();
    release();
    await settled();
    expect(vera.link.of('downOffered')).toEqual([]);
    expect(stage.openMedia).toEqual({ ...NOTHING_OPEN, rooms: 1 });
    expect(stage.log.errors).toEqual([]);
  });

  it('nothing is opened twice, whatever changes', async () => {
    for (let count = 0; count < 5; count += 1) vera.member.subscriptions.changed();
    release();
    await settled();
    expect(stage.openMedia.downs).toHaveLength(3);
    const sources = vera.link.of('downOffered').flatMap(({ tracks }) => tracks.map(({ source }) => source));
    expect(new Set(sources).size).toBe(sources.length);
  });
});

describe('while one track of a stream is there and another is not', () => {
  let release: () => void;

  beforeEach(async () => {
    vera.member.subscriptions.request({});
    await publish();
    await publish({ kind: 'audio' });
    // Only pictures have layers, so the sound is there first.
    release = stage.media.hold('setLayer');
    vera.member.subscriptions.request({ '': ['audio', 'video-low'] });
    await settled();
  });

  it('the receiver may leave: the link is told nothing any more', async () => {
    vera.member.leave({ code: 'left' });
    vera.link.forget();
    release();
    await settled();
    expect(vera.link.facts).toEqual([]);
    expect(stage.openMedia.downs).toEqual([]);
  });

  it('the receiver may receive by another way: what came by the first is not offered', async () => {
    await receive(vera.member);
    release();
    await settled();
    const offered = vera.link.of('downOffered').flatMap(({ tracks }) => tracks.map(({ id }) => id));
    expect(offered.sort()).toEqual(stage.openMedia.downs.map(({ id }) => id).sort());
    expect(offered).toHaveLength(2);
  });
});

describe('a receiver without a transport', () => {
  it('is offered nothing until there is one', async () => {
    const bob = await stage.join('bob');
    bob.member.subscriptions.request({ '': ['video'] });
    await publish();
    await settled();
    expect(bob.link.of('downOffered')).toEqual([]);
    await receive(bob.member);
    await settled();
    expect(bob.link.of('downOffered')).toHaveLength(1);
  });

  it('gets nothing of a transport that is there too late', async () => {
    vera.member.leave({ code: 'left' });
    vera.member.subscriptions.receiveThrough({ openDown: () => Promise.reject(new Error('unexpected')) });
    await publish();
    await settled();
    expect(stage.log.errors).toEqual([]);
  });
});
