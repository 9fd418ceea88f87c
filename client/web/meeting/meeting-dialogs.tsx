import { GroupDialogs } from '../people/group-dialogs.tsx';
import { StatisticsDialog } from '../quality/statistics-dialog.tsx';
import type { LocalMedia } from '../state/local-media.ts';
import type { Dialogs } from './dialogs.ts';
import { SettingsOnDemand } from './settings-on-demand.tsx';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

export interface MeetingDialogsProps {
  readonly dialogs: Dialogs;
  readonly local: LocalMedia;
  readonly canPresent: boolean;
}

/** Every dialog of the meeting that can be opened from several places. */
export function MeetingDialogs({ dialogs, local, canPresent }: MeetingDialogsProps) {
  return (
    <>
      <GroupDialogs dialogs={dialogs} />
      <ShortcutsDialog {...dialogs.of('keys')} canPresent={canPresent} />
      <SettingsOnDemand {...dialogs.of('settings')} local={local} canPresent={canPresent} />
      <StatisticsDialog {...dialogs.of('statistics')} />
    </>
  );
}
