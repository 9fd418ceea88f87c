import { useState, type RefObject } from 'react';
import { VolumeDialog } from '../meeting/volume.tsx';
import { t } from '../messages/translate.ts';
import type { Participant } from '../state/participants.ts';
import { AskDialog, type Question } from './ask-dialog.tsx';
import type { PersonQuestion } from './person-menu.tsx';
import { menuButtonId } from './person-row.tsx';
import { usePeople } from './scope.ts';

/** What is asked about whom. */
export interface Asked {
  readonly question: PersonQuestion;
  readonly person: Participant;
}

export interface PersonDialogsProps {
  /** Undefined while no dialog is open. */
  readonly asked: Asked | undefined;
  /** Gets the focus where the row that a dialog was about is gone. */
  readonly list: RefObject<HTMLElement | null>;
  readonly onClose: () => void;
}

/** The dialogs that somebody's menu opens. */
export function PersonDialogs({ asked, list, onClose }: PersonDialogsProps) {
  const { deeds } = usePeople();
  const [last, setLast] = useState(asked);
  // The name stays while a dialog fades out.
  if (asked !== undefined && asked !== last) setLast(asked);
  if (last === undefined) return null;
  const { person } = last;
  const finalFocus = () => document.getElementById(menuButtonId(person.id)) ?? list.current;
  const isOpen = (question: PersonQuestion) => asked?.question === question;
  return (
    <>
      <AskDialog
        open={isOpen('kick')}
        question={kickQuestion(person.name)}
        finalFocus={finalFocus}
        onClose={onClose}
        onAnswer={(message) => {
          void deeds.doTo(person.id, 'kick', message === '' ? {} : { message });
          onClose();
        }}
      />
      <AskDialog
        open={isOpen('warn')}
        question={warnQuestion(person.name)}
        finalFocus={finalFocus}
        onClose={onClose}
        onAnswer={(text) => {
          void deeds.doTo(person.id, 'warn', { text });
          onClose();
        }}
      />
      <VolumeDialog
        open={isOpen('volume')}
        person={person}
        finalFocus={finalFocus}
        onOpenChange={(open) => {
          if (!open) onClose();
        }}
      />
    </>
  );
}

function kickQuestion(name: string): Question {
  return {
    title: t('people.kick.title', { name }),
    hint: t('people.kick.hint', { name }),
    label: t('people.kick.message'),
    answer: t('people.kick.do'),
    danger: true,
  };
}

function warnQuestion(name: string): Question {
  return {
    title: t('people.warn.title', { name }),
    hint: t('people.warn.hint', { name }),
    label: t('people.warn.text'),
    needsText: true,
    answer: t('people.warn.do'),
  };
}
