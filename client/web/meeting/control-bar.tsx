import { Hand, MessageSquare, Mic, MicOff, MonitorUp, PhoneOff, Users, Video, VideoOff } from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import type { MeetingSnapshot, MeetingStore } from '../state/meeting-store.ts';
import { alike } from '../state/selection.ts';
import { canShare } from '../ui/can-share.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { steady } from '../ui/spoken.tsx';
import { Tip } from '../ui/tip.tsx';
import { Toggle } from '../ui/toggle.tsx';
import { useBarPlan, useMeasuredBar } from './bar-room.tsx';
import { OwnDeviceItems, SpeakerItems } from './own-device-items.tsx';
import { ShareItems } from './share-items.tsx';
import type { PanelName } from './use-panel.ts';

type ControlAction = 'microphone' | 'camera' | 'share' | 'hand' | 'chat' | 'people' | 'leave';

export interface ControlBarProps {
  readonly store: MeetingStore;
  readonly local: LocalMedia;
  readonly panel: PanelName | undefined;
  readonly actions: Readonly<Record<ControlAction, () => void>>;
}

export const ControlBar = steady(function ControlBar({ store, local, panel, actions }: ControlBarProps) {
  const { can, hand, unread } = useStore(store, factsOf, alike);
  const own = useStore(local);
  const { devices } = useApp();
  const bar = useMeasuredBar();
  const { look, moved } = useBarPlan(can.present);
  const menus = look !== 'bare';
  const shares = {
    label: t('devices.share.more'),
    onOpen: () => void devices.refresh(),
    items: <ShareItems own={own} local={local} />,
  };
  return (
    <nav
      ref={bar}
      className="control-bar"
      data-region="controls"
      data-look={look}
      aria-label={t('control.bar')}
    >
      <p className="control-bar__note">
        {!can.present && t(can.message ? 'meeting.observer.chat' : 'meeting.observer')}
      </p>
      <div className="control-bar__main">
        {can.present && <DeviceToggles own={own} local={local} actions={actions} menus={menus} />}
        {can.present && canShare() && !moved.has('share') && (
          <Toggle
            label={t('control.share')}
            name={t('control.share.full')}
            hint={t(own.sharing ? 'control.share.stop' : 'control.share.full')}
            pressed={own.sharing}
            icon={<MonitorUp />}
            onToggle={actions.share}
            {...(menus && { menu: shares })}
          />
        )}
        {!moved.has('hand') && (
          <Toggle
            label={t('control.hand')}
            name={t('control.hand.full')}
            hint={t(hand ? 'hint.hand.on' : 'hint.hand.off')}
            shortcut="H"
            pressed={hand}
            icon={<Hand />}
            onToggle={actions.hand}
          />
        )}
        <Toggle
          label={t('control.people')}
          hint={t('control.people')}
          shortcut="P"
          pressed={panel === 'people'}
          icon={<Users />}
          onToggle={actions.people}
        />
        <Toggle
          label={t('control.chat')}
          name={unread > 0 ? t('control.chat.unread', { count: unread }) : t('control.chat')}
          hint={t('control.chat')}
          shortcut="C"
          pressed={panel === 'chat'}
          icon={<MessageSquare />}
          badge={unread}
          onToggle={actions.chat}
        />
        <div className="toggle toggle--leave">
          <Tip text={t('control.leave')}>
            <button
              type="button"
              className="toggle__button"
              aria-label={t('control.leave')}
              onClick={actions.leave}
            >
              <PhoneOff />
            </button>
          </Tip>
          <span className="toggle__label" aria-hidden="true">
            {t('control.leave')}
          </span>
        </div>
      </div>
    </nav>
  );
});

function factsOf({ can, self, unread }: MeetingSnapshot) {
  return { can, hand: self.hand, unread };
}

interface DeviceTogglesProps extends Pick<ControlBarProps, 'local' | 'actions'> {
  readonly own: LocalSnapshot;
  /** Whether there is room for the menus that choose a device. */
  readonly menus: boolean;
}

function DeviceToggles({ own, local, actions, menus }: DeviceTogglesProps) {
  const { devices } = useApp();
  const hearing = own.microphone === 'on';
  const seeing = own.camera === 'on';
  const refresh = () => void devices.refresh();
  const microphones = {
    label: t('control.microphone.devices'),
    onOpen: refresh,
    items: (
      <>
        <OwnDeviceItems kind="audio" own={own} local={local} />
        <SpeakerItems />
      </>
    ),
  };
  const cameras = {
    label: t('control.camera.devices'),
    onOpen: refresh,
    items: <OwnDeviceItems kind="video" own={own} local={local} />,
  };
  return (
    <>
      <Toggle
        look="device"
        label={t('control.microphone')}
        hint={t(hearing ? 'hint.microphone.on' : 'hint.microphone.off')}
        shortcut="M"
        pressed={hearing}
        busy={own.microphone === 'starting'}
        icon={hearing ? <Mic /> : <MicOff />}
        onToggle={actions.microphone}
        {...(menus && { menu: microphones })}
      />
      <Toggle
        look="device"
        label={t('control.camera')}
        hint={t(seeing ? 'hint.camera.on' : 'hint.camera.off')}
        shortcut="V"
        pressed={seeing}
        busy={own.camera === 'starting'}
        icon={seeing ? <Video /> : <VideoOff />}
        onToggle={actions.camera}
        {...(menus && { menu: cameras })}
      />
    </>
  );
}
