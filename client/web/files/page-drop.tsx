import { FileUp } from 'lucide-react';
import { useEffect, useState } from 'react';
import '../styles/files.css';
import { t } from '../messages/translate.ts';
import type { Correspondent } from '../notify/herald.ts';
import { usePeople } from '../people/scope.ts';
import { tileKeyOf } from '../stage/tile-elements.ts';
import type { MeetingStore } from '../state/meeting-store.ts';

/** Where files that are held over the page would go. */
type Aim = Correspondent | 'anybody';

/**
 * Takes files that are dropped anywhere in the meeting: on somebody's tile for them, elsewhere for whom one chooses then.
 * Where none can be sent, they go nowhere: a browser would open them in place of the meeting.
 */
export function PageDrop({ store }: { readonly store: MeetingStore }) {
  const { deeds, sendFiles } = usePeople();
  const [aim, setAim] = useState<Aim>();
  useEffect(() => {
    const held = (event: DragEvent) => {
      const over = isFree(event) ? aimOf(event, store, deeds.usable()) : undefined;
      setAim((before) => (isSame(before, over) ? before : over));
      return over;
    };
    const onOver = (event: DragEvent) => {
      const over = held(event);
      if (!isFree(event) || event.dataTransfer === null) return;
      event.preventDefault();
      event.dataTransfer.dropEffect = over === undefined ? 'none' : 'copy';
    };
    const onLeave = ({ relatedTarget }: DragEvent) => {
      if (relatedTarget === null) setAim(undefined);
    };
    const onDrop = (event: DragEvent) => {
      const over = held(event);
      setAim(undefined);
      if (!isFree(event)) return;
      event.preventDefault();
      if (over !== undefined)
        sendFiles([...(event.dataTransfer?.files ?? [])], over === 'anybody' ? undefined : over);
    };
    addEventListener('dragenter', onOver);
    addEventListener('dragover', onOver);
    addEventListener('dragleave', onLeave);
    addEventListener('drop', onDrop);
    return () => {
      removeEventListener('dragenter', onOver);
      removeEventListener('dragover', onOver);
      removeEventListener('dragleave', onLeave);
      removeEventListener('drop', onDrop);
    };
  }, [store, deeds, sendFiles]);
  if (aim === undefined) return null;
  return (
    <div className="page-drop">
      <FileUp />
      {aim === 'anybody' ? t('files.drop') : t('files.drop.to', { name: aim.name })}
    </div>
  );
}

/** Whether there are files that nothing else on the page takes, such as the chat, or a field for files. */
function isFree(event: DragEvent): boolean {
  if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return false;
  return !(event.target instanceof HTMLInputElement && event.target.type === 'file');
}

function aimOf({ target }: DragEvent, store: MeetingStore, usable: ReadonlySet<string>): Aim | undefined {
  const { ended, stage, people } = store.getSnapshot();
  if (ended !== undefined || !usable.has('sendfile')) return undefined;
  // A dialog is above the meeting, and about something else.
  if (!(target instanceof Element) || target.closest('.meeting') === null) return undefined;
  const key = tileKeyOf(target);
  const tile = [...stage.focus, ...stage.others].find((each) => each.key === key);
  const person = people.find(({ id, self }) => id === tile?.owner && !self);
  return person === undefined ? 'anybody' : { id: person.id, name: person.name };
}

function isSame(one: Aim | undefined, other: Aim | undefined): boolean {
  if (typeof one !== 'object' || typeof other !== 'object') return one === other;
  return one.id === other.id;
}
