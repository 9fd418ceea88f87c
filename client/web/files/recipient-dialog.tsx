import { useId, useRef, useState } from 'react';
import '../styles/files.css';
import { t } from '../messages/translate.ts';
import type { Participant } from '../state/participants.ts';
import { Avatar } from '../ui/avatar.tsx';
import { DialogWindow } from '../ui/dialog-window.tsx';

export interface RecipientDialogProps {
  /** What is to be sent; undefined while the dialog is closed. */
  readonly files: readonly File[] | undefined;
  readonly people: readonly Participant[];
  readonly onClose: () => void;
  readonly onChoose: (person: Participant) => void;
}

/** From so many people on, a name is found faster by typing it. */
const SEARCH_FROM = 8;

/** Asks who shall get a file. */
export function RecipientDialog({ files, people, onClose, onChoose }: RecipientDialogProps) {
  const [last, setLast] = useState(files);
  const [wanted, setWanted] = useState('');
  const search = useRef<HTMLInputElement>(null);
  const id = useId();
  // The names stay while the dialog fades out.
  if (files !== undefined && files !== last) {
    setLast(files);
    setWanted('');
  }
  const others = people.filter((person) => !person.self);
  const found = others.filter(({ name }) => name.toLocaleLowerCase().includes(wanted.toLocaleLowerCase()));
  const searched = others.length >= SEARCH_FROM;
  return (
    <DialogWindow
      open={files !== undefined}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={t('files.to.title')}
      text={t('files.list', { name: last?.[0]?.name ?? '', count: last?.length ?? 1 })}
      {...(searched && { initialFocus: search })}
    >
      {searched && (
        <input
          ref={search}
          id={id}
          type="search"
          className="input file-to__search"
          aria-label={t('files.to.search')}
          placeholder={t('files.to.search')}
          value={wanted}
          onChange={({ target }) => {
            setWanted(target.value);
          }}
        />
      )}
      <ul className="file-to" aria-label={t('files.to.people')}>
        {found.map((person) => (
          <li key={person.id}>
            <PersonButton person={person} onChoose={onChoose} />
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p className="dialog__text">{t(others.length === 0 ? 'files.to.nobody' : 'files.to.none')}</p>
      )}
      <p className="file-to__hint">{t('files.to.hint')}</p>
    </DialogWindow>
  );
}

function PersonButton(props: {
  readonly person: Participant;
  readonly onChoose: (person: Participant) => void;
}) {
  const { person, onChoose } = props;
  const able = person.permissions.includes('message');
  return (
    <button
      type="button"
      className="file-to__person"
      aria-disabled={!able}
      onClick={() => {
        if (able) onChoose(person);
      }}
    >
      <Avatar id={person.id} name={person.name} />
      <span className="file-to__name">{person.name}</span>
      {!able && <span className="file-to__may-not">{t('files.to.may-not')}</span>}
    </button>
  );
}
