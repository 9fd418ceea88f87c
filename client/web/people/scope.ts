import { createContext, use } from 'react';
import type { Meeting } from '../state/session.ts';
import type { VolumeStore } from '../state/volumes.ts';
import type { Deeds } from './deeds.ts';

/** What everything that concerns people needs, wherever on the page it is. */
export interface PeopleScope {
  readonly session: Meeting;
  readonly deeds: Deeds;
  readonly volumes: VolumeStore;
  /** Opens the dialog for how loud somebody is, by their id. */
  readonly askVolume: (personId: string) => void;
}

export const PeopleScopeContext = createContext<PeopleScope | undefined>(undefined);

/** @throws Error outside of a meeting. */
export function usePeople(): PeopleScope {
  const scope = use(PeopleScopeContext);
  if (scope === undefined) throw new Error('rendered outside of a meeting');
  return scope;
}
