import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';
import '../styles/effects.css';
import { t } from '../messages/translate.ts';
import { NOISE_SUPPRESSIONS, type NoiseSuppression } from './effect-choice.ts';
import { noiseSentence } from './effect-sentence.ts';
import { Failure } from './failure.tsx';

export interface NoisePickerProps {
  readonly value: NoiseSuppression;
  readonly onChange: (choice: NoiseSuppression) => void;
  /** Whether this browser can run our own: {@link canSuppressNoise}. */
  readonly supported: boolean;
  /** What takes the place of our own, which was wanted and does not work. */
  readonly instead?: NoiseSuppression | undefined;
  /** Tries again what failed. */
  readonly onRetry?: (() => void) | undefined;
}

/** Who takes noise out of one's voice. What is chosen holds at once. */
export function NoisePicker({ value, onChange, supported, instead, onRetry }: NoisePickerProps) {
  const id = useId();
  const choices = NOISE_SUPPRESSIONS.filter((choice) => supported || choice !== 'rnnoise');
  return (
    <div className="field">
      <span className="label" id={id}>
        {t('effects.noise')}
      </span>
      <Failure sentence={instead === undefined ? undefined : noiseSentence(instead)} onRetry={onRetry} />
      <RadioGroup
        className="effects__noise"
        aria-labelledby={id}
        value={value}
        onValueChange={(choice) => {
          onChange(choice);
        }}
      >
        {choices.map((choice) => (
          <label key={choice} className="effect-turn">
            <Radio.Root value={choice} className="effect-turn__face" aria-describedby={`${id}-hint`} />
            <span>{t(`effects.noise.${choice}`)}</span>
          </label>
        ))}
      </RadioGroup>
      <p className="effects__status" id={`${id}-hint`}>
        {t(`effects.noise.${value}.hint`)}
      </p>
    </div>
  );
}
