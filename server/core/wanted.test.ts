import { TrackId, type WantedByLabel, type WantedKind } from '@evagore/shared';
import { describe, expect, it } from 'vitest';
import { wantedTracks, type StreamView } from './wanted.ts';

/** A stream whose tracks are named by kind and position: `a1 v1 v2`. */
function aStream(label: string, names = 'a1 v1'): StreamView {
  const tracks = names
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => ({
      id: TrackId.parse(name),
      kind: name.startsWith('a') ? ('audio' as const) : ('video' as const),
    }));
  return { label, tracks };
}

function wanted(stream: StreamView, request: WantedByLabel, override?: WantedKind[]): Record<string, string> {
  return Object.fromEntries(wantedTracks(stream, request, override));
}

const camera = aStream('camera');

describe('wantedTracks', () => {
  it.each<[string, StreamView, WantedByLabel, WantedKind[] | undefined, Record<string, string>]>([
    ['nothing without a request', camera, {}, undefined, {}],
    ['nothing of another label', camera, { screenshare: ['video'] }, undefined, {}],
    ['both kinds', camera, { camera: ['audio', 'video'] }, undefined, { a1: 'best', v1: 'best' }],
    ['sound alone', camera, { camera: ['audio'] }, undefined, { a1: 'best' }],
    ['the picture alone', camera, { camera: ['video'] }, undefined, { v1: 'best' }],
    ['what the entry for all labels says', camera, { '': ['audio'] }, undefined, { a1: 'best' }],
    [
      'an own entry rather than that',
      camera,
      { '': ['audio'], camera: ['video'] },
      undefined,
      { v1: 'best' },
    ],
    ['nothing by an own entry that is empty', camera, { '': ['audio'], camera: [] }, undefined, {}],
    ['what an override says', camera, { camera: ['audio'] }, ['video'], { v1: 'best' }],
    ['nothing by an override that is empty', camera, { camera: ['audio'] }, [], {}],
    ['what an override says without a request', camera, {}, ['audio'], { a1: 'best' }],
    ['the lowest layer of the only picture', camera, { camera: ['video-low'] }, undefined, { v1: 'lowest' }],
    [
      'the best layer where both are asked for',
      camera,
      { camera: ['video-low', 'video'] },
      undefined,
      { v1: 'best' },
    ],
    ['the last of two pictures', aStream('x', 'v1 v2'), { x: ['video-low'] }, undefined, { v2: 'best' }],
    ['the first of two pictures', aStream('x', 'v1 v2'), { x: ['video'] }, undefined, { v1: 'best' }],
    ['the first of two sounds', aStream('x', 'a1 a2 v1'), { x: ['audio'] }, undefined, { a1: 'best' }],
    ['no picture of a stream without one', aStream('x', 'a1'), { x: ['video', 'video-low'] }, undefined, {}],
    ['nothing of a stream without tracks', aStream('x', ''), { x: ['audio', 'video'] }, undefined, {}],
    [
      'a kind once that is asked for twice',
      camera,
      { camera: ['audio', 'audio'] },
      undefined,
      { a1: 'best' },
    ],
    ['a stream without a label', aStream(''), { '': ['audio'] }, undefined, { a1: 'best' }],
  ])('gives %s', (_, stream, request, override, expected) => {
    expect(wanted(stream, request, override)).toEqual(expected);
  });

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty'])(
    'takes %s for a label like others',
    (label) => {
      expect(wanted(aStream(label), {})).toEqual({});
      expect(wanted(aStream(label), { '': ['audio'] })).toEqual({ a1: 'best' });
    },
  );
});
