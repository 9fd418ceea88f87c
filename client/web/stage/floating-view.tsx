import { ArrowUpLeft, Mic, MicOff, PhoneOff, Video, VideoOff } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { layoutTiles } from '../layout/tiles.ts';
import type { Speakers } from '../media/speakers.ts';
import { t } from '../messages/translate.ts';
import type { LocalMedia } from '../state/local-media.ts';
import type { TileView } from '../state/stage.ts';
import { useStore } from '../ui/hooks.ts';
import type { StageModel, StageSnapshot } from './stage-model.ts';
import { SpeakingTile } from './tile.tsx';
import { sizesOf } from './use-drawn-sizes.ts';

/** More would be too small to tell apart. */
const MOST_TILES = 4;
const GAP = 4;
/** The bar of controls below the tiles. */
const BAR = 60;

export interface FloatingViewProps {
  readonly window: Window;
  readonly stage: StageModel;
  readonly speakers: Speakers;
  readonly local: LocalMedia;
  readonly canPresent: boolean;
  readonly onLeave: () => void;
}

/** The meeting in a small window: what is large on the stage, or a few people, and the controls that matter. */
export function FloatingView({
  window: floating,
  stage,
  speakers,
  local,
  canPresent,
  onLeave,
}: FloatingViewProps) {
  const shown = useStore(stage);
  const size = useInnerSize(floating);
  const tiles = chooseFloating(shown);
  const { boxes } = layoutTiles(tiles.length, { width: size.width, height: size.height - BAR, gap: GAP });
  const { drawn } = stage;
  useEffect(() => {
    const placed = tiles.flatMap((tile, index) => {
      const box = boxes[index];
      return box === undefined ? [] : [{ tile, box }];
    });
    drawn.draw('floating', sizesOf(placed));
  });
  useEffect(
    () => () => {
      drawn.draw('floating', new Map());
    },
    [drawn],
  );
  return createPortal(
    <div className="floating">
      <div className="floating__tiles">
        {tiles.map((tile, index) => {
          const box = boxes[index];
          return (
            box !== undefined && (
              <SpeakingTile
                key={tile.key}
                tile={tile}
                {...box}
                speakers={speakers}
                mirrored={shown.options.mirrorSelf && tile.self && tile.kind === 'person'}
              />
            )
          );
        })}
      </div>
      <div className="floating__bar">
        {canPresent && <Devices local={local} />}
        <Control
          label={t('stage.floating.back')}
          icon={<ArrowUpLeft />}
          onClick={() => {
            stage.floating.close();
            globalThis.focus();
          }}
        />
        <Control
          look="leave"
          label={t('control.leave')}
          icon={<PhoneOff />}
          onClick={() => {
            stage.floating.close();
            onLeave();
          }}
        />
      </div>
    </div>,
    floating.document.body,
  );
}

function Devices({ local }: { readonly local: LocalMedia }) {
  const hearing = useStore(local, ({ microphone }) => microphone === 'on');
  const seeing = useStore(local, ({ camera }) => camera === 'on');
  return (
    <>
      <Control
        label={t('control.microphone')}
        pressed={hearing}
        icon={hearing ? <Mic /> : <MicOff />}
        onClick={() => void local.toggleMicrophone()}
      />
      <Control
        label={t('control.camera')}
        pressed={seeing}
        icon={seeing ? <Video /> : <VideoOff />}
        onClick={() => void local.toggleCamera()}
      />
    </>
  );
}

interface ControlProps {
  readonly label: string;
  readonly icon: ReactNode;
  readonly pressed?: boolean;
  readonly look?: 'leave';
  readonly onClick: () => void;
}

function Control({ label, icon, pressed, look, onClick }: ControlProps) {
  return (
    <button
      type="button"
      className="floating__control"
      aria-label={label}
      title={label}
      aria-pressed={pressed}
      data-look={look}
      onClick={onClick}
    >
      {icon}
    </button>
  );
}

/** What is large on the stage; else whoever speaks first, and others as they stand there, oneself last. */
function chooseFloating(shown: StageSnapshot): readonly TileView[] {
  const focus = shown.placed.filter(({ part }) => part === 'focus').map(({ tile }) => tile);
  if (focus.length > 0) return focus.slice(0, MOST_TILES);
  const drawn = shown.placed.map(({ tile }) => tile);
  const seen = drawn.filter((tile) => !tile.self && tile !== shown.spotlight);
  const own = drawn.filter((tile) => tile.self && tile.kind === 'person' && tile !== shown.spotlight);
  const first = shown.spotlight === undefined ? [] : [shown.spotlight];
  return [...first, ...seen.slice(0, MOST_TILES - 2), ...own].slice(0, MOST_TILES);
}

function useInnerSize(floating: Window): { readonly width: number; readonly height: number } {
  const [size, setSize] = useState({ width: floating.innerWidth, height: floating.innerHeight });
  useEffect(() => {
    const resized = () => {
      setSize({ width: floating.innerWidth, height: floating.innerHeight });
    };
    resized();
    floating.addEventListener('resize', resized);
    return () => {
      floating.removeEventListener('resize', resized);
    };
  }, [floating]);
  return size;
}
