import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { SwitchField } from './fields.tsx';

/** What is on or off, and nothing more; the texts that say so. */
const TEXTS = {
  echoCancellation: 'settings.echo-cancellation',
  gainControl: 'settings.gain',
  highQualityAudio: 'settings.high-quality',
  microphoneHints: 'settings.hints',
  mirrorSelf: 'settings.mirror',
  blackboard: 'settings.blackboard',
} as const;

/** One of the preferences. */
export function PreferenceSwitch({ name }: { readonly name: keyof typeof TEXTS }) {
  const { preferences } = useApp();
  const chosen = useStore(preferences);
  return (
    <SwitchField
      label={t(TEXTS[name])}
      hint={t(`${TEXTS[name]}.hint`)}
      checked={chosen[name]}
      onChange={(on) => {
        preferences.set({ [name]: on });
      }}
    />
  );
}
