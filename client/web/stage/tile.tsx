import { Hand, LoaderCircle, MicOff, Minimize, Pin, ScreenShareOff, WifiOff } from 'lucide-react';
import { type CSSProperties, type ReactNode } from 'react';
import type { Box } from '../layout/tiles.ts';
import type { Speakers } from '../media/speakers.ts';
import { t } from '../messages/translate.ts';
import { initialsOf } from '../state/participants.ts';
import type { TileView } from '../state/stage.ts';
import { hueStyle } from '../ui/avatar.tsx';
import { useStore } from '../ui/hooks.ts';
import { steady } from '../ui/spoken.tsx';
import { leaveFullScreen } from './full-screen.ts';
import { Picture } from './picture.tsx';
import { TileMenuButton, type TileMenuHandle } from './tile-menu.tsx';

export interface TileProps extends Box {
  readonly tile: TileView;
  readonly speaking: boolean;
  readonly pinned?: boolean;
  readonly mirrored?: boolean;
  /** Shows its button without being pointed at. */
  readonly touched?: boolean;
  /** Absent where tiles have no menu. */
  readonly menu?: TileMenuHandle;
  /** What others have to say about a tile, in its corner. The same function always. */
  readonly corner?: ((tile: TileView) => ReactNode) | undefined;
  readonly onStopScreen?: (streamId: string) => void;
}

/** One person, or one screen. Its place comes as numbers, so that a tile which stays is not drawn again. */
const Tile = steady(function Tile(props: TileProps) {
  const { tile, width, height, speaking, pinned = false, mirrored = false, touched = false } = props;
  const { kind, self, name, streamId } = tile;
  const { menu, corner, onStopScreen } = props;
  return (
    <article
      className="tile"
      style={{ ...hueStyle(tile.owner), ...boxStyle(props) }}
      data-key={tile.key}
      data-kind={kind}
      data-speaking={speaking && kind === 'person'}
      data-small={width < 200}
      data-reconnecting={tile.reconnecting}
      data-pinned={pinned}
      data-touched={touched}
      aria-label={describe(tile, pinned)}
    >
      {kind === 'person' ? (
        <span className="tile__avatar" aria-hidden="true">
          {initialsOf(name)}
        </span>
      ) : (
        <span className="tile__waiting">{t('tile.waiting')}</span>
      )}
      {tile.video !== null && (
        <Picture track={tile.video} mirrored={mirrored} whole={kind !== 'person'} aspect={width / height} />
      )}
      <Trouble tile={tile} />
      {tile.hand && (
        <span className="tile__hand" aria-hidden="true">
          <Hand />
        </span>
      )}
      <span className="tile__label" aria-hidden="true">
        {pinned && <Pin className="tile__pin" />}
        {kind === 'person' && tile.microphone !== 'on' && <MicOff className="tile__muted" />}
        <span className="tile__name">{self && kind === 'person' ? t('tile.you') : name}</span>
      </span>
      {corner !== undefined && <span className="tile__corner">{corner(tile)}</span>}
      {kind !== 'person' && self && streamId !== undefined && onStopScreen !== undefined && (
        <button
          type="button"
          className="tile__stop"
          aria-label={t('tile.stop')}
          onClick={() => {
            onStopScreen(streamId);
          }}
        >
          <ScreenShareOff />
          <span>{t('tile.stop')}</span>
        </button>
      )}
      {menu !== undefined && <TileMenuButton menu={menu} tile={tile} />}
      <button type="button" className="tile__leave-full" onClick={leaveFullScreen}>
        <Minimize />
        {t('tile.fullscreen.leave')}
      </button>
    </article>
  );
});

/** A tile that knows by itself who speaks, so that a voice is drawn where it belongs and nowhere else. */
export const SpeakingTile = steady(function SpeakingTile({
  speakers,
  ...props
}: Omit<TileProps, 'speaking'> & { readonly speakers: Speakers }) {
  const { owner } = props.tile;
  return <Tile {...props} speaking={useStore(speakers, (speaking) => speaking.has(owner))} />;
});

function Trouble({ tile }: { readonly tile: TileView }) {
  if (!tile.reconnecting && !tile.troubled) return null;
  return (
    <span className="tile__trouble">
      {tile.reconnecting ? <LoaderCircle /> : <WifiOff />}
      <span>{t(tile.reconnecting ? 'people.reconnecting' : 'tile.trouble')}</span>
    </span>
  );
}

export function boxStyle({ x, y, width, height }: Box): CSSProperties {
  return {
    transform: `translate(${x.toString()}px, ${y.toString()}px)`,
    width,
    height,
    // The avatar and its letters are drawn in proportion to the tile.
    '--side': `${Math.min(width, height).toString()}px`,
  } as CSSProperties;
}

function describe(tile: TileView, pinned: boolean): string {
  const facts = [tile.self && tile.kind === 'person' ? `${tile.name} (${t('people.you')})` : tile.name];
  if (tile.kind === 'person' && tile.microphone !== 'on') facts.push(t('tile.muted'));
  if (tile.reconnecting) facts.push(t('tile.reconnecting'));
  if (tile.hand) facts.push(t('tile.hand'));
  if (pinned) facts.push(t('tile.pinned'));
  return facts.join(', ');
}
