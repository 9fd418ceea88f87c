import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Kind } from '../local/ports.ts';
import { rememberDevice } from '../meeting/remember-device.ts';
import { t } from '../messages/translate.ts';
import { findRemembered } from '../state/device-list.ts';
import type { Preview } from '../state/preview.ts';
import { useApp } from '../ui/context.ts';
import { DeviceItems } from '../ui/device-items.tsx';
import { useStore, useStreamIn } from '../ui/hooks.ts';
import { Toggle } from '../ui/toggle.tsx';
import { BackgroundControl } from './background-control.tsx';
import { EffectNote } from './effect-note.tsx';
import { LevelMeter } from './level-meter.tsx';
import { PreviewNote } from './preview-note.tsx';
import { SpeakerControl } from './speaker-control.tsx';
import { useEffectPicture } from './use-effect-picture.ts';

/** One's own picture and level before the meeting, with the switches for both. */
export function PreviewPanel({ preview }: { readonly preview: Preview }) {
  const { preferences, devices } = useApp();
  const { mirrorSelf, effect, microphoneLabel, cameraLabel } = useStore(preferences);
  const { microphone, camera, choice } = useStore(preview);
  const lists = useStore(devices);
  const video = useRef<HTMLVideoElement>(null);
  const hearing = microphone.phase === 'on';
  const seeing = camera.phase === 'on';
  const seen = useEffectPicture(seeing ? camera.track : null, effect);
  useStreamIn(video, seen.picture);

  const phases = `${microphone.phase} ${camera.phase}`;
  useEffect(() => {
    if (phases.includes('on')) void devices.refresh();
  }, [devices, phases]);

  const toggle = (kind: Kind, on: boolean) => {
    preferences.set(kind === 'audio' ? { microphone: !on } : { camera: !on });
    if (on) preview.turnOff(kind);
    else void preview.turnOn(kind);
  };
  const choose = (kind: Kind, id: string) => {
    rememberDevice(preferences, kind, kind === 'audio' ? lists.microphones : lists.cameras, id);
    void preview.choose(kind, id);
  };
  const remembered = {
    microphone: findRemembered(lists.microphones, { id: choice.microphoneId, label: microphoneLabel }),
    camera: findRemembered(lists.cameras, { id: choice.cameraId, label: cameraLabel }),
  };
  const refresh = () => void devices.refresh();

  return (
    <div className="preview">
      <div className="preview__picture">
        <video
          ref={video}
          className="preview__video"
          data-mirrored={mirrorSelf}
          autoPlay
          playsInline
          muted
          aria-label={t('login.preview')}
          hidden={!seeing}
        />
        {!seeing && <PictureOff preview={preview} />}
        <LevelMeter track={hearing ? microphone.track : null} />
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
                chosen={hearing ? microphone.track.getSettings().deviceId : remembered.microphone?.id}
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
                chosen={seeing ? camera.track.getSettings().deviceId : remembered.camera?.id}
                onChoose={(id) => {
                  choose('video', id);
                }}
              />
            ),
          }}
        />
        <SpeakerControl onOpen={refresh} />
        <BackgroundControl busy={seen.phase === 'busy'} error={seen.error} onRetry={seen.retry} />
      </div>
      <PreviewNote preview={preview} />
      <EffectNote error={seen.error} onRetry={seen.retry} />
    </div>
  );
}

/** In place of the picture: that there is none, and how to get one. */
function PictureOff({ preview }: { readonly preview: Preview }) {
  const { preferences } = useApp();
  const { microphone, camera } = useStore(preview);
  const idle = microphone.phase === 'off' && camera.phase === 'off';
  return (
    <div className="preview__off">
      <VideoOff />
      <p>{t(camera.phase === 'starting' ? 'login.preview.starting' : 'login.preview.off')}</p>
      {idle && isSecureContext && (
        <button
          type="button"
          className="button"
          onClick={() => {
            preferences.set({ microphone: true, camera: true });
            void preview.turnOnBoth();
          }}
        >
          {t('prejoin.both')}
        </button>
      )}
    </div>
  );
}
