import type { MediaKind } from '@evagore/shared';
import type { DeviceEntry } from '../state/device-list.ts';
import type { PreferenceStore } from '../state/preferences.ts';

/** Remembers a microphone or camera, also by its name: browsers change the ids. */
export function rememberDevice(
  preferences: Pick<PreferenceStore, 'set'>,
  kind: MediaKind,
  devices: readonly DeviceEntry[],
  id: string,
): void {
  const label = labelOf(devices, id);
  preferences.set(
    kind === 'audio' ? { microphoneId: id, microphoneLabel: label } : { cameraId: id, cameraLabel: label },
  );
}

/** @param id - Empty for the system's own loudspeaker. */
export function chooseSpeaker(
  preferences: Pick<PreferenceStore, 'set'>,
  speakers: readonly DeviceEntry[],
  id: string,
): void {
  preferences.set(
    id === ''
      ? { speakerId: undefined, speakerLabel: undefined }
      : { speakerId: id, speakerLabel: labelOf(speakers, id) },
  );
}

function labelOf(devices: readonly DeviceEntry[], id: string): string | undefined {
  return devices.find((device) => device.id === id)?.label;
}
