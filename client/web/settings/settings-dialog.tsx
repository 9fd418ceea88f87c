import { Dialog } from '@base-ui/react/dialog';
import { Tabs } from '@base-ui/react/tabs';
import { ArrowDownUp, Bell, Mic, Video, X, type LucideIcon } from 'lucide-react';
import { useEffect, type ComponentType } from 'react';
import '../styles/settings.css';
import type { DialogProps } from '../meeting/dialogs.ts';
import { t } from '../messages/translate.ts';
import type { LocalMedia } from '../state/local-media.ts';
import { part } from '../parts/part.tsx';
import { useApp } from '../ui/context.ts';
import { PHONE, useMedia, useStore } from '../ui/hooks.ts';
import { AudioSettings } from './audio-settings.tsx';
import { SettingsLoading } from './fields.tsx';
import type { SettingsProps } from './settings-props.ts';
import { TrafficSettings } from './traffic-settings.tsx';
import { VideoSettings } from './video-settings.tsx';

const NotificationSettings = part({
  load: async () => (await import('./notification-settings.tsx')).NotificationSettings,
  waiting: SettingsLoading,
});

interface Part {
  readonly name: string;
  readonly title: `settings.${'audio' | 'video' | 'traffic' | 'notifications'}`;
  readonly icon: LucideIcon;
  readonly content: ComponentType<SettingsProps>;
  /** Of no use to an audience. */
  readonly presenting?: true;
}

/** The settings by what they are about, in the order of the tabs. */
const PARTS: readonly Part[] = [
  { name: 'audio', title: 'settings.audio', icon: Mic, content: AudioSettings },
  { name: 'video', title: 'settings.video', icon: Video, content: VideoSettings, presenting: true },
  { name: 'traffic', title: 'settings.traffic', icon: ArrowDownUp, content: TrafficSettings },
  { name: 'notifications', title: 'settings.notifications', icon: Bell, content: NotificationSettings },
];

export interface SettingsDialogProps extends DialogProps {
  readonly local: LocalMedia;
  readonly canPresent: boolean;
}

/** All that one chooses once. What is chosen holds at once, and is remembered. */
export function SettingsDialog({ local, canPresent, ...dialog }: SettingsDialogProps) {
  const { devices } = useApp();
  const phone = useMedia(PHONE);
  const { open } = dialog;
  useEffect(() => {
    if (open) void devices.refresh();
  }, [devices, open]);
  const parts = PARTS.filter(({ presenting }) => canPresent || presenting !== true);
  return (
    <Dialog.Root {...dialog}>
      <Dialog.Portal>
        <Dialog.Backdrop className="scrim" />
        <Dialog.Popup className="dialog settings">
          <header className="settings__head">
            <Dialog.Title className="dialog__title">{t('settings.title')}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label={t('common.close')}>
              <X />
            </Dialog.Close>
          </header>
          <Tabs.Root
            className="settings__body"
            defaultValue="audio"
            orientation={phone ? 'horizontal' : 'vertical'}
          >
            <Tabs.List className="settings__tabs" aria-label={t('settings.sections')}>
              {parts.map(({ name, title, icon: Icon }) => (
                <Tabs.Tab key={name} value={name} className="settings__tab">
                  <Icon />
                  {t(title)}
                </Tabs.Tab>
              ))}
            </Tabs.List>
            {parts.map(({ name, content }) => (
              <Tabs.Panel key={name} value={name} className="settings__panel">
                <Content of={content} local={local} canPresent={canPresent} />
              </Tabs.Panel>
            ))}
          </Tabs.Root>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Content({
  of: Settings,
  local,
  canPresent,
}: Omit<SettingsProps, 'own'> & { readonly of: Part['content'] }) {
  return <Settings own={useStore(local)} local={local} canPresent={canPresent} />;
}
