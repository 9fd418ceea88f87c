import { dialogPart } from '../parts/dialog-part.tsx';

/** The settings, fetched when they are first opened. */
export const SettingsOnDemand = dialogPart(
  async () => (await import('../settings/settings-dialog.tsx')).SettingsDialog,
);
