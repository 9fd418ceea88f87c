import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { FlipHorizontal2, FlipVertical2, RotateCw, Square } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { t } from '../messages/translate.ts';
import { ORIENTATIONS, type Orientation } from './effect-choice.ts';

/** Named after the line that they turn around, not after the direction. */
const ICONS: Readonly<Record<Orientation, ReactNode>> = {
  none: <Square />,
  mirror: <FlipVertical2 />,
  flip: <FlipHorizontal2 />,
  rotate: <RotateCw />,
};

export interface OrientationPickerProps {
  readonly value: Orientation;
  readonly onChange: (orientation: Orientation) => void;
}

/** For cameras that hang from a ceiling or look into a mirror. */
export function OrientationPicker({ value, onChange }: OrientationPickerProps) {
  const id = useId();
  return (
    <div className="field">
      <span className="label" id={id}>
        {t('effects.orientation')}
      </span>
      <RadioGroup
        className="effects__turns"
        aria-labelledby={id}
        value={value}
        onValueChange={(orientation) => {
          onChange(orientation);
        }}
      >
        {ORIENTATIONS.map((orientation) => (
          <label key={orientation} className="effect-turn">
            <Radio.Root value={orientation} className="effect-turn__face">
              {ICONS[orientation]}
            </Radio.Root>
            <span>{t(`effects.orientation.${orientation}`)}</span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
