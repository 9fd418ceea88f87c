import { openDevices } from '@evagore/client';
import { VideoOff } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import type { EffectPickerProps } from '../effects/effect-picker.tsx';
import { canProcessVideo } from '../effects/video-effect.ts';
import { deviceSentence } from '../local/device-sentence.ts';
import { videoConstraints } from '../local/media-settings.ts';
import { rememberDevice } from '../meeting/remember-device.ts';
import { t } from '../messages/translate.ts';
import { part } from '../parts/part.tsx';
import { useApp } from '../ui/context.ts';
import { useStore, useStreamIn } from '../ui/hooks.ts';
import { DeviceField } from './device-field.tsx';
import { Section, SettingsLoading } from './fields.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';
import type { SettingsProps } from './settings-props.ts';
import { Trial } from './trial.ts';

const EffectPicker = part<EffectPickerProps>({
  load: async () => (await import('../effects/effect-picker.tsx')).EffectPicker,
  waiting: SettingsLoading,
});

/** The camera, and what others see of it. */
export function VideoSettings({ own, local }: SettingsProps) {
  const { preferences, devices } = useApp();
  const chosen = useStore(preferences);
  const { cameras } = useStore(devices);
  return (
    <>
      <Section title={t('devices.camera')}>
        <CameraPreview own={own} mirrored={chosen.mirrorSelf} />
        <DeviceField
          label={t('settings.device')}
          devices={cameras}
          chosen={own.cameraId}
          onChoose={(id) => {
            rememberDevice(preferences, 'video', cameras, id);
            return local.choose('video', id);
          }}
        />
        <PreferenceSwitch name="mirrorSelf" />
        <PreferenceSwitch name="blackboard" />
      </Section>
      <EffectPicker
        value={chosen.effect}
        supported={canProcessVideo()}
        busy={own.effect.phase === 'busy'}
        {...(own.effect.phase === 'failed' && { error: own.effect.error, sent: own.effect.instead })}
        onRetry={() => void local.retryEffect()}
        onChange={(effect) => {
          preferences.set({ effect });
        }}
      />
    </>
  );
}

/** One's own picture: as others see it, or of a camera that is only tried out. */
function CameraPreview({ own, mirrored }: Pick<SettingsProps, 'own'> & { readonly mirrored: boolean }) {
  const { preferences } = useApp();
  const [trial] = useState(
    () =>
      new Trial(() =>
        openDevices({ video: videoConstraints(preferences.chosen, preferences.chosen.cameraId) }),
      ),
  );
  const tried = useStore(trial);
  const on = own.camera !== 'off';
  useEffect(
    () => () => {
      trial.stop();
    },
    [trial],
  );
  useEffect(() => {
    // Some cameras open once only.
    if (on) trial.stop();
  }, [trial, on]);
  const track = tried.phase === 'on' ? tried.track : undefined;
  const picture = useMemo(() => (track === undefined ? null : new MediaStream([track])), [track]);
  const video = useRef<HTMLVideoElement>(null);
  useStreamIn(video, own.cameraView ?? picture);
  const shown = own.cameraView !== null || picture !== null;
  return (
    <div className="settings__preview">
      <div className="settings__picture">
        <video
          ref={video}
          className="settings__video"
          data-mirrored={mirrored}
          autoPlay
          playsInline
          muted
          hidden={!shown}
          aria-label={t('settings.preview')}
        />
        {!shown && (
          <p className="settings__off">
            <VideoOff />
            {t('settings.preview.off')}
          </p>
        )}
      </div>
      {!on && (
        <button
          type="button"
          className="button button--small"
          aria-busy={tried.phase === 'starting'}
          onClick={() => {
            if (tried.phase === 'on') trial.stop();
            else void trial.start();
          }}
        >
          {t(tried.phase === 'on' ? 'settings.preview.stop' : 'settings.preview.start')}
        </button>
      )}
      {tried.phase === 'failed' && (
        <p className="settings__hint" role="status" data-kind="error">
          {deviceSentence(tried.error, 'camera', navigator.userAgent)}
        </p>
      )}
    </div>
  );
}
