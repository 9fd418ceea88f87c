import { Search, X } from 'lucide-react';
import { useId } from 'react';
import { t } from '../messages/translate.ts';

export interface PeopleSearchProps {
  readonly value: string;
  readonly found: number;
  readonly onChange: (value: string) => void;
}

/** Looks for somebody by the beginnings of their names. */
export function PeopleSearch({ value, found, onChange }: PeopleSearchProps) {
  const id = useId();
  return (
    <div className="people-search" role="search">
      <Search aria-hidden="true" />
      <label className="visually-hidden" htmlFor={id}>
        {t('people.search')}
      </label>
      <input
        id={id}
        className="input"
        value={value}
        maxLength={128}
        placeholder={t('people.search')}
        autoComplete="off"
        enterKeyHint="search"
        onChange={(event) => {
          onChange(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          // The first Escape takes the search back, the second closes the panel.
          event.preventDefault();
          onChange('');
        }}
      />
      {value !== '' && (
        <button
          type="button"
          className="icon-button"
          aria-label={t('people.search.clear')}
          onClick={() => {
            onChange('');
            document.getElementById(id)?.focus();
          }}
        >
          <X />
        </button>
      )}
      <p className="visually-hidden" role="status">
        {value !== '' && t('people.search.found', { count: found })}
      </p>
    </div>
  );
}
