import { FakeTrack } from '../../state/fakes.ts';
import type { TileView } from '../../state/stage.ts';

/** Somebody's tile, with a picture; `me` is oneself. */
export function aPerson(id: string, fields: Partial<TileView> = {}): TileView {
  return {
    key: `person:${id}`,
    kind: 'person',
    owner: id,
    name: id,
    self: id === 'me',
    video: new FakeTrack('video').asTrack(),
    streamId: `camera-of-${id}`,
    microphone: 'on',
    hand: false,
    troubled: false,
    reconnecting: false,
    ...fields,
  };
}

/** The screen that somebody shares. */
export function aScreen(owner: string, fields: Partial<TileView> = {}): TileView {
  return aPerson(owner, {
    key: `screen:${owner}`,
    kind: 'screen',
    streamId: `screen-of-${owner}`,
    ...fields,
  });
}
