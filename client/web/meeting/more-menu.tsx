import { Menu } from '@base-ui/react/menu';
import { Check, Ellipsis, Keyboard, Maximize, Minimize } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { t, type MessageKey } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import { THEMES, type Theme } from '../state/preferences.ts';
import { useApp } from '../ui/context.ts';
import { PHONE, useMedia, useStore } from '../ui/hooks.ts';
import type { Dialogs } from './dialogs.ts';
import { OwnDeviceItems } from './own-device-items.tsx';

const THEME_NAMES = {
  system: 'menu.theme.system',
  light: 'menu.theme.light',
  dark: 'menu.theme.dark',
} as const satisfies Record<Theme, MessageKey>;

export interface MoreMenuProps {
  readonly own: LocalSnapshot;
  readonly local: LocalMedia;
  readonly canPresent: boolean;
  readonly dialogs: Dialogs;
}

/** Everything that is needed less often than the controls. */
export function MoreMenu({ own, local, canPresent, dialogs }: MoreMenuProps) {
  const { preferences, devices } = useApp();
  const { theme } = useStore(preferences);
  const phone = useMedia(PHONE);
  const full = useFullScreen();
  return (
    <Menu.Root
      onOpenChange={(open) => {
        if (open) void devices.refresh();
      }}
    >
      <Menu.Trigger className="icon-button" aria-label={t('menu.more')}>
        <Ellipsis />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner side="bottom" sideOffset={6} align="end" collisionPadding={8}>
          <Menu.Popup className="menu">
            {phone && canPresent && (
              <>
                <OwnDeviceItems kind="audio" own={own} local={local} />
                <OwnDeviceItems kind="video" own={own} local={local} />
                <Menu.Separator className="menu__line" />
              </>
            )}
            <Menu.Group>
              <Menu.GroupLabel className="menu__title">{t('menu.theme')}</Menu.GroupLabel>
              <Menu.RadioGroup
                value={theme}
                onValueChange={(next: Theme) => {
                  preferences.set({ theme: next });
                }}
              >
                {THEMES.map((name) => (
                  <Menu.RadioItem key={name} value={name} className="menu__item">
                    <span className="menu__tick">
                      <Menu.RadioItemIndicator>
                        <Check />
                      </Menu.RadioItemIndicator>
                    </span>
                    {t(THEME_NAMES[name])}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
            </Menu.Group>
            <Menu.Separator className="menu__line" />
            {document.fullscreenEnabled && (
              <Menu.Item className="menu__item" onClick={toggleFullScreen}>
                {full ? <Minimize /> : <Maximize />}
                {t(full ? 'menu.fullscreen.leave' : 'menu.fullscreen')}
              </Menu.Item>
            )}
            <Menu.Item
              className="menu__item"
              onClick={() => {
                dialogs.open('keys');
              }}
            >
              <Keyboard />
              {t('menu.shortcuts')}
              <kbd className="menu__key">?</kbd>
            </Menu.Item>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

function useFullScreen(): boolean {
  return useSyncExternalStore(
    (listener) => {
      document.addEventListener('fullscreenchange', listener);
      return () => {
        document.removeEventListener('fullscreenchange', listener);
      };
    },
    () => document.fullscreenElement !== null,
  );
}

function toggleFullScreen(): void {
  const change =
    document.fullscreenElement === null
      ? document.documentElement.requestFullscreen()
      : document.exitFullscreen();
  // The browser may refuse; the menu shows what came of it.
  change.catch(() => undefined);
}
