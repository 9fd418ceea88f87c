import { codeOf } from '../state/error-sentence.ts';
import type { DevicePort, Kind } from './ports.ts';

/**
 * Opens the chosen device of a kind; where that is away, whichever the browser has.
 *
 * Browsers weigh an ideal device against an ideal size, and would open another camera only because its picture is
 * larger. So the device is asked for exactly first.
 *
 * @throws DeviceError
 */
export async function openChosen(
  devices: Pick<DevicePort, 'openDevices'>,
  kind: Kind,
  constraints: MediaTrackConstraints,
): Promise<MediaStream> {
  const open = (wanted: MediaTrackConstraints) => devices.openDevices({ [kind]: wanted });
  const { deviceId, ...others } = constraints;
  if (idealOf(deviceId) === undefined) return open(others);
  try {
    return await open(exactly(constraints));
  } catch (error) {
    if (codeOf(error) !== 'no-device') throw error;
    return open(others);
  }
}

/** The same, with the chosen device or none. */
export function exactly({ deviceId, ...others }: MediaTrackConstraints): MediaTrackConstraints {
  const id = idealOf(deviceId);
  return id === undefined ? others : { ...others, deviceId: { exact: id } };
}

function idealOf(deviceId: ConstrainDOMString | undefined): string | undefined {
  if (typeof deviceId !== 'object' || Array.isArray(deviceId)) return undefined;
  return typeof deviceId.ideal === 'string' ? deviceId.ideal : undefined;
}
