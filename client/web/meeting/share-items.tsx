import { Menu } from '@base-ui/react/menu';
import { FilePlay, MonitorUp, ScreenShareOff, Video, VideoOff } from 'lucide-react';
import { chooseFile, PLAYABLE } from '../local/choose-file.ts';
import { canPresentFiles } from '../local/open-file.ts';
import { t } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import { canShare } from '../ui/can-share.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';

export interface ShareItemsProps {
  readonly own: LocalSnapshot;
  readonly local: LocalMedia;
}

/** Whether there is anything to show beside oneself: phones may have nothing of it. */
export function useAnythingToShare(own: LocalSnapshot): boolean {
  const furtherCamera = useStore(useApp().devices, ({ cameras }) =>
    cameras.some(({ id }) => id !== own.cameraId),
  );
  return canShare() || canPresentFiles() || furtherCamera;
}

/** The menu items for all that can be shown beside oneself: screens, further cameras, files. */
export function ShareItems({ own, local }: ShareItemsProps) {
  const present = async () => {
    const file = await chooseFile(PLAYABLE);
    if (file !== undefined) await local.presentFile(file);
  };
  return (
    <Menu.Group>
      <Menu.GroupLabel className="menu__title">{t('devices.more')}</Menu.GroupLabel>
      {canShare() && (
        <Menu.Item className="menu__item" onClick={() => void local.shareScreen()}>
          <MonitorUp />
          {t(own.sharing ? 'devices.share.another' : 'devices.share.screen')}
        </Menu.Item>
      )}
      {own.sharing && (
        <Menu.Item
          className="menu__item"
          onClick={() => {
            local.stopScreen();
          }}
        >
          <ScreenShareOff />
          {t('devices.share.stop')}
        </Menu.Item>
      )}
      {canPresentFiles() && (
        <Menu.Item className="menu__item" onClick={() => void present()}>
          <FilePlay />
          {t('devices.share.file')}
        </Menu.Item>
      )}
      <CameraItems own={own} local={local} />
    </Menu.Group>
  );
}

/** Cameras that can be shown beside the one that is in use, and those that are. */
function CameraItems({ own, local }: ShareItemsProps) {
  const { devices } = useApp();
  const { cameras } = useStore(devices);
  return cameras
    .filter(({ id }) => id !== own.cameraId)
    .map(({ id, label }, index) => {
      const shown = own.cameras.find(({ deviceId }) => deviceId === id);
      const device = label || t('control.devices.numbered', { number: index + 1 });
      return (
        <Menu.Item
          key={id}
          className="menu__item"
          onClick={() => {
            if (shown === undefined) void local.addCamera(id);
            else local.stopScreen(shown.streamId);
          }}
        >
          {shown === undefined ? <Video /> : <VideoOff />}
          <span className="menu__text">
            {t(shown === undefined ? 'devices.share.camera' : 'devices.share.camera.stop', { device })}
          </span>
        </Menu.Item>
      );
    });
}
