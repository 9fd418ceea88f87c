import type { MediaKind, MemberId, StreamId, TrackId } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { chooseSpeaker, HOLD_MS, sceneOfMember, sceneOfStream, type StreamView } from './scene.ts';

/** A stream as in `ada/cam: audio video`. */
function stream(text: string, options: { label?: string; lineage?: string[] } = {}): StreamView {
  const [owner = '', id = '', ...kinds] = text.split(/[/: ]+/);
  return {
    id: id as StreamId,
    label: options.label ?? 'camera',
    owner: { id: owner as MemberId },
    tracks: kinds.map((kind) => ({ id: `${id}-${kind}` as TrackId, kind: kind as MediaKind })),
    lineage: (options.lineage ?? []) as StreamId[],
  };
}

/** What is shown, as in `cam: audio video`. */
function told(scene: ReadonlyMap<StreamView, readonly string[]>): string[] {
  return [...scene].map(([{ id }, kinds]) => `${id}: ${kinds.join(' ')}`);
}

const ada = stream('ada/a: audio video');
const bob = stream('bob/b: audio video');
const track = (id: string) => id as TrackId;

describe('sceneOfStream', () => {
  it('is the stream that was asked for, in the layer that was', () => {
    expect(told(sceneOfStream([ada, bob], bob.id, 'high'))).toEqual(['b: audio video']);
    expect(told(sceneOfStream([ada, bob], bob.id, 'low'))).toEqual(['b: audio video-low']);
  });

  it('is the one that took its place', () => {
    const successor = stream('bob/b3: audio', { lineage: ['b2', 'b'] });
    expect(told(sceneOfStream([ada, successor], bob.id, 'high'))).toEqual(['b3: audio video']);
  });

  it('is empty without either', () => {
    expect(told(sceneOfStream([ada], bob.id, 'high'))).toEqual([]);
  });
});

describe('chooseSpeaker', () => {
  const choose = (
    streams: StreamView[],
    speaker: string | undefined,
    before?: [owner: string, since: number],
  ) =>
    chooseSpeaker(streams, {
      speaker: speaker as TrackId | undefined,
      before: before && { owner: before[0] as MemberId, since: before[1] },
      now: 10_000,
    });

  it.each([
    ['nobody where nobody publishes', [], undefined, undefined, undefined],
    ['who published first, until somebody speaks', [ada, bob], undefined, undefined, 'ada'],
    ['who speaks', [ada, bob], 'b-audio', undefined, 'bob'],
    ['who spoke last, though silent now', [ada, bob], undefined, ['bob', 0], 'bob'],
    ['another when that one is gone', [ada], 'b-audio', ['bob', 0], 'ada'],
    ['nobody when all are gone', [], 'b-audio', ['bob', 0], undefined],
    ['who is shown, when the speaker has no stream any more', [ada, bob], 'c-audio', ['bob', 0], 'bob'],
    ['who speaks after the hold', [ada, bob], 'a-audio', ['bob', 10_000 - HOLD_MS], 'ada'],
    ['who speaks at once, when the one before is gone', [ada], 'a-audio', ['bob', 9_999], 'ada'],
  ] as const)('shows %s', (_, streams, speaker, before, owner) => {
    const { shown, againInMs } = choose([...streams], speaker, before && [before[0], before[1]]);
    expect(shown?.owner).toBe(owner);
    expect(againInMs).toBeUndefined();
  });

  it('does not leave somebody at once, and says when it may', () => {
    expect(choose([ada, bob], 'a-audio', ['bob', 9_500])).toEqual({
      shown: { owner: 'bob', since: 9_500 },
      againInMs: HOLD_MS - 500,
    });
  });

  it('does not wait longer for a clock that was set back', () => {
    expect(choose([ada, bob], 'a-audio', ['bob', 99_000]).againInMs).toBe(HOLD_MS);
  });

  it('keeps the time from which somebody is shown', () => {
    expect(choose([ada, bob], 'b-audio', ['bob', 42]).shown?.since).toBe(42);
  });
});

describe('sceneOfMember', () => {
  const scene = (streams: StreamView[], speaker?: string, layer: 'high' | 'low' = 'high') =>
    told(sceneOfMember(streams, 'ada' as MemberId, { speaker: speaker as TrackId | undefined, layer }));
  const screen = stream('ada/s: audio video', { label: 'screenshare' });
  const microphone = stream('ada/m: audio', { label: 'microphone' });

  it('is what a member sends, and nothing of others', () => {
    expect(scene([bob, ada])).toEqual(['a: audio video']);
    expect(scene([bob])).toEqual([]);
  });

  it('is the picture of the camera before any other', () => {
    expect(scene([screen, ada])).toEqual(['a: audio video']);
    expect(scene([screen])).toEqual(['s: audio video']);
  });

  it('is the sound by which the member is known to speak', () => {
    expect(scene([screen, ada], 's-audio')).toEqual(['s: audio', 'a: video']);
    expect(scene([microphone, stream('ada/v: video')], 'm-audio')).toEqual(['m: audio', 'v: video']);
  });

  it('is in small pictures for those who asked for them', () => {
    expect(scene([ada], undefined, 'low')).toEqual(['a: audio video-low']);
  });

  it('may be without sound, or without picture', () => {
    expect(scene([stream('ada/v: video')])).toEqual(['v: video']);
    expect(scene([microphone], track('m-audio'))).toEqual(['m: audio']);
  });
});
