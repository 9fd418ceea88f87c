import { lazy, Suspense, useState } from 'react';
import type { SettingsDialogProps } from '../settings/settings-dialog.tsx';

const SettingsDialog = lazy(async () => ({
  default: (await import('../settings/settings-dialog.tsx')).SettingsDialog,
}));

/** The settings, loaded when they are first opened. */
export function SettingsOnDemand(props: SettingsDialogProps) {
  const [wanted, setWanted] = useState(false);
  if (props.open && !wanted) setWanted(true);
  return wanted || props.open ? (
    <Suspense fallback={null}>
      <SettingsDialog {...props} />
    </Suspense>
  ) : null;
}
