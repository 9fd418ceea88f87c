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
  { deviceId, ...constraints }: MediaTrackConstraints,
): Promise<MediaStream> {
  const open = (wanted: MediaTrackConstraints) => devices.openDevices({ [kind]: wanted });
  const id = idealOf(deviceId);
  if (id === undefined) return open(constraints);
  try {
    return await open({ ...constraints, deviceId: { exact: id } });
  } catch (error) {
    if (codeOf(error) !== 'no-device') throw error;
    return open(constraints);
  }
}

function idealOf(deviceId: ConstrainDOMString | undefined): string | undefined {
  if (typeof deviceId !== 'object' || Array.isArray(deviceId)) return undefined;
  return typeof deviceId.ideal === 'string' ? deviceId.ideal : undefined;
}
