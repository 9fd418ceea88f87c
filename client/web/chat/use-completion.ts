import { useState, type KeyboardEvent } from 'react';
import { complete, take, type Candidate, type CommandPort, type Completion } from '@evagore/shared/commands';
import { firstHighlight, suggestionKey } from './suggestion-keys.ts';

/** A text and where its cursor is. */
export interface Draft {
  readonly text: string;
  readonly cursor: number;
}

export interface Suggestions {
  /** Undefined while nothing is suggested. */
  readonly completion: Completion | undefined;
  /** The index of the candidate that Tab and Enter take; undefined before one is chosen. */
  readonly highlighted: number | undefined;
  /** Takes a candidate. */
  readonly accept: (candidate: Candidate) => void;
  /** @returns whether the key was for the suggestions. */
  readonly pressed: (event: KeyboardEvent) => boolean;
}

/** What was chosen for a text; whatever is typed begins anew. */
interface Choice {
  readonly text: string;
  readonly highlighted: number | undefined;
  readonly dismissed: boolean;
}

/** Suggests how what is being typed may go on. */
export function useCompletion(
  { text, cursor }: Draft,
  port: CommandPort,
  onChange: (draft: Draft) => void,
): Suggestions {
  const [choice, setChoice] = useState<Choice>();
  const made = choice?.text === text ? choice : undefined;
  const completion = made?.dismissed === true ? undefined : complete(text, cursor, port);
  const highlighted = completion && highlightIn(completion, made);

  const accept = (candidate: Candidate) => {
    if (completion === undefined) return;
    const taken = take(text, completion, candidate);
    onChange({ text: taken.line, cursor: taken.cursor });
  };
  const pressed = (event: KeyboardEvent): boolean => {
    if (completion === undefined) return false;
    const meaning = suggestionKey(event, text, completion, highlighted);
    switch (meaning?.type) {
      case undefined:
        return false;
      case 'highlight':
        setChoice({ text, highlighted: meaning.index, dismissed: false });
        return true;
      case 'dismiss':
        setChoice({ text, highlighted: undefined, dismissed: true });
        return true;
      case 'take':
        accept(meaning.candidate);
        return true;
    }
  };
  return { completion, highlighted, accept, pressed };
}

/** People may have left since the choice was made. */
function highlightIn(completion: Completion, choice: Choice | undefined): number | undefined {
  const index = choice?.highlighted ?? firstHighlight(completion);
  return index === undefined ? undefined : Math.min(index, completion.candidates.length - 1);
}
