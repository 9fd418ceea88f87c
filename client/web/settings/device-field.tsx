import { t } from '../messages/translate.ts';
import type { DeviceEntry } from '../state/device-list.ts';
import { SelectField } from './fields.tsx';

export interface DeviceFieldProps {
  readonly label: string;
  readonly devices: readonly DeviceEntry[];
  readonly chosen: string | undefined;
  /** Stands for the system's choice, before the others. */
  readonly system?: string;
  readonly onChoose: (id: string) => void;
}

/** The devices of one kind. */
export function DeviceField({ label, devices, chosen, system, onChoose }: DeviceFieldProps) {
  const named = devices.map(({ id, label: name }, index) => ({
    value: id,
    label: name || t('control.devices.numbered', { number: index + 1 }),
  }));
  const options = system === undefined ? named : [{ value: '', label: system }, ...named];
  const isThere = options.some(({ value }) => value === chosen);
  return (
    <SelectField
      label={label}
      value={isThere ? (chosen ?? '') : (options[0]?.value ?? '')}
      options={options}
      empty={t('control.devices.none')}
      onChange={onChoose}
    />
  );
}
