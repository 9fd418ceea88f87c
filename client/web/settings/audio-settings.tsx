import { openDevices } from '@evagore/client';
import { useEffect, useState } from 'react';
import { canSuppressNoise } from '../effects/noise.ts';
import { NoisePicker } from '../effects/noise-picker.tsx';
import { deviceSentence } from '../local/device-sentence.ts';
import { audioConstraints, TALK_CHOICES } from '../local/media-settings.ts';
import { rememberDevice } from '../meeting/remember-device.ts';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { LevelBar } from '../ui/level-bar.tsx';
import { DeviceField } from './device-field.tsx';
import { playEcho } from './echo.ts';
import { ChoiceField, Section } from './fields.tsx';
import { PreferenceSwitch } from './preference-switch.tsx';
import type { SettingsProps } from './settings-props.ts';
import { SpeakerSettings } from './speaker-settings.tsx';
import { Trial } from './trial.ts';
import { useSpeakerId } from '../meeting/use-loudspeaker.ts';

/** Microphone, loudspeaker, and how one talks. */
export function AudioSettings({ own, local, canPresent }: SettingsProps) {
  const { preferences, devices } = useApp();
  const chosen = useStore(preferences);
  const { microphones } = useStore(devices);
  return (
    <>
      <Section title={t('devices.microphone')}>
        <DeviceField
          label={t('settings.device')}
          devices={microphones}
          chosen={own.microphoneId}
          onChoose={(id) => {
            rememberDevice(preferences, 'audio', microphones, id);
            return local.choose('audio', id);
          }}
        />
        <MicrophoneTest own={own} local={local} canPresent={canPresent} />
        <NoisePicker
          value={chosen.noiseSuppression}
          supported={canSuppressNoise()}
          instead={own.noise.phase === 'failed' ? own.noise.instead : undefined}
          onRetry={() => void local.retryNoise()}
          onChange={(noiseSuppression) => {
            preferences.set({ noiseSuppression });
          }}
        />
        <PreferenceSwitch name="echoCancellation" />
        <PreferenceSwitch name="gainControl" />
        <PreferenceSwitch name="highQualityAudio" />
      </Section>
      <SpeakerSettings />
      <Section title={t('settings.talking')}>
        <ChoiceField
          label={t('settings.talk')}
          value={chosen.talk}
          options={TALK_CHOICES.map((value) => ({
            value,
            label: t(`settings.talk.${value}`),
            hint: t(`settings.talk.${value}.hint`),
          }))}
          onChange={(talk) => {
            preferences.set({ talk });
          }}
        />
        <PreferenceSwitch name="microphoneHints" />
      </Section>
    </>
  );
}

/** The microphone's level, and one's own voice. One that is off is opened for it, and heard by nobody else. */
function MicrophoneTest({ own }: SettingsProps) {
  const { preferences } = useApp();
  const [trial] = useState(
    () =>
      new Trial(() =>
        openDevices({ audio: audioConstraints(preferences.chosen, preferences.chosen.microphoneId) }),
      ),
  );
  const tried = useStore(trial);
  const copy = useCopy(own.microphoneSource);
  useEffect(
    () => () => {
      trial.stop();
    },
    [trial],
  );
  useEffect(() => {
    // The meeting's own microphone shows the same.
    if (copy !== null) trial.stop();
  }, [trial, copy]);
  const track = copy ?? (tried.phase === 'on' ? tried.track : null);
  return (
    <div className="settings__test">
      <LevelBar track={track} label={t('settings.level')} />
      <div className="settings__buttons">
        {copy === null && (
          <button
            type="button"
            className="button button--small"
            aria-busy={tried.phase === 'starting'}
            onClick={() => {
              if (tried.phase === 'on') trial.stop();
              else void trial.start();
            }}
          >
            {t(tried.phase === 'on' ? 'settings.microphone.test.stop' : 'settings.microphone.test')}
          </button>
        )}
        {track !== null && <EchoButton track={track} />}
      </div>
      <p className="settings__hint" role="status" data-kind={tried.phase === 'failed' ? 'error' : 'hint'}>
        {tried.phase === 'failed' && deviceSentence(tried.error, 'microphone', navigator.userAgent)}
        {track !== null && own.microphone !== 'on' && t('settings.microphone.muted')}
      </p>
    </div>
  );
}

function EchoButton({ track }: { readonly track: MediaStreamTrack }) {
  const speakerId = useSpeakerId();
  const [on, setOn] = useState(false);
  useEffect(() => {
    if (!on) return undefined;
    const echo = playEcho(track, speakerId);
    return () => {
      echo.stop();
    };
  }, [on, track, speakerId]);
  return (
    <>
      <button
        type="button"
        className="button button--small"
        aria-pressed={on}
        onClick={() => {
          setOn(!on);
        }}
      >
        {t(on ? 'settings.echo.stop' : 'settings.echo')}
      </button>
      {on && <span className="settings__hint">{t('settings.echo.hint')}</span>}
    </>
  );
}

/** A copy of a track, which is heard here even while the track itself is muted. */
function useCopy(source: MediaStreamTrack | null): MediaStreamTrack | null {
  const [copy, setCopy] = useState<MediaStreamTrack | null>(null);
  useEffect(() => {
    if (source === null) return undefined;
    const made = source.clone();
    made.enabled = true;
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the copy is a device, which is released below
    setCopy(made);
    return () => {
      made.stop();
      setCopy(null);
    };
  }, [source]);
  return copy;
}
