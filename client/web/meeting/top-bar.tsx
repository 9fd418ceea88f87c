import { Lock } from 'lucide-react';
import { t } from '../messages/translate.ts';
import type { LocalMedia, LocalSnapshot } from '../state/local-media.ts';
import type { MeetingSnapshot } from '../state/meeting-store.ts';
import { Mark } from '../ui/brand.tsx';
import { ThemeToggle } from '../ui/theme-toggle.tsx';
import type { Dialogs } from './dialogs.ts';
import { MoreMenu } from './more-menu.tsx';

export interface TopBarProps {
  readonly meeting: MeetingSnapshot;
  readonly own: LocalSnapshot;
  readonly local: LocalMedia;
  readonly dialogs: Dialogs;
}

export function TopBar({ meeting, own, local, dialogs }: TopBarProps) {
  return (
    <header className="top-bar">
      <Mark size={24} />
      <h1 className="top-bar__title">{meeting.title}</h1>
      {meeting.locked && (
        <span className="tag">
          <Lock /> {t('meeting.locked')}
        </span>
      )}
      <span className="top-bar__count">{t('people.count', { count: meeting.people.length })}</span>
      <span className="top-bar__gap" />
      <ThemeToggle />
      <MoreMenu own={own} local={local} canPresent={meeting.can.present} dialogs={dialogs} />
    </header>
  );
}
