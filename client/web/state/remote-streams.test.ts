import { beforeEach, describe, expect, it } from 'vitest';
import { FakeClock } from '../../lib/testing/fake-clock.ts';
import { FakeDownLine, FakeTrack } from './fakes.ts';
import { RemoteStreams, type DownLine, type DrawnSize } from './remote-streams.ts';

class Line extends FakeDownLine {
  readonly localId: string;
  readonly drawn: (DrawnSize | null)[] = [];

  constructor(id: string, localId: string) {
    super(id, 'ada');
    this.localId = localId;
  }

  setDrawnSize(size: DrawnSize | null): void {
    this.drawn.push(size);
  }

  replaced(): void {
    this.events.emit('closed', true);
  }
}

let clock: FakeClock;
let streams: RemoteStreams;
let changes: number;

beforeEach(() => {
  clock = new FakeClock();
  changes = 0;
  streams = new RemoteStreams(() => {
    changes += 1;
  }, clock);
});

const add = (id: string, localId: string, ...kinds: ('audio' | 'video')[]) => {
  const line = new Line(id, localId);
  streams.add(line);
  if (kinds.length > 0) line.receive(...kinds);
  return line;
};
const view = () => streams.views()[0];

describe('a stream that takes the place of another', () => {
  it('shows the last picture until its own is there', () => {
    const first = add('s1', 'x', 'video');
    const picture = first.stream?.getVideoTracks()[0];
    first.replaced();
    const second = add('s2', 'x');
    expect(view()).toMatchObject({ id: 's2', slot: 'x', hasVideo: false });
    expect(view()?.held).toBe(picture);
    second.receive('video');
    expect(view()?.held).toBeUndefined();
  });

  it('shows it for two seconds at most', () => {
    add('s1', 'x', 'video').replaced();
    add('s2', 'x', 'audio');
    clock.advance(1999);
    expect(view()?.held).toBeDefined();
    const before = changes;
    clock.advance(1);
    expect(view()?.held).toBeUndefined();
    expect(changes).toBe(before + 1);
  });

  it.each([
    ['of another name', 'y'],
    ['after an end that was no replacement', 'x'],
  ])('shows none %s', (_, localId) => {
    const first = add('s1', 'x', 'video');
    if (localId === 'x') first.events.emit('closed', false);
    else first.replaced();
    add('s2', localId);
    expect(view()?.held).toBeUndefined();
  });

  it('shows none where there was none', () => {
    add('s1', 'x', 'audio').replaced();
    add('s2', 'x');
    expect(view()?.held).toBeUndefined();
    expect(clock.pending).toBe(0);
  });

  it('leaves nothing behind when it ends', () => {
    add('s1', 'x', 'video').replaced();
    add('s2', 'x').events.emit('closed', false);
    expect(streams.views()).toEqual([]);
    expect(clock.pending).toBe(0);
  });
});

describe('the size in which a stream is drawn', () => {
  it('is told to the stream', () => {
    const line = add('s1', 'x', 'video');
    streams.setDrawnSize('s1', { width: 10, height: 20 });
    streams.setDrawnSize('s1', null);
    streams.setDrawnSize('unknown', null);
    expect(line.drawn).toEqual([{ width: 10, height: 20 }, null]);
  });

  it('is told to nobody where the library does not know of it', () => {
    const old: DownLine = new FakeDownLine('s1', 'ada');
    streams.add(old);
    expect(() => {
      streams.setDrawnSize('s1', null);
    }).not.toThrow();
  });
});

it('waits for nothing after the end', () => {
  add('s1', 'x', 'video').replaced();
  streams.close();
  expect(clock.pending).toBe(0);
});

describe('the views of streams', () => {
  it('are the same objects while nothing of them is different, and in the same list', () => {
    const first = add('s1', 'x', 'video');
    add('s2', 'y', 'audio', 'video');
    const [views, heard] = [streams.views(), streams.heard()];
    expect(heard.map(({ id }) => id)).toEqual(['s2']);
    expect(streams.views()).toBe(views);
    first.events.emit('statusChanged', 'disconnected');
    expect(streams.views()).not.toBe(views);
    expect(streams.views()[0]).toMatchObject({ id: 's1', troubled: true });
    expect(streams.views()[1]).toBe(views[1]);
    expect(streams.heard()).toBe(heard);
  });

  it('are others where another track takes the place of one within the same stream', () => {
    const line = add('s1', 'x', 'video');
    const before = view();
    const [track] = line.stream!.getVideoTracks();
    const other = new FakeTrack('video').asTrack();
    line.stream!.removeTrack(track!);
    line.stream!.addTrack(other);
    line.events.emit('trackRemoved', track!);
    line.events.emit('trackAdded', other, line.stream!);
    expect(view()).not.toBe(before);
    expect(view()?.media?.getVideoTracks()).toEqual([other]);
  });
});
