import { Hand, LoaderCircle, MicOff, ScreenShareOff, WifiOff } from 'lucide-react';
import { memo, useRef, useState, type CSSProperties } from 'react';
import type { Box } from '../layout/tiles.ts';
import { t } from '../messages/translate.ts';
import { initialsOf } from '../state/participants.ts';
import type { TileView } from '../state/stage.ts';
import { hueStyle } from '../ui/avatar.tsx';
import { useStreamIn } from '../ui/hooks.ts';

export interface TileProps {
  readonly tile: TileView;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly speaking: boolean;
  readonly onStopScreen: (streamId: string) => void;
}

/** Beyond this share of a picture that would be cut off, bars are better than a cropped face. */
const MOST_CROPPED = 0.5;

/** One person, or one screen. Its place comes as numbers, so that a tile which stays is not drawn again. */
export const Tile = memo(function Tile({ tile, x, y, width, height, speaking, onStopScreen }: TileProps) {
  const { kind, self, name, streamId } = tile;
  return (
    <article
      className="tile"
      style={{ ...hueStyle(tile.owner), ...boxStyle({ x, y, width, height }) }}
      data-kind={kind}
      data-speaking={speaking && kind === 'person'}
      data-small={width < 200}
      data-reconnecting={tile.reconnecting}
      aria-label={describe(tile)}
    >
      {kind === 'person' ? (
        <span className="tile__avatar" aria-hidden="true">
          {initialsOf(name)}
        </span>
      ) : (
        <span className="tile__waiting">{t('tile.waiting')}</span>
      )}
      {tile.video !== null && (
        <Picture
          media={tile.video}
          mirrored={self && kind === 'person'}
          whole={kind !== 'person'}
          aspect={width / height}
        />
      )}
      {tile.reconnecting && (
        <span className="tile__trouble">
          <LoaderCircle />
          <span>{t('people.reconnecting')}</span>
        </span>
      )}
      {tile.troubled && !tile.reconnecting && (
        <span className="tile__trouble">
          <WifiOff />
          <span>{t('tile.trouble')}</span>
        </span>
      )}
      {tile.hand && (
        <span className="tile__hand" aria-hidden="true">
          <Hand />
        </span>
      )}
      {kind === 'screen' && self && streamId !== undefined && (
        <button
          type="button"
          className="tile__stop"
          onClick={() => {
            onStopScreen(streamId);
          }}
        >
          <ScreenShareOff />
          {t('tile.stop')}
        </button>
      )}
      <span className="tile__label" aria-hidden="true">
        {kind === 'person' && tile.microphone !== 'on' && <MicOff className="tile__muted" />}
        <span className="tile__name">{self && kind === 'person' ? t('tile.you') : name}</span>
      </span>
    </article>
  );
});

/** The place that says how many people are not shown. */
export function MoreTile({
  count,
  box,
  onMore,
}: {
  readonly count: number;
  readonly box: Box;
  readonly onMore: () => void;
}) {
  return (
    <button type="button" className="tile tile--more" style={boxStyle(box)} onClick={onMore}>
      {t('meeting.more', { count })}
    </button>
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

interface PictureProps {
  readonly media: MediaStream;
  readonly mirrored: boolean;
  readonly whole: boolean;
  readonly aspect: number;
}

/** Lies over what stands for it, and shows with its first frame. */
function Picture({ media, mirrored, whole, aspect }: PictureProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [own, setOwn] = useState<number>();
  useStreamIn(video, media);
  const measure = () => {
    const element = video.current;
    if (element !== null && element.videoHeight > 0) setOwn(element.videoWidth / element.videoHeight);
  };
  return (
    <video
      ref={video}
      className="tile__video"
      autoPlay
      playsInline
      muted
      data-ready={own !== undefined}
      data-mirrored={mirrored}
      data-fit={whole || crops(own, aspect) ? 'contain' : 'cover'}
      onLoadedMetadata={measure}
      onResize={measure}
    />
  );
}

function crops(own: number | undefined, aspect: number): boolean {
  return own !== undefined && 1 - Math.min(own, aspect) / Math.max(own, aspect) > MOST_CROPPED;
}

function describe(tile: TileView): string {
  const facts = [tile.self && tile.kind === 'person' ? `${tile.name} (${t('people.you')})` : tile.name];
  if (tile.kind === 'person' && tile.microphone !== 'on') facts.push(t('tile.muted'));
  if (tile.reconnecting) facts.push(t('tile.reconnecting'));
  if (tile.hand) facts.push(t('tile.hand'));
  return facts.join(', ');
}
