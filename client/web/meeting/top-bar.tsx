import { t } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import { RoomTags } from '../people/room-tags.tsx';
import { OwnQuality } from '../quality/own-quality.tsx';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import { Mark } from '../ui/brand.tsx';
import type { StageModel } from '../stage/stage-model.ts';
import { ViewToggle } from '../stage/view-toggle.tsx';
import { ThemeToggle } from '../ui/theme-toggle.tsx';
import type { Dialogs } from './dialogs.ts';
import { MoreMenu } from './more-menu.tsx';

export interface TopBarProps {
  readonly meeting: MeetingSnapshot;
  readonly own: LocalSnapshot;
  readonly local: LocalMedia;
  readonly dialogs: Dialogs;
  readonly stage: StageModel;
}

export function TopBar({ meeting, own, local, dialogs, stage }: TopBarProps) {
  return (
    <header className="top-bar">
      <Mark size={24} />
      <h1 className="top-bar__title">{meeting.title}</h1>
      <RoomTags meeting={meeting} />
      <span className="top-bar__count">{t('people.count', { count: meeting.people.length })}</span>
      <span className="top-bar__gap" />
      <ViewToggle stage={stage} />
      <OwnQuality
        onStatistics={() => {
          dialogs.open('statistics');
        }}
      />
      <ThemeToggle />
      <MoreMenu own={own} local={local} canPresent={meeting.can.present} dialogs={dialogs} stage={stage} />
    </header>
  );
}
