import { Menu } from '@base-ui/react/menu';
import { useCallback, useEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import '../styles/stage.css';
import { hushPlayback } from '../media/hushed-playback.ts';
import type { Speakers } from '../media/speakers.ts';
import { t } from '../messages/translate.ts';
import { alike } from '../state/selection.ts';
import type { TileView } from '../state/stage.ts';
import { useStore } from '../ui/hooks.ts';
import { steady } from '../ui/spoken.tsx';
import { canFullScreen, toggleFullScreen, useFullScreenElement } from './full-screen.ts';
import { Invitation } from './invitation.tsx';
import { Pager } from './pager.tsx';
import type { StageModel, StageSnapshot } from './stage-model.ts';
import { tileElement, tileKeyOf } from './tile-elements.ts';
import { menuButtonId, TileMenu } from './tile-menu.tsx';
import { SpeakingTile } from './tile.tsx';
import { useDrawnSizes } from './use-drawn-sizes.ts';
import { useGestures } from './use-gestures.ts';
import { usePageKeys } from './use-page-keys.ts';

/** Where others add to the tiles. The same functions always, so that tiles are not drawn again for nothing. */
export interface TileExtras {
  /** Items of a tile's menu, such as how loud somebody is. */
  readonly menu?: (tile: TileView) => ReactNode;
  /** What is to be seen in a tile's corner, such as how good a connection is. */
  readonly corner?: (tile: TileView) => ReactNode;
}

export interface StageProps {
  readonly stage: StageModel;
  readonly speakers: Speakers;
  readonly extras?: TileExtras;
  /** The same function always, so that nothing is drawn again for it. */
  readonly onStopScreen: (streamId: string) => void;
}

/** Everybody who is seen or heard, and the screens they share. */
export const Stage = steady(function Stage({ stage, speakers, extras, onStopScreen }: StageProps) {
  const root = useRef<HTMLDivElement>(null);
  const shown = useStore(stage, drawnOf, alike);
  const full = useFullScreenElement();
  const [menu] = useState(() => Menu.createHandle<TileView>());
  useEffect(() => stage.attach(), [stage]);
  useEffect(() => hushPlayback(), []);
  useSizeOf(root, stage);
  useDrawnSizes(stage, shown, full);
  const turn = useCallback(
    (by: number) => {
      stage.turnPage(by);
    },
    [stage],
  );
  usePageKeys(turn, shown.pages > 1);
  const focus = useHeldFocus(root, stage, shown, tileKeyOf(full));
  const { touched, handlers } = useGestures({
    onTurn: turn,
    onLongPress: (key) => {
      const tile = stage.getSnapshot().tiles.find((each) => each.key === key);
      if (tile !== undefined) menu.open(menuButtonId(tile));
    },
  });
  return (
    <div
      className="stage"
      ref={root}
      tabIndex={-1}
      data-glides={shown.glides}
      {...focus}
      {...handlers}
      onDoubleClick={({ target }) => {
        if (!(target instanceof Element) || target.closest('button') !== null || !canFullScreen()) return;
        const element = tileElement(tileKeyOf(target) ?? '');
        if (element !== undefined) toggleFullScreen(element);
      }}
    >
      {shown.placed.map(({ tile, box }) => (
        <SpeakingTile
          key={tile.key}
          tile={tile}
          {...box}
          speakers={speakers}
          pinned={shown.pinned.has(tile.key)}
          mirrored={shown.options.mirrorSelf && tile.self && tile.kind === 'person'}
          touched={touched === tile.key}
          menu={menu}
          corner={extras?.corner}
          onStopScreen={onStopScreen}
        />
      ))}
      {shown.invitation !== undefined && <Invitation box={shown.invitation} />}
      {shown.placed.length === 0 && shown.invitation === undefined && (
        <Empty withoutTile={shown.withoutTile} stage={stage} />
      )}
      {shown.pager !== undefined && (
        <Pager box={shown.pager} page={shown.page} pages={shown.pages} onTurn={turn} />
      )}
      <TileMenu handle={menu} stage={stage} extra={extras?.menu} onStopScreen={onStopScreen} />
    </div>
  );
});

/** What is to be drawn of it: others may change, on other pages and without a tile. */
type DrawnStage = Omit<StageSnapshot, 'tiles' | 'spotlight'>;

function drawnOf(shown: StageSnapshot): DrawnStage {
  const { placed, pictures, page, pages, pager, invitation, options, pinned, withoutTile, glides } = shown;
  return { placed, pictures, page, pages, pager, invitation, options, pinned, withoutTile, glides };
}

function Empty({ withoutTile, stage }: { readonly withoutTile: number; readonly stage: StageModel }) {
  if (withoutTile === 0) {
    return (
      <div className="stage__empty">
        <h2>{t('meeting.nobody')}</h2>
        <p>{t('meeting.nobody.hint')}</p>
      </div>
    );
  }
  return (
    <div className="stage__empty">
      <h2>{t('stage.hidden.title')}</h2>
      <p>{t('stage.hidden', { count: withoutTile })}</p>
      <button
        type="button"
        className="button"
        onClick={() => {
          stage.choose({ showWithoutVideo: true });
        }}
      >
        {t('stage.hidden.show')}
      </button>
    </div>
  );
}

/** Tells the model how large the stage is, in whole CSS pixels. */
function useSizeOf(root: RefObject<HTMLElement | null>, stage: StageModel): void {
  useEffect(() => {
    const element = root.current;
    if (element === null) return undefined;
    const observer = new ResizeObserver(([entry]) => {
      if (entry === undefined) return;
      const { width, height } = entry.contentRect;
      stage.resize({ width: Math.floor(width), height: Math.floor(height) });
    });
    observer.observe(element);
    return () => {
      observer.disconnect();
    };
  }, [root, stage]);
}

/** A tile with the focus stays; the focus of one that goes nevertheless returns to the stage. */
function useHeldFocus(
  root: RefObject<HTMLElement | null>,
  stage: StageModel,
  shown: DrawnStage,
  full: string | undefined,
) {
  const focused = useRef<string>(undefined);
  useEffect(() => {
    stage.hold(full ?? focused.current);
  }, [stage, full]);
  useEffect(() => {
    const key = focused.current;
    if (key === undefined || shown.placed.some(({ tile }) => tile.key === key)) return;
    focused.current = undefined;
    if (document.activeElement === document.body) root.current?.focus();
  }, [root, shown]);
  return {
    onFocus: ({ target }: { readonly target: Element }) => {
      focused.current = tileKeyOf(target);
      stage.hold(full ?? focused.current);
    },
    onBlur: () => {
      focused.current = undefined;
      stage.hold(full);
    },
  };
}
