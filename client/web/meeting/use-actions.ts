import { useMemo } from 'react';
import type { Meeting } from '../state/session.ts';
import { useApp } from '../ui/context.ts';
import type { Dialogs } from './dialogs.ts';
import type { PanelState } from './use-panel.ts';

/** What buttons, keys and the palette do alike. */
export type MeetingAction =
  'microphone' | 'camera' | 'share' | 'hand' | 'chat' | 'people' | 'settings' | 'keys' | 'captions' | 'leave';

export interface ActionTargets {
  readonly session: Pick<Meeting, 'store' | 'local'>;
  readonly togglePanel: PanelState['toggle'];
  readonly openDialog: Dialogs['open'];
  readonly onLeave: () => void;
}

/** The same object as long as what it acts on is the same. */
export function useActions({
  session: { store, local },
  togglePanel,
  openDialog,
  onLeave,
}: ActionTargets): Readonly<Record<MeetingAction, () => void>> {
  const { preferences } = useApp();
  return useMemo(
    () => ({
      microphone: () => void local.toggleMicrophone(),
      camera: () => void local.toggleCamera(),
      share: () => {
        if (local.getSnapshot().sharing) local.stopScreen();
        else void local.shareScreen();
      },
      hand: () => void store.raiseHand(!store.getSnapshot().self.hand),
      chat: () => {
        togglePanel('chat');
      },
      people: () => {
        togglePanel('people');
      },
      settings: () => {
        openDialog('settings');
      },
      keys: () => {
        openDialog('keys');
      },
      captions: () => {
        const { captions } = preferences.chosen;
        preferences.set({ captions: { ...captions, shown: !captions.shown } });
      },
      leave: onLeave,
    }),
    [store, local, preferences, togglePanel, openDialog, onLeave],
  );
}
