import { describe, expect, it } from 'vitest';
import { fakeStream } from './fakes.ts';
import { describeParticipant, type Participant } from './participants.ts';
import type { StreamView } from './remote-streams.ts';
import { chooseTiles, stageOf } from './stage.ts';

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
  media: fakeStream(),
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

  it('has several screens in focus', () => {
    const screens = ['s1', 's2'].map((id) => aStream(id, 'a', { label: 'screenshare' }));
    const stage = stageOf([aPerson('a')], screens);
    expect(stage.focus.map((tile) => tile.key)).toEqual(['stream:s1', 'stream:s2']);
  });
});

describe('where there is room for some only', () => {
  const people = ['a', 'b', 'c', 'd'].map((id) => aPerson(id));
  const { others } = stageOf(people, [aStream('s', 'd')]);

  it('everybody is shown if they fit', () => {
    expect(chooseTiles(others, 4)).toEqual({ shown: others, hidden: 0 });
  });

  it('whoever is seen goes first, and the order stays', () => {
    const { shown, hidden } = chooseTiles(others, 3);
    expect(shown.map((tile) => tile.owner)).toEqual(['a', 'd']);
    expect(hidden).toBe(2);
  });
});
