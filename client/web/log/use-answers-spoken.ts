import { useEffect, useEffectEvent, useRef } from 'react';
import type { Meeting } from '../state/session.ts';
import { useStore } from '../ui/hooks.ts';
import { lineOf } from './sentences.ts';

/** What commands answer is heard by nobody else, so it is for the view they are given in to have it read out. */
export function useAnswersSpoken({ store, announcer }: Pick<Meeting, 'store' | 'announcer'>): void {
  const last = useStore(store.log, ({ entries }) => entries.at(-1));
  const read = useRef(last?.id);
  const speak = useEffectEvent((text: string) => {
    // The chat that is open below does so itself.
    if (!store.reading) announcer.say(text);
  });
  useEffect(() => {
    if (last === undefined || last.id === read.current) return;
    read.current = last.id;
    if (last.what.type === 'output' || last.what.type === 'problem') speak(lineOf(last.what).text);
  }, [last]);
}
