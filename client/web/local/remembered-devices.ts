import { findRemembered, type DeviceLists, type Remembered } from '../state/device-list.ts';
import type { DevicePort, Kind } from './ports.ts';

/** What is remembered of the devices that were chosen. */
interface Chosen {
  readonly microphoneId?: string | undefined;
  readonly microphoneLabel?: string | undefined;
  readonly cameraId?: string | undefined;
  readonly cameraLabel?: string | undefined;
}

export interface RememberedOptions {
  readonly openDevices: DevicePort['openDevices'];
  /** The devices that are plugged in now. */
  readonly list: () => Promise<DeviceLists>;
  readonly chosen: () => Chosen;
}

/**
 * Opens devices. One that was chosen at another time is found again by its name, where the browser has given it another
 * id since.
 */
export function openRemembered({ openDevices, list, chosen }: RememberedOptions): DevicePort['openDevices'] {
  return async (constraints) => {
    const wanted = (['audio', 'video'] as const).flatMap((kind) => {
      const remembered = rememberedOf(chosen(), kind);
      return wants(constraints[kind], remembered) ? [{ kind, remembered }] : [];
    });
    if (wanted.length === 0) return openDevices(constraints);
    const lists = await list();
    let renamed = constraints;
    for (const { kind, remembered } of wanted) {
      const found = findRemembered(kind === 'audio' ? lists.microphones : lists.cameras, remembered);
      if (found !== undefined) renamed = { ...renamed, [kind]: withId(renamed[kind], found.id) };
    }
    return openDevices(renamed);
  };
}

function rememberedOf(chosen: Chosen, kind: Kind): Remembered {
  return kind === 'audio'
    ? { id: chosen.microphoneId, label: chosen.microphoneLabel }
    : { id: chosen.cameraId, label: chosen.cameraLabel };
}

/** Whether just the remembered device is asked for, and it has a name. */
function wants(constraints: MediaTrackConstraints | boolean | undefined, { id, label }: Remembered): boolean {
  if (typeof constraints !== 'object' || id === undefined || (label ?? '') === '') return false;
  const { deviceId } = constraints;
  return typeof deviceId === 'object' && 'exact' in deviceId && deviceId.exact === id;
}

function withId(constraints: MediaTrackConstraints | boolean | undefined, id: string): MediaTrackConstraints {
  return { ...(typeof constraints === 'object' && constraints), deviceId: { exact: id } };
}
