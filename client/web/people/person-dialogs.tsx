import { useState } from 'react';
import { VolumeDialog } from '../meeting/volume.tsx';
import { t } from '../messages/translate.ts';
import { AskDialog, type Question } from './ask-dialog.tsx';
import type { Deeds } from './deeds.ts';
import type { Asked, PersonQuestion } from './scope.ts';

export interface PersonDialogsProps {
  /** Undefined while no dialog is open. */
  readonly asked: Asked | undefined;
  readonly deeds: Deeds;
  readonly onClose: () => void;
}

/** The dialogs that somebody's menu opens. */
export function PersonDialogs({ asked, deeds, onClose }: PersonDialogsProps) {
  const [last, setLast] = useState(asked);
  // The name stays while a dialog fades out.
  if (asked !== undefined && asked !== last) setLast(asked);
  if (last === undefined) return null;
  const { person, finalFocus } = last;
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
