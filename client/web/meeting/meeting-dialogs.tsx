import type { Dialogs } from './dialogs.ts';
import { ShortcutsDialog } from './shortcuts-dialog.tsx';

export interface MeetingDialogsProps {
  readonly dialogs: Dialogs;
}

/** Every dialog of the meeting that can be opened from several places. */
export function MeetingDialogs({ dialogs }: MeetingDialogsProps) {
  return <ShortcutsDialog {...dialogs.of('keys')} />;
}
