import { useState } from 'react';
import { t } from '../messages/translate.ts';
import type { DeviceEntry } from '../state/device-list.ts';
import { SelectField } from './fields.tsx';

export interface DeviceFieldProps {
  readonly label: string;
  readonly devices: readonly DeviceEntry[];
  readonly chosen: string | undefined;
  /** Stands for the system's choice, before the others. */
  readonly system?: string;
  /** Resolves when the device is in use, or has turned out not to be usable. */
  readonly onChoose: (id: string) => Promise<void>;
}

/** The devices of one kind. */
export function DeviceField({ label, devices, chosen, system, onChoose }: DeviceFieldProps) {
  // Devices take their time to open. Meanwhile the list says what was chosen, so that arrow keys go on from there.
  const [wanted, setWanted] = useState<string>();
  const shown = wanted ?? chosen;
  const choose = async (id: string) => {
    setWanted(id);
    try {
      await onChoose(id);
    } finally {
      setWanted((latest) => (latest === id ? undefined : latest));
    }
  };
  const named = devices.map(({ id, label: name }, index) => ({
    value: id,
    label: name || t('control.devices.numbered', { number: index + 1 }),
  }));
  const options = system === undefined ? named : [{ value: '', label: system }, ...named];
  const isThere = options.some(({ value }) => value === shown);
  return (
    <SelectField
      label={label}
      value={isThere ? (shown ?? '') : (options[0]?.value ?? '')}
      options={options}
      empty={t('control.devices.none')}
      onChange={(id) => void choose(id)}
    />
  );
}
