import { createContext, use } from 'react';
import type { DeviceList } from '../state/device-list.ts';
import type { PageLanguage } from '../state/language.ts';
import type { Notices } from '../state/notices.ts';
import type { PreferenceStore } from '../state/preferences.ts';

/** What the whole page has once. */
export interface AppContext {
  readonly preferences: PreferenceStore;
  readonly language: PageLanguage;
  readonly notices: Notices;
  readonly devices: DeviceList;
}

export const AppContext = createContext<AppContext | undefined>(undefined);

export function useApp(): AppContext {
  const app = use(AppContext);
  if (app === undefined) throw new Error('rendered outside of the application');
  return app;
}
