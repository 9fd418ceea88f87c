import { Menu } from '@base-ui/react/menu';
import {
  Check,
  EllipsisVertical,
  EyeOff,
  Maximize,
  PictureInPicture2,
  Pin,
  PinOff,
  ScreenShareOff,
  Shrink,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { t } from '../messages/translate.ts';
import type { TileView } from '../state/stage.ts';
import { useStore } from '../ui/hooks.ts';
import { useMenuSubject } from '../ui/use-menu-subject.ts';
import { togglePictureInPicture } from './floating.ts';
import { canFullScreen, toggleFullScreen } from './full-screen.ts';
import type { StageModel, StageSnapshot } from './stage-model.ts';
import { tileElement, tilePicture } from './tile-elements.ts';

/** Ties the buttons of all tiles to the one menu. */
export type TileMenuHandle = ReturnType<typeof Menu.createHandle<TileView>>;

export function menuButtonId({ key }: TileView): string {
  return `tile-menu-${key}`;
}

export function TileMenuButton({ menu, tile }: { readonly menu: TileMenuHandle; readonly tile: TileView }) {
  return (
    <Menu.Trigger
      handle={menu}
      payload={tile}
      id={menuButtonId(tile)}
      className="tile__menu"
      aria-label={t('tile.menu', { name: tile.name })}
    >
      <EllipsisVertical />
    </Menu.Trigger>
  );
}

export interface TileMenuProps {
  readonly handle: TileMenuHandle;
  readonly stage: StageModel;
  /** What others can do about a tile. */
  readonly extra?: ((tile: TileView) => ReactNode) | undefined;
  readonly onStopScreen: (streamId: string) => void;
}

/** What can be done with a tile. */
export function TileMenu(props: TileMenuProps) {
  return (
    <Menu.Root handle={props.handle}>
      {({ payload }) => payload !== undefined && <Entries {...props} tileKey={payload.key} />}
    </Menu.Root>
  );
}

function Entries({
  handle,
  stage,
  tileKey,
  extra,
  onStopScreen,
}: TileMenuProps & { readonly tileKey: string }) {
  const shown = useStore(stage);
  // The tile as it is now, not as it was when its menu was opened.
  const tile = useMenuSubject(
    handle,
    shown.tiles.find(({ key }) => key === tileKey),
  );
  return (
    tile !== undefined && (
      <Menu.Portal>
        <Menu.Positioner side="bottom" align="end" sideOffset={4} collisionPadding={8}>
          <Menu.Popup
            className="menu"
            // Where the tile has gone elsewhere, and its button with it, the stage itself; a dialog or a panel that an
            // item has opened keeps the focus.
            finalFocus={() =>
              document.querySelector('.dialog, .panel :focus') === null &&
              (document.getElementById(menuButtonId(tile)) ?? document.querySelector<HTMLElement>('.stage'))
            }
          >
            <PlaceItems tile={tile} stage={stage} shown={shown} />
            <ScreenItems tile={tile} />
            {tile.kind === 'person' && tile.self && <OwnItems stage={stage} shown={shown} />}
            {extra?.(tile)}
            {tile.kind !== 'person' && tile.self && (
              <Item
                icon={ScreenShareOff}
                text={t('tile.stop')}
                onClick={() => {
                  if (tile.streamId !== undefined) onStopScreen(tile.streamId);
                }}
              />
            )}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    )
  );
}

interface PartProps {
  readonly tile: TileView;
  readonly stage: StageModel;
  readonly shown: StageSnapshot;
}

function PlaceItems({ tile, stage, shown }: PartProps) {
  const { key } = tile;
  const pinned = shown.pinned.has(key);
  const shared = tile.kind === 'screen' && !tile.self && shown.pinned.size === 0;
  const large = shown.placed.some((placed) => placed.tile.key === key && placed.part === 'focus');
  return (
    <>
      <Item
        icon={pinned ? PinOff : Pin}
        text={t(pinned ? 'tile.unpin' : 'tile.pin')}
        onClick={() => {
          stage.togglePin(key);
        }}
      />
      {shown.pinned.size > 1 && (
        <Item
          icon={PinOff}
          text={t('tile.unpin.all')}
          onClick={() => {
            stage.unpinAll();
          }}
        />
      )}
      {shared && (
        <Item
          icon={large ? Shrink : Maximize}
          text={t(large ? 'tile.smaller' : 'tile.larger')}
          onClick={() => {
            stage.toggleSmall(key);
          }}
        />
      )}
    </>
  );
}

function ScreenItems({ tile }: { readonly tile: TileView }) {
  const { key } = tile;
  return (
    <>
      {canFullScreen() && (
        <Item
          icon={Maximize}
          text={t('tile.fullscreen')}
          onClick={() => {
            const element = tileElement(key);
            if (element !== undefined) toggleFullScreen(element);
          }}
        />
      )}
      {tile.video !== null && document.pictureInPictureEnabled && (
        <Item
          icon={PictureInPicture2}
          text={t('tile.floating')}
          onClick={() => {
            // The browser may refuse, for instance a picture that has no frame yet.
            togglePictureInPicture(tilePicture(key)).catch(() => undefined);
          }}
        />
      )}
    </>
  );
}

function OwnItems({ stage, shown }: Pick<PartProps, 'stage' | 'shown'>) {
  return (
    <>
      <Menu.Separator className="menu__line" />
      <Menu.CheckboxItem
        className="menu__item"
        checked={shown.options.mirrorSelf}
        onCheckedChange={(mirrorSelf) => {
          stage.choose({ mirrorSelf });
        }}
      >
        <span className="menu__tick">
          <Menu.CheckboxItemIndicator>
            <Check />
          </Menu.CheckboxItemIndicator>
        </span>
        {t('tile.mirror')}
      </Menu.CheckboxItem>
      <Item
        icon={EyeOff}
        text={t('tile.hide')}
        onClick={() => {
          stage.choose({ hideSelf: true });
        }}
      />
    </>
  );
}

interface ItemProps {
  readonly icon: LucideIcon;
  readonly text: string;
  readonly onClick: () => void;
}

function Item({ icon: Icon, text, onClick }: ItemProps) {
  return (
    <Menu.Item className="menu__item" onClick={onClick}>
      <Icon />
      {text}
    </Menu.Item>
  );
}
