import { Menu } from '@base-ui/react/menu';
import {
  Activity,
  ChartLine,
  Command,
  Ellipsis,
  Keyboard,
  Languages,
  Maximize,
  Mic,
  Minimize,
  MonitorUp,
  ScrollText,
  Settings,
  SunMoon,
  Video,
} from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import { GroupItems } from '../people/group-items.tsx';
import { FloatingItem, StageMenuItems } from '../stage/stage-menu-items.tsx';
import { canFullScreen, useFullScreenElement, wholePage } from '../stage/full-screen.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { useApp } from '../ui/context.ts';
import { capOf, capsOf, PALETTE_KEYS } from '../ui/keys.ts';
import { LanguageItems } from '../ui/language-items.tsx';
import { Submenu } from '../ui/submenu.tsx';
import { ThemeItems } from '../ui/theme-items.tsx';
import { useBarPlan } from './bar-room.tsx';
import type { Dialogs } from './dialogs.ts';
import { HandItem } from './hand-item.tsx';
import { OwnDeviceItems, SpeakerItems } from './own-device-items.tsx';
import { ShareItems, useAnythingToShare } from './share-items.tsx';
import { SHORTCUTS } from './shortcuts.ts';

export interface MoreMenuProps {
  readonly own: LocalSnapshot;
  readonly local: LocalMedia;
  readonly canPresent: boolean;
  readonly dialogs: Dialogs;
  readonly stage: StageModel;
}

/** Everything that is needed less often than the controls. */
export function MoreMenu({ own, local, canPresent, dialogs, stage }: MoreMenuProps) {
  const { devices } = useApp();
  const { look, moved } = useBarPlan(canPresent);
  const shareable = useAnythingToShare(own);
  const full = useFullScreenElement() !== null;
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
            <GroupItems dialogs={dialogs} place="more" />
            <Menu.Separator className="menu__line" />
            {moved.has('hand') && (
              <>
                <HandItem />
                <Menu.Separator className="menu__line" />
              </>
            )}
            {look === 'bare' && canPresent && (
              <>
                <Submenu icon={Mic} text={t('control.microphone.devices')}>
                  <OwnDeviceItems kind="audio" own={own} local={local} />
                  <SpeakerItems />
                </Submenu>
                <Submenu icon={Video} text={t('control.camera.devices')}>
                  <OwnDeviceItems kind="video" own={own} local={local} />
                </Submenu>
                {shareable && (
                  <Submenu icon={MonitorUp} text={t('devices.share.more')}>
                    <ShareItems own={own} local={local} />
                  </Submenu>
                )}
                <Menu.Separator className="menu__line" />
              </>
            )}
            <StageMenuItems stage={stage} />
            <Submenu icon={SunMoon} text={t('menu.theme')}>
              <ThemeItems />
            </Submenu>
            <Submenu icon={Languages} text={t('language.title')}>
              <LanguageItems />
            </Submenu>
            <Menu.Separator className="menu__line" />
            <FloatingItem stage={stage} />
            {canFullScreen() && (
              <Menu.Item className="menu__item" onClick={wholePage}>
                {full ? <Minimize /> : <Maximize />}
                {t(full ? 'menu.fullscreen.leave' : 'menu.fullscreen')}
              </Menu.Item>
            )}
            <Menu.Item
              className="menu__item"
              onClick={() => {
                dialogs.open('log');
              }}
            >
              <ScrollText />
              {t('log.title')}
              <kbd className="menu__key">{capOf(SHORTCUTS.log.key)}</kbd>
            </Menu.Item>
            <Menu.Item
              className="menu__item"
              onClick={() => {
                dialogs.open('statistics');
              }}
            >
              <ChartLine />
              {t('quality.menu')}
            </Menu.Item>
            <Menu.Item
              className="menu__item"
              onClick={() => {
                dialogs.open('doctor');
              }}
            >
              <Activity />
              {t('doctor.menu')}
            </Menu.Item>
            <Menu.Item
              className="menu__item"
              onClick={() => {
                dialogs.open('palette');
              }}
            >
              <Command />
              {t('palette.open')}
              <kbd className="menu__key">{capsOf(PALETTE_KEYS)}</kbd>
            </Menu.Item>
            <Menu.Item
              className="menu__item"
              onClick={() => {
                dialogs.open('settings');
              }}
            >
              <Settings />
              {t('settings.open')}
              <kbd className="menu__key">,</kbd>
            </Menu.Item>
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
