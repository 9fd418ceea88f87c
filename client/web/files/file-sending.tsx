import type { Meeting } from '../state/session.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import { giveFiles } from './give-files.ts';
import { PageDrop } from './page-drop.tsx';
import { RecipientDialog } from './recipient-dialog.tsx';

export interface FileSendingProps {
  readonly session: Meeting;
  /** What nobody has been chosen for yet; undefined while there is nothing. */
  readonly files: readonly File[] | undefined;
  readonly onDone: () => void;
}

/** Asks who shall get what is to be sent. What is dropped on the page comes here too. */
export function FileSending({ session, files, onDone }: FileSendingProps) {
  const { notices } = useApp();
  const people = useStore(session.store, (meeting) => meeting.people);
  return (
    <>
      <PageDrop store={session.store} />
      <RecipientDialog
        files={files}
        people={people}
        onClose={onDone}
        onChoose={(person) => {
          giveFiles(session, notices, person, files ?? []);
          onDone();
        }}
      />
    </>
  );
}
