import { Slider } from '@base-ui/react/slider';
import { Pause, Play, Square, Volume2 } from 'lucide-react';
import { useEffect } from 'react';
import '../styles/file-controls.css';
import '../styles/volume.css';
import type { FilePlayer } from '../local/file-player.ts';
import { t } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import { useStore } from '../ui/hooks.ts';
import { clockTime } from '../time/clock-time.ts';
import { useSpeakerId } from './use-loudspeaker.ts';

/** The controls of the files that one plays to everybody. */
export function FileControls({ own, local }: { readonly own: LocalSnapshot; readonly local: LocalMedia }) {
  if (own.files.length === 0) return null;
  return (
    <div className="file-controls">
      {own.files.map(({ streamId, player }) => (
        <Player
          key={streamId}
          player={player}
          onStop={() => {
            local.stopScreen(streamId);
          }}
        />
      ))}
    </div>
  );
}

function Player({ player, onStop }: { readonly player: FilePlayer; readonly onStop: () => void }) {
  const { name, playing, position, duration, volume } = useStore(player);
  const speakerId = useSpeakerId();
  useEffect(() => {
    player.setLoudspeaker(speakerId);
  }, [player, speakerId]);
  const known = Number.isFinite(duration) && duration > 0;
  return (
    <section className="player" aria-label={t('devices.file.now', { name })}>
      <p className="player__name">{name}</p>
      <button
        type="button"
        className="icon-button"
        aria-label={t(playing ? 'devices.file.pause' : 'devices.file.play')}
        onClick={() => {
          if (playing) player.pause();
          else void player.play();
        }}
      >
        {playing ? <Pause /> : <Play />}
      </button>
      <span className="player__time">{clockTime(position)}</span>
      <Slider.Root
        className="slider player__position"
        min={0}
        max={known ? duration : Math.max(position, 1)}
        step={1}
        largeStep={10}
        value={position}
        disabled={!known}
        onValueChange={(value) => {
          player.seek(value);
        }}
      >
        <Bar label={t('devices.file.position', { name })} text={(value) => clockTime(value)} />
      </Slider.Root>
      <span className="player__time">{known ? clockTime(duration) : '–:––'}</span>
      <Volume2 className="player__icon" />
      <Slider.Root
        className="slider player__volume"
        min={0}
        max={1}
        step={0.05}
        largeStep={0.2}
        value={volume}
        onValueChange={(value) => {
          player.setVolume(value);
        }}
      >
        <Bar label={t('devices.file.volume')} text={(value) => `${Math.round(value * 100).toString()} %`} />
      </Slider.Root>
      <button type="button" className="button button--small" onClick={onStop}>
        <Square />
        {t('devices.file.stop')}
      </button>
    </section>
  );
}

function Bar({ label, text }: { readonly label: string; readonly text: (value: number) => string }) {
  return (
    <Slider.Control className="slider__control">
      <Slider.Track className="slider__track">
        <Slider.Indicator className="slider__indicator" />
        <Slider.Thumb
          className="slider__thumb"
          aria-label={label}
          getAriaValueText={(_, value) => text(value)}
        />
      </Slider.Track>
    </Slider.Control>
  );
}
