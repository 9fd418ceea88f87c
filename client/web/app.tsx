import { Tooltip } from '@base-ui/react/tooltip';
import { useEffect, useState } from 'react';
import { GroupPage } from './pages/group.tsx';
import { LandingPage } from './pages/landing.tsx';
import { groupPath, routeOf, type Route } from './route.ts';
import { DeviceList } from './state/device-list.ts';
import type { PageLanguage } from './state/language.ts';
import { Notices } from './state/notices.ts';
import type { PreferenceStore } from './state/preferences.ts';
import { AppContext } from './ui/context.ts';
import { NoticeList } from './ui/notice-list.tsx';
import { Spoken } from './ui/spoken.tsx';

export interface AppProps {
  readonly preferences: PreferenceStore;
  readonly language: PageLanguage;
}

export function App({ preferences, language }: AppProps) {
  const [app] = useState((): AppContext => ({
    preferences,
    language,
    notices: new Notices(),
    // Pages that came by http have no devices, whatever the types say.
    devices: new DeviceList(isSecureContext ? navigator.mediaDevices : undefined),
  }));
  const [route] = useState(() => routeOf(location));
  useEffect(() => {
    tidyAddress(route);
  }, [route]);
  return (
    <AppContext value={app}>
      <Tooltip.Provider delay={500}>
        {route.page === 'landing' ? (
          <Spoken>
            <LandingPage />
          </Spoken>
        ) : (
          <GroupPage group={route.group} {...(route.token === undefined ? {} : { token: route.token })} />
        )}
        <NoticeList notices={app.notices} />
      </Tooltip.Provider>
    </AppContext>
  );
}

/** A token must not stay where it is copied, remembered and seen. */
function tidyAddress(route: Route): void {
  const path = route.page === 'landing' ? '/' : groupPath(route.group);
  if (location.search !== '' || location.pathname !== path) history.replaceState(null, '', path);
}
