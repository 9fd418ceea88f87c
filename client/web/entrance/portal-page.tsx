import { useEffect, useState } from 'react';
import { t } from '../messages/translate.ts';
import { MessagePage } from '../pages/message.tsx';
import { Departures, tabShelf } from './portal.ts';
import { hostOf } from './way.ts';

/** Long enough to read where one is taken, for a screen reader too. */
const READ_MS = 2500;

export interface PortalPageProps {
  readonly group: string;
  readonly title: string;
  /** Address of the authorisation portal. */
  readonly portal: string;
  /** Tries name and password instead. */
  readonly onLogin: () => void;
}

/** Sends whoever has no invitation to the group's authorisation portal, unless they come from there. */
export function PortalPage({ group, title, portal, onLogin }: PortalPageProps) {
  const [departures] = useState(() => new Departures(tabShelf()));
  const [going] = useState(() => departures.mayGo(group));
  const host = hostOf(portal);
  const go = () => {
    departures.leavingFor(group);
    location.assign(portal);
  };
  useEffect(() => {
    if (!going) return undefined;
    const timer = setTimeout(() => {
      departures.leavingFor(group);
      location.assign(portal);
    }, READ_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [departures, going, group, portal]);
  return (
    <MessagePage
      title={t('portal.title', { group: title })}
      text={t(going ? 'portal.going' : 'portal.returned', { host })}
      action={{ label: t('portal.go', { host }), run: go }}
      other={{ label: t('portal.password'), run: onLogin }}
    />
  );
}
