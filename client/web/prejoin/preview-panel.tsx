import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { t } from '../messages/translate.ts';
import { sentenceOf } from '../state/error-sentence.ts';
import type { Preview } from '../state/preview.ts';
import { useApp } from '../ui/context.ts';
import { DeviceItems } from '../ui/device-items.tsx';
import { useStore, useStreamIn } from '../ui/hooks.ts';
import { Toggle } from '../ui/toggle.tsx';
import { LevelMeter } from './level-meter.tsx';

/** One's own picture and level before the meeting, with the switches for both. */
export function PreviewPanel({ preview }: { readonly preview: Preview }) {
  const { preferences, devices } = useApp();
  const { microphone, camera, picture, choice, error } = useStore(preview);
  const lists = useStore(devices);
  const video = useRef<HTMLVideoElement>(null);
  useStreamIn(video, picture);

  const phases = `${microphone.phase} ${camera.phase}`;
  useEffect(() => {
    if (phases.includes('on')) void devices.refresh();
  }, [devices, phases]);

  const toggle = (kind: 'audio' | 'video', on: boolean) => {
    preferences.set(kind === 'audio' ? { microphone: !on } : { camera: !on });
    if (on) preview.turnOff(kind);
    else void preview.turnOn(kind);
  };
  const choose = (kind: 'audio' | 'video', id: string) => {
    preferences.set(kind === 'audio' ? { microphoneId: id } : { cameraId: id });
    void preview.choose(kind, id);
  };
  const refresh = () => void devices.refresh();
  const hearing = microphone.phase === 'on';
  const seeing = camera.phase === 'on';

  return (
    <div className="preview">
      <div className="preview__picture">
        <video
          ref={video}
          className="preview__video"
          autoPlay
          playsInline
          muted
          aria-label={t('login.preview')}
          hidden={!seeing}
        />
        {!seeing && (
          <p className="preview__off">
            <VideoOff />
            {t(camera.phase === 'starting' ? 'login.preview.starting' : 'login.preview.off')}
          </p>
        )}
      </div>
      <div className="preview__controls">
        <Toggle
          look="device"
          label={t('control.microphone')}
          hint={t(hearing ? 'hint.microphone.on' : 'hint.microphone.off')}
          pressed={hearing}
          busy={microphone.phase === 'starting'}
          icon={hearing ? <Mic /> : <MicOff />}
          onToggle={() => {
            toggle('audio', microphone.phase !== 'off');
          }}
          menu={{
            label: t('control.microphone.devices'),
            onOpen: refresh,
            items: (
              <DeviceItems
                title={t('control.microphone')}
                devices={lists.microphones}
                chosen={hearing ? microphone.track.getSettings().deviceId : choice.microphoneId}
                onChoose={(id) => {
                  choose('audio', id);
                }}
              />
            ),
          }}
        />
        <Toggle
          look="device"
          label={t('control.camera')}
          hint={t(seeing ? 'hint.camera.on' : 'hint.camera.off')}
          pressed={seeing}
          busy={camera.phase === 'starting'}
          icon={seeing ? <Video /> : <VideoOff />}
          onToggle={() => {
            toggle('video', camera.phase !== 'off');
          }}
          menu={{
            label: t('control.camera.devices'),
            onOpen: refresh,
            items: (
              <DeviceItems
                title={t('control.camera')}
                devices={lists.cameras}
                chosen={seeing ? camera.track.getSettings().deviceId : choice.cameraId}
                onChoose={(id) => {
                  choose('video', id);
                }}
              />
            ),
          }}
        />
        <LevelMeter track={hearing ? microphone.track : null} />
      </div>
      <p className="preview__note" role="status" data-kind={error === undefined ? 'hint' : 'error'}>
        {error === undefined ? t(isSecureContext ? 'login.later' : 'login.insecure') : sentenceOf(error)}
      </p>
    </div>
  );
}
