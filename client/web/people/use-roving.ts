import { useEffect, useRef, useState, type FocusEvent, type KeyboardEvent } from 'react';
import { flushSync } from 'react-dom';
import type { Participant } from '../state/participants.ts';
import { placeByTyping } from './roster.ts';

/** Whoever pauses for so long begins a new name. */
const TYPING_MS = 700;

export interface Roving {
  /** The row that Tab leads to; -1 in an empty list. */
  readonly active: number;
  readonly onFocus: (event: FocusEvent) => void;
  readonly onBlur: (event: FocusEvent) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/**
 * Makes the buttons of a list one stop of Tab, between which arrows, Home, End and the letters of names lead. Where the
 * row with the focus goes, the focus goes to the one that takes its place.
 *
 * @param buttonId - The id of the element that stands for a person in the list. The one of the active row is always
 * drawn.
 */
export function useRoving(people: readonly Participant[], buttonId: (personId: string) => string): Roving {
  const [last, setLast] = useState<{ readonly id: string; readonly place: number }>();
  const focused = useRef<string>(undefined);
  const typed = useRef({ text: '', at: 0 });
  const found = people.findIndex(({ id }) => id === last?.id);
  const active = found >= 0 ? found : Math.min(last?.place ?? 0, people.length - 1);

  useEffect(() => {
    if (focused.current === undefined || people.some(({ id }) => id === focused.current)) return;
    const heir = people[active];
    focused.current = heir?.id;
    if (heir !== undefined && document.activeElement === document.body) focusOn(buttonId(heir.id));
  }, [people, active, buttonId]);

  const placeOf = (element: EventTarget) =>
    element instanceof Element ? people.findIndex(({ id }) => buttonId(id) === element.id) : -1;
  const go = (place: number) => {
    const person = people[place];
    if (person === undefined) return;
    // The row must be there before it can get the focus.
    flushSync(() => {
      setLast({ id: person.id, place });
    });
    focusOn(buttonId(person.id));
  };
  const leap = (letter: string, from: number, at: number): boolean => {
    const before = at - typed.current.at < TYPING_MS ? typed.current.text : '';
    const text = before + letter;
    // What begins no name is meant for something else: a space presses the button.
    if (!/^[\p{L}\p{N}]/u.test(text)) return false;
    const names = people.map(({ name }) => name);
    const longer = placeByTyping(names, from, text);
    // What fits nowhere as a whole begins another name.
    const place = longer ?? placeByTyping(names, from, letter);
    typed.current = { text: longer === undefined ? letter : text, at };
    if (place !== undefined) go(place);
    return true;
  };
  return {
    active,
    onFocus: ({ target }) => {
      const place = placeOf(target);
      const person = people[place];
      if (person === undefined) return;
      focused.current = person.id;
      setLast({ id: person.id, place });
    },
    onBlur: ({ target }) => {
      // Some browsers tell of the loss when a row goes, which is when its place in line is still to be used.
      if (placeOf(target) >= 0) focused.current = undefined;
    },
    onKeyDown: (event) => {
      const from = placeOf(event.target);
      if (from < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
      const to = placeByKey(event.key, from, people.length);
      if (to !== undefined) {
        typed.current = { text: '', at: 0 };
        go(to);
      } else if (event.key.length !== 1 || !leap(event.key, from, event.timeStamp)) return;
      // Otherwise an arrow would open the menu, and a letter do what it does elsewhere on the page.
      event.preventDefault();
      event.stopPropagation();
    },
  };
}

function placeByKey(key: string, from: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowDown':
      return Math.min(from + 1, count - 1);
    case 'ArrowUp':
      return Math.max(from - 1, 0);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

function focusOn(id: string): void {
  document.getElementById(id)?.focus();
}
