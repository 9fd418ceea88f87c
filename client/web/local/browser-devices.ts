import { openDevices } from '@evagore/client';
import { listDevices } from '../state/device-list.ts';
import type { PreferenceStore } from '../state/preferences.ts';
import type { DevicePort } from './ports.ts';
import { openRemembered } from './remembered-devices.ts';

/** Opens the devices of the browser, the chosen ones by their names if need be. */
export function browserDevices(preferences: Pick<PreferenceStore, 'chosen'>): DevicePort['openDevices'] {
  return openRemembered({
    openDevices,
    // Pages that came by http have no devices, whatever the types say.
    list: () => listDevices(isSecureContext ? navigator.mediaDevices : undefined),
    chosen: () => preferences.chosen,
  });
}
