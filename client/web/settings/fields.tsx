import { Radio } from '@base-ui/react/radio';
import { RadioGroup } from '@base-ui/react/radio-group';
import { Switch } from '@base-ui/react/switch';
import { ChevronDown } from 'lucide-react';
import { useId, type ReactNode } from 'react';
import { t } from '../messages/translate.ts';

export interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** Settings that belong together. */
export function Section({ title, children }: SectionProps) {
  const id = useId();
  return (
    <section className="settings__section" aria-labelledby={id}>
      <h3 id={id} className="settings__heading">
        {title}
      </h3>
      {children}
    </section>
  );
}

export interface SwitchFieldProps {
  readonly label: string;
  readonly hint?: string;
  readonly checked: boolean;
  readonly disabled?: boolean;
  readonly onChange: (checked: boolean) => void;
  /** A button that belongs to it, before the switch. */
  readonly children?: ReactNode;
}

/** Something that is on or off. */
export function SwitchField(props: SwitchFieldProps) {
  const { label, hint, checked, disabled = false, onChange, children } = props;
  const id = useId();
  return (
    <div className="settings__row">
      <span className="settings__text">
        <label id={`${id}-label`} htmlFor={id} className="settings__label">
          {label}
        </label>
        {hint !== undefined && (
          <span id={`${id}-hint`} className="settings__hint">
            {hint}
          </span>
        )}
      </span>
      {children}
      <Switch.Root
        id={id}
        className="switch"
        checked={checked}
        disabled={disabled}
        aria-labelledby={`${id}-label`}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onCheckedChange={onChange}
      >
        <Switch.Thumb className="switch__thumb" />
      </Switch.Root>
    </div>
  );
}

interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

export interface ChoiceFieldProps<Value extends string> {
  readonly label: string;
  readonly hint?: string;
  readonly value: Value;
  readonly options: readonly Option<Value>[];
  readonly onChange: (value: Value) => void;
}

/** One of a few things, all of them in sight. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { label, hint, value, options, onChange } = props;
  const id = useId();
  return (
    <div className="settings__field">
      <span id={id} className="settings__label">
        {label}
      </span>
      {hint !== undefined && (
        <span id={`${id}-hint`} className="settings__hint">
          {hint}
        </span>
      )}
      <RadioGroup
        className="settings__choices"
        aria-labelledby={id}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        value={value}
        onValueChange={(chosen) => {
          onChange(chosen);
        }}
      >
        {options.map((option) => (
          <label key={option.value} className="choice">
            <Radio.Root value={option.value} className="choice__mark">
              <Radio.Indicator className="choice__dot" />
            </Radio.Root>
            <span className="choice__text">
              {option.label}
              {option.hint !== undefined && <span className="settings__hint">{option.hint}</span>}
            </span>
          </label>
        ))}
      </RadioGroup>
    </div>
  );
}

export interface SelectFieldProps {
  readonly label: string;
  readonly value: string;
  readonly options: readonly Option<string>[];
  readonly empty: string;
  readonly onChange: (value: string) => void;
}

/** One of many things, in the browser's own list: it works everywhere, and phones have a large one. */
export function SelectField({ label, value, options, empty, onChange }: SelectFieldProps) {
  const id = useId();
  return (
    <div className="settings__field">
      <label htmlFor={id} className="settings__label">
        {label}
      </label>
      <span className="select">
        <select
          id={id}
          className="input select__box"
          value={value}
          disabled={options.length === 0}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        >
          {options.length === 0 && <option value={value}>{empty}</option>}
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label}
            </option>
          ))}
        </select>
        <ChevronDown className="select__arrow" />
      </span>
    </div>
  );
}

/** Stands for a part of the settings that is being fetched. */
export function SettingsLoading() {
  return <p className="settings__hint">{t('settings.loading')}</p>;
}
