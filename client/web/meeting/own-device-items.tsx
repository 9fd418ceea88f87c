import type { MediaKind } from '@evagore/shared';
import { t } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import { useApp } from '../ui/context.ts';
import { DeviceItems } from '../ui/device-items.tsx';
import { useStore } from '../ui/hooks.ts';

export interface OwnDeviceItemsProps {
  readonly kind: MediaKind;
  readonly own: LocalSnapshot;
  readonly local: LocalMedia;
}

/** The menu items that choose one's microphone or camera in the meeting, and remember the choice. */
export function OwnDeviceItems({ kind, own, local }: OwnDeviceItemsProps) {
  const { devices, preferences } = useApp();
  const { microphones, cameras } = useStore(devices);
  const audio = kind === 'audio';
  return (
    <DeviceItems
      title={t(audio ? 'control.microphone' : 'control.camera')}
      devices={audio ? microphones : cameras}
      chosen={audio ? own.microphoneId : own.cameraId}
      onChoose={(id) => {
        preferences.set(audio ? { microphoneId: id } : { cameraId: id });
        void local.choose(kind, id);
      }}
    />
  );
}
