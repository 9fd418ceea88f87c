import { FileUp } from 'lucide-react';
import { useEffect, useState, type CSSProperties } from 'react';
import '../styles/files.css';
import { t } from '../messages/translate.ts';
import type { Correspondent } from '../notify/herald.ts';
import { usePeople } from '../people/scope.ts';
import { tileElement, tileKeyOf } from '../stage/tile-elements.ts';
import type { MeetingStore } from '../state/meeting-store.ts';

/** Where files that are held over the page would go, and where on the page that is said. */
interface Aim {
  /** Absent where it is asked for. */
  readonly to?: Correspondent;
  /** Of the window, in CSS pixels; absent for all of it. */
  readonly box?: Pick<CSSProperties, 'top' | 'left' | 'width' | 'height'>;
}

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
      if (over !== undefined) sendFiles([...(event.dataTransfer?.files ?? [])], over.to);
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
    <div className="page-drop" style={aim.box}>
      <span className="page-drop__plate">
        <FileUp />
        {aim.to === undefined ? t('files.drop') : t('files.drop.to', { name: aim.to.name })}
      </span>
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
  if (person === undefined || tile === undefined) return {};
  const { top, left, width, height } = tileElement(tile.key)?.getBoundingClientRect() ?? {};
  return { to: { id: person.id, name: person.name }, box: { top, left, width, height } };
}

function isSame(one: Aim | undefined, other: Aim | undefined): boolean {
  return (one === undefined) === (other === undefined) && one?.to?.id === other?.to?.id;
}
