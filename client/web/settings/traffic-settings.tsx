import { RECEIVE_CHOICES, SEND_CHOICES, SIMULCAST_CHOICES } from '../local/media-settings.ts';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { ChoiceField, Section } from './fields.tsx';
import type { SettingsProps } from './settings-props.ts';

/** How much goes to and fro. */
export function TrafficSettings({ canPresent }: SettingsProps) {
  const { preferences } = useApp();
  const { send, simulcast, receive, forceRelay } = useStore(preferences);
  return (
    <>
      {canPresent && (
        <Section title={t('settings.sending')}>
          <ChoiceField
            label={t('settings.send')}
            hint={t('settings.send.hint')}
            value={send}
            options={SEND_CHOICES.map((value) => ({ value, label: t(`settings.send.${value}`) }))}
            onChange={(value) => {
              preferences.set({ send: value });
            }}
          />
          <ChoiceField
            label={t('settings.simulcast')}
            hint={t('settings.simulcast.hint')}
            value={simulcast}
            options={SIMULCAST_CHOICES.map((value) => ({ value, label: t(`settings.simulcast.${value}`) }))}
            onChange={(value) => {
              preferences.set({ simulcast: value });
            }}
          />
        </Section>
      )}
      <Section title={t('settings.receiving')}>
        <ChoiceField
          label={t('settings.receive')}
          hint={t('settings.receive.hint')}
          value={receive}
          options={RECEIVE_CHOICES.map((value) => ({ value, label: t(`settings.receive.${value}`) }))}
          onChange={(value) => {
            preferences.set({ receive: value });
          }}
        />
      </Section>
      {forceRelay && (
        <Section title={t('settings.relay.title')}>
          <p className="settings__hint">{t('settings.relay')}</p>
          <div className="settings__buttons">
            <button
              type="button"
              className="button button--small"
              onClick={() => {
                preferences.set({ forceRelay: false });
              }}
            >
              {t('settings.relay.undo')}
            </button>
          </div>
        </Section>
      )}
    </>
  );
}
