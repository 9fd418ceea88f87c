import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { useId } from 'react';

export interface ChoicesProps<Value extends string> {
  readonly title: string;
  readonly choices: readonly (readonly [value: Value, text: string])[];
  readonly chosen: Value;
  readonly onChoose: (value: Value) => void;
}

/** One of a few words, side by side. */
export function Choices<Value extends string>({ title, choices, chosen, onChoose }: ChoicesProps<Value>) {
  const id = useId();
  return (
    <div className="field">
      <span className="label" id={id}>
        {title}
      </span>
      <RadioGroup
        className="invite-choices"
        aria-labelledby={id}
        value={chosen}
        onValueChange={(value) => {
          onChoose(value);
        }}
      >
        {choices.map(([value, text]) => (
          <label key={value} className="invite-choice">
            <Radio.Root value={value} className="invite-choice__mark">
              <Radio.Indicator className="invite-choice__dot" />
            </Radio.Root>
            {text}
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}
