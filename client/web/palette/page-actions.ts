import { SHORTCUTS } from '../meeting/shortcuts.ts';
import { t } from '../messages/translate.ts';

/** Something that the page itself can do, beside the commands. */
export interface PageAction {
  readonly id: string;
  /** What it does, as a whole phrase. */
  readonly label: string;
  /** The key that does the same, as it stands on the keyboard. */
  readonly shortcut?: string | undefined;
  readonly run: () => void;
}

type PageActionName = 'microphone' | 'camera' | 'chat' | 'people' | 'captions' | 'settings' | 'keys';

/** What the palette offers beside the commands. */
export function pageActions(
  run: Readonly<Record<PageActionName, () => void>>,
  can: { readonly present: boolean },
): readonly PageAction[] {
  const all: readonly (PageAction | false)[] = [
    can.present && {
      id: 'microphone',
      label: t('palette.microphone'),
      shortcut: SHORTCUTS.microphone.cap,
      run: run.microphone,
    },
    can.present && {
      id: 'camera',
      label: t('palette.camera'),
      shortcut: SHORTCUTS.camera.cap,
      run: run.camera,
    },
    { id: 'chat', label: t('palette.chat'), shortcut: SHORTCUTS.chat.cap, run: run.chat },
    { id: 'people', label: t('palette.people'), shortcut: SHORTCUTS.people.cap, run: run.people },
    { id: 'captions', label: t('palette.captions'), run: run.captions },
    { id: 'settings', label: t('palette.settings'), shortcut: SHORTCUTS.settings.cap, run: run.settings },
    { id: 'keys', label: t('palette.keys.show'), shortcut: SHORTCUTS.keys.cap, run: run.keys },
  ];
  return all.filter((action) => action !== false);
}
