import { useId } from 'react';
import '../styles/keys.css';
import { t } from '../messages/translate.ts';
import { canFullScreen } from '../stage/full-screen.ts';
import { canShare } from '../ui/can-share.ts';
import { useApp } from '../ui/context.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { useStore } from '../ui/hooks.ts';
import type { DialogProps } from './dialogs.ts';
import { keyGroups, type KeyGroup, type UsableKeys } from './key-list.ts';
import { SHORTCUTS, type ShortcutName } from './shortcuts.ts';

export interface ShortcutsDialogProps extends DialogProps {
  readonly canPresent: boolean;
}

/** Lists what keys do. */
export function ShortcutsDialog({ canPresent, ...dialog }: ShortcutsDialogProps) {
  const talks = useStore(useApp().preferences, ({ talk }) => talk !== 'open');
  return (
    <DialogWindow {...dialog} look="dialog--keys" title={t('shortcuts.title')}>
      <div className="keys">
        {keyGroups(usableKeys(canPresent, talks)).map((group) => (
          <Group key={group.title} {...group} />
        ))}
      </div>
    </DialogWindow>
  );
}

function Group({ title, keys }: KeyGroup) {
  const titleId = useId();
  return (
    <section className="keys__group" aria-labelledby={titleId}>
      <h3 id={titleId} className="keys__title">
        {t(title)}
      </h3>
      <dl>
        {keys.map(({ caps, meaning }) => (
          <div key={meaning} className="keys__row">
            <dt>
              {caps.map((cap) => (
                <kbd key={cap}>{cap}</kbd>
              ))}
            </dt>
            <dd>{t(meaning)}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function usableKeys(canPresent: boolean, talks: boolean): UsableKeys {
  const without: Partial<Record<ShortcutName, boolean>> = {
    microphone: !canPresent,
    camera: !canPresent,
    share: !canPresent || !canShare(),
    talk: !canPresent || !talks,
    fullScreen: !canFullScreen(),
  };
  const names = Object.keys(SHORTCUTS) as ShortcutName[];
  return new Set(names.filter((name) => without[name] !== true));
}
