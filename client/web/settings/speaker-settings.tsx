import { useEffect, useRef, useState } from 'react';
import { chooseSpeaker } from '../meeting/remember-device.ts';
import { canChooseSpeaker, useSpeakerId } from '../meeting/use-loudspeaker.ts';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { DeviceField } from './device-field.tsx';
import { playTone, type Playing } from './echo.ts';
import { Section } from './fields.tsx';

/** Where the others are heard. */
export function SpeakerSettings() {
  const { preferences, devices } = useApp();
  const { speakers } = useStore(devices);
  const speakerId = useSpeakerId();
  return (
    <Section title={t('devices.speaker')}>
      {canChooseSpeaker() ? (
        <DeviceField
          label={t('settings.device')}
          devices={speakers.filter(({ id }) => id !== 'default')}
          chosen={speakerId}
          system={t('devices.speaker.default')}
          onChoose={(id) => {
            chooseSpeaker(preferences, speakers, id);
            return Promise.resolve();
          }}
        />
      ) : (
        <p className="settings__hint">{t('devices.speaker.fixed')}</p>
      )}
      <ToneButton speakerId={speakerId} />
    </Section>
  );
}

function ToneButton({ speakerId }: { readonly speakerId: string }) {
  const tone = useRef<Playing>(undefined);
  const [playing, setPlaying] = useState(false);
  useEffect(
    () => () => {
      tone.current?.stop();
    },
    [],
  );
  return (
    <div className="settings__buttons">
      <button
        type="button"
        className="button button--small"
        onClick={() => {
          tone.current?.stop();
          setPlaying(true);
          tone.current = playTone(speakerId, () => {
            setPlaying(false);
          });
        }}
      >
        {t('settings.tone')}
      </button>
      <span className="settings__hint" role="status">
        {playing && t('settings.tone.playing')}
      </span>
    </div>
  );
}
