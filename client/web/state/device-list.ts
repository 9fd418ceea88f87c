import { SnapshotStore } from './snapshot-store.ts';

export interface DeviceEntry {
  readonly id: string;
  /** Empty before the person has allowed a device to be used. */
  readonly label: string;
}

export interface DeviceLists {
  readonly microphones: readonly DeviceEntry[];
  readonly cameras: readonly DeviceEntry[];
  /** Empty where the browser does not tell, or always uses the system's. */
  readonly speakers: readonly DeviceEntry[];
}

const NOTHING: DeviceLists = { microphones: [], cameras: [], speakers: [] };

/**
 * Looks for the devices that are plugged in.
 *
 * @param devices - Undefined where the page is not secure, and so has no devices.
 */
export async function listDevices(
  devices: Pick<MediaDevices, 'enumerateDevices'> | undefined,
): Promise<DeviceLists> {
  const all = (await devices?.enumerateDevices().catch(() => [])) ?? [];
  const of = (kind: MediaDeviceKind) =>
    all
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map((device) => ({ id: device.deviceId, label: device.label }));
  return { microphones: of('audioinput'), cameras: of('videoinput'), speakers: of('audiooutput') };
}

/** The devices that are plugged in. */
export class DeviceList extends SnapshotStore<DeviceLists> {
  readonly #devices: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'> | undefined;
  #lists: DeviceLists = NOTHING;
  /** Counts looks, so that a slow one does not undo a later one. */
  #looks = 0;

  /** @param devices - Undefined where the page is not secure, and so has no devices. */
  constructor(devices: Pick<MediaDevices, 'enumerateDevices' | 'addEventListener'> | undefined) {
    super();
    this.#devices = devices;
    devices?.addEventListener('devicechange', () => void this.refresh());
  }

  /** Looks again; to be called once a device has been allowed, because only then there are names. */
  async refresh(): Promise<void> {
    const look = (this.#looks += 1);
    const lists = await listDevices(this.#devices);
    if (look !== this.#looks) return;
    if (JSON.stringify(lists) === JSON.stringify(this.#lists)) return;
    this.#lists = lists;
    this.changed();
  }

  protected build(): DeviceLists {
    return this.#lists;
  }
}

/** A device that was chosen at another time. */
export interface Remembered {
  readonly id: string | undefined;
  readonly label: string | undefined;
}

/**
 * Finds a device again: by its id, or by its name where a browser has given it another id since.
 */
export function findRemembered(
  devices: readonly DeviceEntry[],
  { id, label }: Remembered,
): DeviceEntry | undefined {
  return (
    devices.find((device) => device.id === id) ??
    devices.find((device) => label !== undefined && label !== '' && device.label === label)
  );
}
