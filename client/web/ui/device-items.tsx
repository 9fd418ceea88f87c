import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { DeviceEntry } from '../state/device-list.ts';

export interface DeviceItemsProps {
  readonly title: string;
  readonly devices: readonly DeviceEntry[];
  readonly chosen: string | undefined;
  /** Stands for the system's choice, as an entry before the others. */
  readonly system?: string;
  readonly onChoose: (id: string) => void;
}

/** The devices of one kind, as entries of a menu. */
export function DeviceItems({ title, devices, chosen, system, onChoose }: DeviceItemsProps) {
  const entries = system === undefined ? devices : [{ id: '', label: system }, ...devices];
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu__title">{title}</Menu.GroupLabel>
      {entries.length === 0 && <p className="menu__empty">{t('control.devices.none')}</p>}
      <Menu.RadioGroup
        value={chosen ?? entries[0]?.id}
        onValueChange={(id: string) => {
          onChoose(id);
        }}
      >
        {entries.map((device, index) => (
          <Menu.RadioItem key={device.id} value={device.id} className="menu__item" closeOnClick>
            <span className="menu__tick">
              <Menu.RadioItemIndicator>
                <Check />
              </Menu.RadioItemIndicator>
            </span>
            <span className="menu__text">
              {device.label || t('control.devices.numbered', { number: index + 1 })}
            </span>
          </Menu.RadioItem>
        ))}
      </Menu.RadioGroup>
    </Menu.Group>
  );
}
