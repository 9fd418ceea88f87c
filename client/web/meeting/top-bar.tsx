import { t } from '../messages/translate.ts';
import type { LocalMedia } from '../state/local-media.ts';
import { RoomTags } from '../people/room-tags.tsx';
import { OwnQuality } from '../quality/own-quality.tsx';
import type { MeetingSnapshot, MeetingStore } from '../state/meeting-store.ts';
import { alike } from '../state/selection.ts';
import { Mark } from '../ui/brand.tsx';
import { useStore } from '../ui/hooks.ts';
import type { StageModel } from '../stage/stage-model.ts';
import { ViewToggle } from '../stage/view-toggle.tsx';
import { ThemeToggle } from '../ui/theme-toggle.tsx';
import { steady } from '../ui/spoken.tsx';
import type { Dialogs } from './dialogs.ts';
import { MoreMenu } from './more-menu.tsx';

export interface TopBarProps {
  readonly store: MeetingStore;
  readonly local: LocalMedia;
  readonly dialogs: Dialogs;
  readonly stage: StageModel;
}

/** What meeting this is, and what is needed less often. */
export const TopBar = steady(function TopBar({ store, local, dialogs, stage }: TopBarProps) {
  const meeting = useStore(store, factsOf, alike);
  const own = useStore(local);
  return (
    <header className="top-bar" data-region="top">
      <Mark size={24} />
      <h1 className="top-bar__title" tabIndex={-1}>
        {meeting.title}
      </h1>
      <RoomTags meeting={meeting} />
      <span className="top-bar__count">{t('people.count', { count: meeting.count })}</span>
      <span className="top-bar__gap" />
      <ViewToggle stage={stage} />
      <OwnQuality
        onStatistics={() => {
          dialogs.open('statistics');
        }}
      />
      <ThemeToggle />
      <MoreMenu own={own} local={local} canPresent={meeting.canPresent} dialogs={dialogs} stage={stage} />
    </header>
  );
});

function factsOf({ title, locked, recording, people, can }: MeetingSnapshot) {
  return { title, locked, recording, count: people.length, canPresent: can.present };
}
