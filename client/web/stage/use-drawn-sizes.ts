import { useEffect, useSyncExternalStore } from 'react';
import type { Box } from '../layout/tiles.ts';
import type { DrawnSize } from '../state/remote-streams.ts';
import type { TileView } from '../state/stage.ts';
import type { DrawnSurfaces, SizesByStream } from './drawn-surfaces.ts';
import { tileKeyOf } from './tile-elements.ts';
import type { StageModel, StageSnapshot } from './stage-model.ts';

const NOTHING: SizesByStream = new Map();

/** Lets the pictures come in the size in which the stage draws them; none while nobody sees the page. */
export function useDrawnSizes(stage: StageModel, shown: StageSnapshot, full: Element | null): void {
  const { drawn } = stage;
  const visible = useVisible();
  useEffect(() => {
    const remote = shown.tiles.filter((tile) => tile.video !== null && !tile.self);
    drawn.setStreams(remote.flatMap(({ streamId }) => streamId ?? []));
    drawn.draw('stage', visible ? sizesOf(shown.placed) : NOTHING);
  }, [drawn, shown, visible]);
  useEffect(() => {
    const tile = shown.tiles.find(({ key }) => key === tileKeyOf(full));
    drawn.draw('full', tile === undefined || !visible ? NOTHING : sizesOf([{ tile, box: screen }]));
  }, [drawn, shown, full, visible]);
  useFloatingPicture(drawn, shown.tiles);
}

/** Sizes by stream of tiles that are drawn. */
export function sizesOf(
  placed: readonly { readonly tile: TileView; readonly box: Pick<Box, 'width' | 'height'> }[],
): SizesByStream {
  return new Map(
    placed.flatMap(({ tile, box }) =>
      tile.streamId === undefined || tile.self ? [] : [[tile.streamId, onScreen(box)] as const],
    ),
  );
}

function onScreen({ width, height }: Pick<Box, 'width' | 'height'>): DrawnSize {
  return { width: Math.round(width * devicePixelRatio), height: Math.round(height * devicePixelRatio) };
}

/** One picture may float in a window of the browser's own, also while the page itself is hidden. */
function useFloatingPicture(drawn: DrawnSurfaces, tiles: readonly TileView[]): void {
  useEffect(() => {
    const floats = (event: Event) => {
      const { target } = event;
      const tile = tiles.find(({ key }) => target instanceof Element && key === tileKeyOf(target));
      if (tile === undefined || !(event instanceof PictureInPictureEvent)) return;
      drawn.draw('floating', sizesOf([{ tile, box: event.pictureInPictureWindow }]));
    };
    const ended = () => {
      drawn.draw('floating', NOTHING);
    };
    document.addEventListener('enterpictureinpicture', floats);
    document.addEventListener('leavepictureinpicture', ended);
    return () => {
      document.removeEventListener('enterpictureinpicture', floats);
      document.removeEventListener('leavepictureinpicture', ended);
    };
  }, [drawn, tiles]);
}

function useVisible(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener('visibilitychange', listener);
      return () => {
        document.removeEventListener('visibilitychange', listener);
      };
    },
    () => document.visibilityState === 'visible',
  );
}
