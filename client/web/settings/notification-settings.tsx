import { Volume2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import '../styles/settings.css';
import { t, type MessageKey } from '../messages/translate.ts';
import { Chimes } from '../notify/chimes.ts';
import { askForDesktop, desktopState } from '../notify/desktop.ts';
import {
  CAPTION_SIZES,
  DESKTOP_TOPICS,
  SOUNDS,
  toggled,
  type CaptionSize,
  type DesktopTopic,
  type NotificationChoice,
  type SoundName,
} from '../notify/notification-choice.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { ChoiceField, Section, SwitchField } from './fields.tsx';

const SOUND_NAMES = {
  join: 'notify.sound.join',
  leave: 'notify.sound.leave',
  message: 'notify.sound.message',
  hand: 'notify.sound.hand',
} as const satisfies Record<SoundName, MessageKey>;

const TOPIC_NAMES = {
  private: 'notify.desktop.private',
  mention: 'notify.desktop.mention',
  hand: 'notify.desktop.hand',
} as const satisfies Record<DesktopTopic, MessageKey>;

const SIZE_NAMES = {
  small: 'notify.captions.size.small',
  medium: 'notify.captions.size.medium',
  large: 'notify.captions.size.large',
} as const satisfies Record<CaptionSize, MessageKey>;

/** How one is told of what happens. What is chosen holds at once, and is remembered. */
export function NotificationSettings() {
  const { preferences } = useApp();
  const { notifications, captions } = useStore(preferences);
  const change = (part: Partial<NotificationChoice>) => {
    preferences.set({ notifications: { ...notifications, ...part } });
  };
  return (
    <>
      <Section title={t('notify.page')}>
        <SwitchField
          label={t('notify.arrivals')}
          hint={t('notify.arrivals.hint')}
          checked={notifications.arrivals}
          onChange={(arrivals) => {
            change({ arrivals });
          }}
        />
      </Section>
      <Sounds
        chosen={notifications.sounds}
        onChange={(sounds) => {
          change({ sounds });
        }}
      />
      <Desktop choice={notifications} onChange={change} />
      <Section title={t('notify.captions')}>
        <SwitchField
          label={t('notify.captions.shown')}
          hint={t('notify.captions.hint')}
          checked={captions.shown}
          onChange={(shown) => {
            preferences.set({ captions: { ...captions, shown } });
          }}
        />
        <ChoiceField
          label={t('notify.captions.size')}
          value={captions.size}
          options={CAPTION_SIZES.map((value) => ({ value, label: t(SIZE_NAMES[value]) }))}
          onChange={(size) => {
            preferences.set({ captions: { ...captions, size } });
          }}
        />
      </Section>
    </>
  );
}

function Sounds(props: {
  readonly chosen: readonly SoundName[];
  readonly onChange: (sounds: SoundName[]) => void;
}) {
  const { chosen, onChange } = props;
  const [chimes] = useState(() => new Chimes());
  useEffect(
    () => () => {
      chimes.close();
    },
    [chimes],
  );
  return (
    <Section title={t('notify.sounds')}>
      <p className="settings__hint">{t('notify.sounds.hint')}</p>
      {SOUNDS.map((name) => (
        <SwitchField
          key={name}
          label={t(SOUND_NAMES[name])}
          checked={chosen.includes(name)}
          onChange={(on) => {
            onChange(toggled(chosen, name, on));
          }}
        >
          <button
            type="button"
            className="icon-button"
            aria-label={t('notify.sound.play', { name: t(SOUND_NAMES[name]) })}
            onClick={() => {
              chimes.play(name);
            }}
          >
            <Volume2 />
          </button>
        </SwitchField>
      ))}
    </Section>
  );
}

function Desktop(props: {
  readonly choice: NotificationChoice;
  readonly onChange: (part: Partial<NotificationChoice>) => void;
}) {
  const { choice, onChange } = props;
  const [state, setState] = useState(desktopState);
  const [tried, setTried] = useState(choice.desktop);
  const on = choice.desktop && state === 'granted';
  const turn = async (wanted: boolean) => {
    if (!wanted) {
      onChange({ desktop: false });
      return;
    }
    const answer = await askForDesktop();
    setTried(true);
    setState(answer);
    onChange({ desktop: answer === 'granted' });
  };
  return (
    <Section title={t('notify.desktop')}>
      <SwitchField
        label={t('notify.desktop.on')}
        hint={t(state === 'unsupported' ? 'notify.desktop.unsupported' : 'notify.desktop.hint')}
        checked={on}
        disabled={state === 'unsupported'}
        onChange={(wanted) => void turn(wanted)}
      />
      <p className="settings__hint" data-kind="error" role="status">
        {tried && state === 'denied' && t('notify.desktop.denied')}
      </p>
      {DESKTOP_TOPICS.map((topic) => (
        <SwitchField
          key={topic}
          label={t(TOPIC_NAMES[topic])}
          checked={choice.desktopTopics.includes(topic)}
          disabled={!on}
          onChange={(wanted) => {
            onChange({ desktopTopics: toggled(choice.desktopTopics, topic, wanted) });
          }}
        />
      ))}
    </Section>
  );
}
