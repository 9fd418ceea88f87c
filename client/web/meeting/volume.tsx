import { Dialog } from '@base-ui/react/dialog';
import { Slider } from '@base-ui/react/slider';
import { Volume2, VolumeX, X } from 'lucide-react';
import { useState } from 'react';
import '../styles/volume.css';
import { t } from '../messages/translate.ts';
import { usePeople } from '../people/scope.ts';
import type { Participant } from '../state/participants.ts';
import { useStore } from '../ui/hooks.ts';

type Someone = Pick<Participant, 'id' | 'name' | 'username'>;

/** The volume is set in steps of this many percent by keys. */
const STEP = 5;

interface VolumeProps {
  readonly person: Someone;
}

/**
 * How loud somebody is heard, for the reader alone: a slider in percent, and silence at a touch. Needs nothing but to be
 * inside of a meeting.
 */
function Volume({ person }: VolumeProps) {
  const { volumes } = usePeople();
  useStore(volumes);
  const { level, muted } = volumes.of(person);
  const { name } = person;
  const [adjustable] = useState(canAdjust);
  const percent = Math.round(level * 100);
  return (
    <div className="volume" data-muted={muted}>
      <button
        type="button"
        className="icon-button"
        aria-label={t(muted ? 'volume.unmute' : 'volume.mute', { name })}
        onClick={() => {
          // Whoever wants to hear somebody again does not want silence at the other end of the slider either.
          volumes.set(person, { level: muted && level === 0 ? 1 : level, muted: !muted });
        }}
      >
        {muted ? <VolumeX /> : <Volume2 />}
      </button>
      {adjustable ? (
        <Slider.Root
          className="slider"
          value={muted ? 0 : percent}
          step={STEP}
          largeStep={4 * STEP}
          onValueChange={(next) => {
            volumes.set(person, { level: next / 100, muted: false });
          }}
        >
          <Slider.Control className="slider__control">
            <Slider.Track className="slider__track">
              <Slider.Indicator className="slider__indicator" />
              <Slider.Thumb
                className="slider__thumb"
                aria-label={t('volume.level')}
                getAriaValueText={(_, value) => `${value.toString()} %`}
              />
            </Slider.Track>
          </Slider.Control>
        </Slider.Root>
      ) : (
        <span className="volume__fixed">{t('volume.fixed')}</span>
      )}
      <span className="volume__percent" aria-hidden="true">
        {muted ? 0 : percent} %
      </span>
    </div>
  );
}

export interface VolumeDialogProps extends VolumeProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** What gets the focus afterwards; by default, what had it before. */
  readonly finalFocus?: (() => HTMLElement | null) | undefined;
}

/** {@link Volume} in a small dialog, for menus. */
export function VolumeDialog({ person, open, onOpenChange, finalFocus }: VolumeDialogProps) {
  return (
    <Dialog.Root open={open} onOpenChange={onOpenChange}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog" {...(finalFocus !== undefined && { finalFocus })}>
          <Dialog.Title className="dialog__title">{t('volume.title', { name: person.name })}</Dialog.Title>
          <Dialog.Description className="dialog__text">
            {t(person.username === '' ? 'volume.hint.nameless' : 'volume.hint')}
          </Dialog.Description>
          <Volume person={person} />
          <Dialog.Close className="icon-button dialog__close" aria-label={t('common.close')}>
            <X />
          </Dialog.Close>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** On some phones the volume of a page is the phone's, and cannot be set. */
function canAdjust(): boolean {
  const player = new Audio();
  player.volume = 0.5;
  return player.volume === 0.5;
}
