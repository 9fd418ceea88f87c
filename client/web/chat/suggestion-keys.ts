import { take, type Candidate, type Completion } from '@evagore/shared/commands';

/** What a key does while something is suggested. */
export type SuggestionKey =
  | { readonly type: 'highlight'; readonly index: number }
  | { readonly type: 'take'; readonly candidate: Candidate }
  | { readonly type: 'dismiss' };

/**
 * What is highlighted before an arrow key is pressed: the best candidate for a word that was begun.
 *
 * Where no word was begun nothing is, so that Enter sends a command whose further arguments are optional.
 */
export function firstHighlight({ prefix }: Completion): number | undefined {
  return prefix === '' ? undefined : 0;
}

/**
 * Tells what a key is for.
 *
 * @returns undefined where it is for the text: Enter sends what is written out already, and Tab leads on where nothing
 * is highlighted.
 */
export function suggestionKey(
  { key, shiftKey }: { readonly key: string; readonly shiftKey: boolean },
  text: string,
  completion: Completion,
  highlighted: number | undefined,
): SuggestionKey | undefined {
  const { candidates } = completion;
  const candidate = highlighted === undefined ? undefined : candidates[highlighted];
  switch (key) {
    case 'ArrowDown':
      return { type: 'highlight', index: ((highlighted ?? -1) + 1) % candidates.length };
    case 'ArrowUp':
      return {
        type: 'highlight',
        index: ((highlighted ?? candidates.length) - 1 + candidates.length) % candidates.length,
      };
    case 'Escape':
      return { type: 'dismiss' };
    case 'Tab':
      return candidate === undefined || shiftKey ? undefined : { type: 'take', candidate };
    case 'Enter': {
      if (candidate === undefined || shiftKey) return undefined;
      const written = take(text, completion, candidate).line.trimEnd() === text.trimEnd();
      return written ? undefined : { type: 'take', candidate };
    }
    default:
      return undefined;
  }
}
