import { useEffect, useRef, type KeyboardEvent } from 'react';
import type { Candidate } from '@evagore/shared/commands';
import '../styles/composer.css';
import { t } from '../messages/translate.ts';

export interface SuggestionListProps {
  readonly id: string;
  readonly candidates: readonly Candidate[];
  readonly highlighted: number | undefined;
  readonly onTake: (candidate: Candidate) => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

/** The id of an option, for `aria-activedescendant`. */
export function optionId(listId: string, index: number): string {
  return `${listId}-${index.toString()}`;
}

/**
 * What the text may become, above the box.
 *
 * The focus stays in the box as a rule, which says what is highlighted; whoever goes to the list finds the same keys.
 */
export function SuggestionList({ id, candidates, highlighted, onTake, onKeyDown }: SuggestionListProps) {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (highlighted === undefined) return;
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [highlighted, candidates]);
  return (
    <div
      ref={list}
      id={id}
      className="suggestions"
      role="listbox"
      aria-label={t('chat.suggestions')}
      aria-activedescendant={highlighted === undefined ? undefined : optionId(id, highlighted)}
      tabIndex={0}
      onKeyDown={onKeyDown}
    >
      {candidates.map((candidate, index) => (
        <div
          key={candidate.label}
          id={optionId(id, index)}
          className="suggestion"
          role="option"
          aria-selected={index === highlighted}
          onPointerDown={(event) => {
            // The box keeps the focus, and a phone its keyboard.
            event.preventDefault();
          }}
          onClick={() => {
            onTake(candidate);
          }}
        >
          <span className="suggestion__label">{candidate.label}</span>
          {candidate.detail !== '' && <span className="suggestion__detail">{candidate.detail}</span>}
        </div>
      ))}
    </div>
  );
}
