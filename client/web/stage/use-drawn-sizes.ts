import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Box } from '../layout/tiles.ts';
import type { DrawnSize } from '../state/remote-streams.ts';
import type { TileView } from '../state/stage.ts';
import type { DrawnSurfaces, SizesByStream } from './drawn-surfaces.ts';
import { tileKeyOf } from './tile-elements.ts';
import type { StageModel, StageSnapshot } from './stage-model.ts';

const NOTHING: SizesByStream = new Map();

/** Lets the pictures come in the size in which the stage draws them; none while nobody sees the page. */
export function useDrawnSizes(
  { drawn }: Pick<StageModel, 'drawn'>,
  { placed, pictures }: Pick<StageSnapshot, 'placed' | 'pictures'>,
  full: Element | null,
): void {
  const visible = useVisible();
  useEffect(() => {
    drawn.setStreams(pictures.flatMap(({ streamId }) => streamId ?? []));
    drawn.draw('stage', visible ? sizesOf(placed) : NOTHING);
  }, [drawn, placed, pictures, visible]);
  const wholeScreen = useScreenSize();
  useEffect(() => {
    const tile = pictures.find(({ key }) => key === tileKeyOf(full));
    drawn.draw('full', tile === undefined || !visible ? NOTHING : sizesOf([{ tile, box: wholeScreen }]));
  }, [drawn, pictures, full, visible, wholeScreen]);
  useFloatingPicture(drawn, pictures);
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
  const [floating, setFloating] = useState<{
    readonly key: string | undefined;
    readonly window: PictureInPictureWindow;
  }>();
  useEffect(() => {
    const floats = (event: Event) => {
      const { target } = event;
      if (!(event instanceof PictureInPictureEvent) || !(target instanceof Element)) return;
      setFloating({ key: tileKeyOf(target), window: event.pictureInPictureWindow });
    };
    const ended = () => {
      setFloating(undefined);
    };
    document.addEventListener('enterpictureinpicture', floats);
    document.addEventListener('leavepictureinpicture', ended);
    return () => {
      document.removeEventListener('enterpictureinpicture', floats);
      document.removeEventListener('leavepictureinpicture', ended);
    };
  }, []);
  const key = floating?.key;
  const tile = key === undefined ? undefined : tiles.find((each) => each.key === key);
  useEffect(() => {
    if (tile === undefined || floating === undefined) return undefined;
    const { window } = floating;
    const draw = () => {
      drawn.draw('floating', sizesOf([{ tile, box: window }]));
    };
    draw();
    // People pull it larger to see better.
    window.addEventListener('resize', draw);
    return () => {
      window.removeEventListener('resize', draw);
      drawn.draw('floating', NOTHING);
    };
  }, [drawn, tile, floating]);
}

/** In CSS pixels. A phone that is turned has another one. */
function useScreenSize(): Pick<Box, 'width' | 'height'> {
  const [size, setSize] = useState(() => ({ width: screen.width, height: screen.height }));
  useEffect(() => {
    const measure = () => {
      const { width, height } = screen;
      setSize((before) => (before.width === width && before.height === height ? before : { width, height }));
    };
    addEventListener('resize', measure);
    return () => {
      removeEventListener('resize', measure);
    };
  }, []);
  return size;
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
