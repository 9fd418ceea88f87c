import { Check, Link } from 'lucide-react';
import { useState } from 'react';
import { layoutFocus } from '../layout/focus.ts';
import { layoutTiles, type Box } from '../layout/tiles.ts';
import type { Speakers } from '../media/speakers.ts';
import { t } from '../messages/translate.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import { chooseTiles, type Stage, type TileView } from '../state/stage.ts';
import { useApp } from '../ui/context.ts';
import { useSize, useStore, type Size } from '../ui/hooks.ts';
import { boxStyle, MoreTile, Tile } from './tile.tsx';

/** More faces at once help nobody, and cost everybody. */
const MOST_TILES = 25;
const GAP = 8;
/** Smaller tiles would hide the names; on a phone the stage scrolls instead. */
const MIN_TILE_WIDTH = 112;

export interface TileGridProps {
  readonly meeting: MeetingSnapshot;
  readonly speakers: Speakers;
  readonly onStopScreen: (streamId: string) => void;
  readonly onMore: () => void;
}

interface Arrangement {
  readonly placed: readonly { readonly tile: TileView; readonly box: Box }[];
  readonly more: { readonly count: number; readonly box: Box } | undefined;
  readonly invitation: Box | undefined;
  readonly height: number;
}

/** The stage: everybody who is seen or heard, and the screens they share. */
export function TileGrid({ meeting, speakers, onStopScreen, onMore }: TileGridProps) {
  const [ref, size] = useSize<HTMLDivElement>();
  const speaking = useStore(speakers);
  const { focus, others } = meeting.stage;
  const alone = meeting.people.length === 1 && focus.length === 0;
  const { placed, more, invitation, height } = arrange(meeting.stage, size, alone);
  return (
    <div className="stage" ref={ref} data-scrolls={height > size.height}>
      <div className="stage__tiles" style={{ height: Math.max(height, size.height) }}>
        {placed.map(({ tile, box }) => (
          <Tile
            key={tile.key}
            tile={tile}
            {...box}
            speaking={speaking.has(tile.owner)}
            onStopScreen={onStopScreen}
          />
        ))}
        {more !== undefined && <MoreTile {...more} onMore={onMore} />}
        {invitation !== undefined && <Invitation box={invitation} />}
        {focus.length + others.length === 0 && !alone && (
          <div className="stage__empty">
            <h2>{t('meeting.nobody')}</h2>
            <p>{t('meeting.nobody.hint')}</p>
          </div>
        )}
      </div>
    </div>
  );
}

function arrange({ focus, others }: Stage, size: Size, alone: boolean): Arrangement {
  const area = { ...size, gap: GAP };
  if (focus.length > 0) {
    const layout = layoutFocus(focus.length, others.length, area);
    const { shown, hidden } = chooseTiles(others, layout.strip.length);
    return {
      placed: [...pair(focus, layout.focus), ...pair(shown, layout.strip)],
      more: moreAt(hidden, layout.strip.at(-1)),
      invitation: undefined,
      height: 0,
    };
  }
  const { shown, hidden } = chooseTiles(others, MOST_TILES);
  const extra = hidden > 0 || alone ? 1 : 0;
  const { boxes, contentHeight } = layoutTiles(shown.length + extra, {
    ...area,
    minTileWidth: MIN_TILE_WIDTH,
  });
  return {
    placed: pair(shown, boxes),
    more: moreAt(hidden, boxes.at(-1)),
    invitation: alone ? boxes.at(-1) : undefined,
    height: contentHeight,
  };
}

function pair(tiles: readonly TileView[], boxes: readonly Box[]): Arrangement['placed'] {
  return tiles.flatMap((tile, index) => {
    const box = boxes[index];
    return box === undefined ? [] : [{ tile, box }];
  });
}

function moreAt(count: number, box: Box | undefined): Arrangement['more'] {
  return count > 0 && box !== undefined ? { count, box } : undefined;
}

/** Stands where the next person will be. */
function Invitation({ box }: { readonly box: Box }) {
  const { notices } = useApp();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname);
      setCopied(true);
    } catch {
      notices.show('warning', t('meeting.copy.failed'));
    }
  };
  return (
    <div className="tile tile--invitation" style={boxStyle(box)}>
      <h2>{t('meeting.alone')}</h2>
      <p>{t('meeting.alone.hint')}</p>
      <button type="button" className="button" onClick={() => void copy()}>
        {copied ? <Check /> : <Link />}
        <span role="status">{t(copied ? 'meeting.copied' : 'meeting.copy')}</span>
      </button>
    </div>
  );
}
