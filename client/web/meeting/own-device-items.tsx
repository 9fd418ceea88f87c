import { Menu } from '@base-ui/react/menu';
import { SwitchCamera } from 'lucide-react';
import type { MediaKind } from '@evagore/shared';
import { t } from '../messages/translate.ts';
import { canFlip } from '../local/can-flip.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import { findRemembered } from '../state/device-list.ts';
import { useApp } from '../ui/context.ts';
import { DeviceItems } from '../ui/device-items.tsx';
import { useMedia, useStore } from '../ui/hooks.ts';
import { chooseSpeaker, rememberDevice } from './remember-device.ts';
import { canChooseSpeaker, useSpeakerId } from './use-loudspeaker.ts';

export interface OwnDeviceItemsProps {
  readonly kind: MediaKind;
  readonly own: LocalSnapshot;
  readonly local: LocalMedia;
}

/** The menu items that choose one's microphone or camera in the meeting, and remember the choice. */
export function OwnDeviceItems({ kind, own, local }: OwnDeviceItemsProps) {
  const { devices, preferences } = useApp();
  const { microphones, cameras } = useStore(devices);
  const touch = useMedia('(pointer: coarse)');
  const audio = kind === 'audio';
  const list = audio ? microphones : cameras;
  const { microphoneLabel, cameraLabel } = useStore(preferences);
  // Browsers change the ids, and what is off has none but the one that is remembered.
  const chosen = audio
    ? findRemembered(list, { id: own.microphoneId, label: microphoneLabel })
    : findRemembered(list, { id: own.cameraId, label: cameraLabel });
  return (
    <>
      <DeviceItems
        title={t(audio ? 'control.microphone' : 'control.camera')}
        devices={list}
        chosen={chosen?.id}
        onChoose={(id) => {
          rememberDevice(preferences, kind, list, id);
          void local.choose(kind, id);
        }}
      />
      {!audio && canFlip(own, { touch, cameras: list.length }) && (
        <Menu.Item className="menu__item" onClick={() => void local.flipCamera()}>
          <SwitchCamera />
          {t('devices.flip')}
        </Menu.Item>
      )}
    </>
  );
}

/** The menu items that choose where the others are heard. */
export function SpeakerItems() {
  const { devices, preferences } = useApp();
  const { speakers } = useStore(devices);
  const speakerId = useSpeakerId();
  if (!canChooseSpeaker() || speakers.length === 0) return null;
  return (
    <DeviceItems
      title={t('devices.speaker')}
      devices={speakers.filter(({ id }) => id !== 'default')}
      chosen={speakerId}
      system={t('devices.speaker.default')}
      onChoose={(id) => {
        chooseSpeaker(preferences, speakers, id);
      }}
    />
  );
}
