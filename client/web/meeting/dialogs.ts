import { useMemo, useState } from 'react';

/** The dialogs of the meeting that are opened from its menus, by keys and by commands. One is open at a time. */
export type DialogName =
  | 'keys'
  | 'settings'
  | 'statistics'
  | 'log'
  | 'invite'
  | 'password'
  | 'lock'
  | 'wall'
  | 'clear'
  | 'palette'
  | 'doctor';

/** What every dialog of the meeting is told. */
export interface DialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}

export interface Dialogs {
  readonly open: (name: DialogName) => void;
  /** The properties of one of them. */
  readonly of: (name: DialogName) => DialogProps;
}

/** Keeps which dialog is open. */
export function useDialogs(): Dialogs {
  const [shown, setShown] = useState<DialogName>();
  return useMemo(
    () => ({
      open: setShown,
      of: (name) => ({
        open: shown === name,
        onOpenChange: (open) => {
          // One that closes late does not take another one along.
          setShown((now) => (open ? name : now === name ? undefined : now));
        },
      }),
    }),
    [shown],
  );
}
