import { useState } from 'react';
import type { Participant } from '../state/participants.ts';
import type { Meeting } from '../state/session.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { giveFiles } from './give-files.ts';
import { PageDrop } from './page-drop.tsx';
import { RecipientDialog } from './recipient-dialog.tsx';

const NOBODY: readonly Participant[] = [];

export interface FileSendingProps {
  readonly session: Meeting;
  /** What nobody has been chosen for yet; undefined while there is nothing. */
  readonly files: readonly File[] | undefined;
  readonly onDone: () => void;
}

/** Asks who shall get what is to be sent. What is dropped on the page comes here too. */
export function FileSending({ session, files, onDone }: FileSendingProps) {
  const { notices } = useApp();
  // Nobody is looked at while nothing is to be sent, and the names stay while the dialog fades out.
  const people = useStore(session.store, (meeting) => (files === undefined ? NOBODY : meeting.people));
  const [shown, setShown] = useState(people);
  if (files !== undefined && people !== shown) setShown(people);
  return (
    <>
      <PageDrop store={session.store} />
      <RecipientDialog
        files={files}
        people={shown}
        onClose={onDone}
        onChoose={(person) => {
          giveFiles(session, notices, person, files ?? []);
          onDone();
        }}
      />
    </>
  );
}
