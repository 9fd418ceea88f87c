import { describe, expect, it } from 'vitest';
import { fakeStream, FakeTrack } from './fakes.ts';
import { describeParticipant, type Participant } from './participants.ts';
import type { StreamView } from './remote-streams.ts';
import { stageOf } from './stage.ts';

const aPerson = (id: string, fields: Partial<Participant> = {}): Participant => ({
  ...describeParticipant(
    id,
    { username: id, permissions: ['present'], data: {}, published: [] },
    id === 'me',
  ),
  ...fields,
});
const aStream = (id: string, owner: string, fields: Partial<StreamView> = {}): StreamView => ({
  id,
  owner,
  ownerName: owner,
  label: 'camera',
  own: false,
  media: fakeStream(new FakeTrack('video')),
  hasAudio: true,
  hasVideo: true,
  troubled: false,
  ...fields,
});
const keys = (people: readonly Participant[], streams: readonly StreamView[] = []) =>
  stageOf(people, streams).others.map((tile) => tile.key);

describe('the stage', () => {
  it('has oneself first, then everybody as they came', () => {
    expect(keys([aPerson('z'), aPerson('me'), aPerson('a')])).toEqual(['person:me', 'person:z', 'person:a']);
  });

  it('has no tile for an audience', () => {
    expect(keys([aPerson('me'), aPerson('a', { permissions: ['message'] })])).toEqual(['person:me']);
  });

  it('has a tile for whoever sends something, whatever they may do', () => {
    expect(keys([aPerson('a', { permissions: [] })], [aStream('s', 'a')])).toEqual(['person:a']);
  });

  it('keeps the tile and the picture of whose connection is lost', () => {
    const streams = [aStream('s', 'a')];
    const [before, during] = [false, true].map(
      (reconnecting) => stageOf([aPerson('a', { reconnecting })], streams).others[0],
    );
    expect(during).toEqual({ ...before, reconnecting: true });
  });

  it('shows the avatar of whose camera is muted', () => {
    const stage = stageOf([aPerson('a', { camera: 'muted' })], [aStream('s', 'a')]);
    expect(stage.others[0]?.video).toBeNull();
  });

  it('shows a second camera beside the first', () => {
    const streams = [aStream('sound', 'a', { hasVideo: false }), aStream('s1', 'a'), aStream('s2', 'a')];
    expect(keys([aPerson('a')], streams)).toEqual(['person:a', 'stream:s2']);
  });

  it('goes on showing the picture of a stream that is being replaced', () => {
    const held = new FakeTrack('video').asTrack();
    const streams = [aStream('s', 'a', { media: null, hasVideo: false, held })];
    expect(stageOf([aPerson('a')], streams).others[0]?.video).toBe(held);
  });

  it('has the same tile for a screen and the one that takes its place', () => {
    const shared = (id: string) => aStream(id, 'a', { label: 'screenshare', slot: 'one' });
    const [before, after] = ['s1', 's2'].map((id) => stageOf([aPerson('a')], [shared(id)]).focus[0]?.key);
    expect(after).toBe(before);
  });

  it("has one's own screen among the others", () => {
    const stage = stageOf([aPerson('me')], [aStream('s', 'me', { label: 'screenshare' })]);
    expect(stage.focus).toEqual([]);
    expect(stage.others.map((tile) => tile.kind)).toEqual(['person', 'screen']);
  });

  it('has several screens in focus', () => {
    const screens = ['s1', 's2'].map((id) => aStream(id, 'a', { label: 'screenshare' }));
    const stage = stageOf([aPerson('a')], screens);
    expect(stage.focus.map((tile) => tile.key)).toEqual(['stream:s1', 'stream:s2']);
  });
});

describe('a file that somebody plays', () => {
  it('is shown beside the person, and never in their place', () => {
    const file = aStream('f', 'a', { label: 'video' });
    expect(keys([aPerson('a')], [file])).toEqual(['person:a', 'stream:f']);
    expect(keys([aPerson('a')], [file, aStream('s', 'a')])).toEqual(['person:a', 'stream:f']);
  });
});
