import { useEffect, useState } from 'react';
import { GroupPage } from './pages/group.tsx';
import { LandingPage } from './pages/landing.tsx';
import { groupPath, routeOf, type Route } from './route.ts';

/** The landing page, or a group's. */
export function App() {
  const [route] = useState(() => routeOf(location));
  useEffect(() => {
    tidyAddress(route);
  }, [route]);
  if (route.page === 'landing') return <LandingPage />;
  return <GroupPage group={route.group} {...(route.token === undefined ? {} : { token: route.token })} />;
}

/** A token must not stay where it is copied, remembered and seen. */
function tidyAddress(route: Route): void {
  const path = route.page === 'landing' ? '/' : groupPath(route.group);
  if (location.search !== '' || location.pathname !== path) history.replaceState(null, '', path);
}
