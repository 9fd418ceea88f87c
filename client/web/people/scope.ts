import { createContext, use } from 'react';
import type { Correspondent } from '../notify/herald.ts';
import type { Meeting } from '../state/session.ts';
import type { VolumeStore } from '../state/volumes.ts';
import type { Deeds } from './deeds.ts';

/** What is asked about before it is done, or is none of the server's business. */
export type PersonQuestion = 'volume' | 'warn' | 'kick';

/** Somebody who can be asked about, though they may leave meanwhile. */
export interface Someone {
  readonly id: string;
  readonly name: string;
  readonly username: string;
}

/** What is asked about whom. */
export interface Asked {
  readonly question: PersonQuestion;
  readonly person: Someone;
  /** What gets the focus afterwards; by default, what had it before. */
  readonly finalFocus?: (() => HTMLElement | null) | undefined;
}

/** What everything that concerns people needs, wherever on the page it is. */
export interface PeopleScope {
  readonly session: Meeting;
  readonly deeds: Deeds;
  readonly volumes: VolumeStore;
  /** Opens a dialog about somebody. */
  readonly ask: (what: Asked) => void;
  /** Offers files to somebody, or to whom one chooses then. */
  readonly sendFiles: (files: readonly File[], to?: Correspondent) => void;
}

export const PeopleScopeContext = createContext<PeopleScope | undefined>(undefined);

/** @throws Error outside of a meeting. */
export function usePeople(): PeopleScope {
  const scope = use(PeopleScopeContext);
  if (scope === undefined) throw new Error('rendered outside of a meeting');
  return scope;
}
