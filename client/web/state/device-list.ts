import { SnapshotStore } from './snapshot-store.ts';

export interface DeviceEntry {
  readonly id: string;
  /** Empty before the person has allowed a device to be used. */
  readonly label: string;
}

export interface DeviceLists {
  readonly microphones: readonly DeviceEntry[];
  readonly cameras: readonly DeviceEntry[];
}

const NOTHING: DeviceLists = { microphones: [], cameras: [] };

/** The devices that are plugged in. */
export class DeviceList extends SnapshotStore<DeviceLists> {
  readonly #devices: MediaDevices | undefined;
  #lists: DeviceLists = NOTHING;

  /** @param devices - Undefined where the page is not secure, and so has no devices. */
  constructor(devices: MediaDevices | undefined) {
    super();
    this.#devices = devices;
    devices?.addEventListener('devicechange', () => void this.refresh());
  }

  /** Looks again; to be called once a device has been allowed, because only then there are names. */
  async refresh(): Promise<void> {
    const all = (await this.#devices?.enumerateDevices().catch(() => [])) ?? [];
    const of = (kind: MediaDeviceKind) =>
      all
        .filter((device) => device.kind === kind && device.deviceId !== '')
        .map((device) => ({ id: device.deviceId, label: device.label }));
    this.#lists = { microphones: of('audioinput'), cameras: of('videoinput') };
    this.changed();
  }

  protected build(): DeviceLists {
    return this.#lists;
  }
}
