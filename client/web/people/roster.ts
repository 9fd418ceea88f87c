import type { Participant } from '../state/participants.ts';

/**
 * In which order the list of people shows them: oneself, then raised hands as they were raised, then operators, then
 * everybody else.
 *
 * @param people - In the order of names, which is kept among those of a kind.
 */
export function inPanelOrder(people: readonly Participant[]): readonly Participant[] {
  return [...people].sort(
    (a, b) => rankOf(a) - rankOf(b) || (a.hand && b.hand && !a.self ? byHand(a, b) : 0),
  );
}

function rankOf({ self, hand, role }: Participant): number {
  if (self) return 0;
  if (hand) return 1;
  return role === 'op' ? 2 : 3;
}

function byHand(a: Participant, b: Participant): number {
  return a.handOrder - b.handOrder;
}

/** Those who raise a hand, first come first, oneself in one's place among them. */
export function handQueue(people: readonly Participant[]): readonly Participant[] {
  return people.filter((person) => person.hand).sort(byHand);
}

/** From so many people on, a list is searched rather than read. */
export const SEARCH_FROM = 12;

/** Those of whose name some word begins with each word that was typed; accents and case make no difference. */
export function matching(people: readonly Participant[], typed: string): readonly Participant[] {
  const wanted = wordsOf(typed);
  if (wanted.length === 0) return people;
  return people.filter(({ name }) => {
    const words = wordsOf(name);
    return wanted.every((each) => words.some((word) => word.startsWith(each)));
  });
}

/** How many of the people only watch and listen. */
export function audienceOf(people: readonly Participant[]): number {
  return people.filter((person) => person.role === 'observe').length;
}

/**
 * Where typing a name leads in a list: to the next name that begins with what was typed.
 *
 * @param from - The place where the reader is.
 * @param typed - One letter leads on from there, and the same letter again to the next; a longer text that still fits
 * stays.
 * @returns the place, or undefined where no name begins so.
 */
export function placeByTyping(names: readonly string[], from: number, typed: string): number | undefined {
  const folded = fold(typed);
  const isRepeated = Array.from(folded).every((letter) => folded.startsWith(letter));
  const wanted = isRepeated ? folded.slice(0, 1) : folded;
  if (wanted === '') return undefined;
  const first = from + (isRepeated ? 1 : 0);
  for (let step = 0; step < names.length; step += 1) {
    const place = (first + step) % names.length;
    if (fold(names[place] ?? '').startsWith(wanted)) return place;
  }
  return undefined;
}

function wordsOf(text: string): readonly string[] {
  return fold(text)
    .split(/[\s._/-]+/)
    .filter((word) => word !== '');
}

/** Marks that combine with the letter before them. */
const ACCENTS = /\p{M}/gu;

function fold(text: string): string {
  return text.normalize('NFD').replace(ACCENTS, '').toLocaleLowerCase();
}
