import { AlertDialog } from '@base-ui/react/alert-dialog';
import { useId, useRef, useState, type RefObject } from 'react';
import { t } from '../messages/translate.ts';

/** Something that is asked before it is done, perhaps with a text. */
export interface Question {
  readonly title: string;
  readonly hint: string;
  /** What the text is; absent where none is asked for. */
  readonly label?: string;
  /** Without a text, nothing is done. */
  readonly needsText?: boolean;
  readonly answer: string;
  /** It can not be taken back. */
  readonly danger?: boolean;
}

export interface AskDialogProps {
  readonly open: boolean;
  readonly question: Question;
  readonly onClose: () => void;
  readonly onAnswer: (text: string) => void;
  /** What gets the focus afterwards; by default, what had it before. */
  readonly finalFocus?: (() => HTMLElement | null) | undefined;
}

/** Longest text: a sentence or two. */
const MAX_LENGTH = 200;

export function AskDialog({ open, question, onClose, onAnswer, finalFocus }: AskDialogProps) {
  const cancel = useRef<HTMLButtonElement>(null);
  const box = useRef<HTMLInputElement>(null);
  return (
    <AlertDialog.Root
      open={open}
      onOpenChange={(next) => {
        if (!next) onClose();
      }}
    >
      <AlertDialog.Portal>
        <AlertDialog.Backdrop className="scrim" />
        <AlertDialog.Popup
          className="dialog"
          initialFocus={question.danger === true ? cancel : box}
          {...(finalFocus !== undefined && { finalFocus })}
        >
          <AlertDialog.Title className="dialog__title">{question.title}</AlertDialog.Title>
          <AlertDialog.Description className="dialog__text">{question.hint}</AlertDialog.Description>
          <AskForm question={question} cancel={cancel} box={box} onAnswer={onAnswer} />
        </AlertDialog.Popup>
      </AlertDialog.Portal>
    </AlertDialog.Root>
  );
}

interface AskFormProps extends Pick<AskDialogProps, 'question' | 'onAnswer'> {
  readonly cancel: RefObject<HTMLButtonElement | null>;
  readonly box: RefObject<HTMLInputElement | null>;
}

/** In a component of its own, so that what was typed goes with the dialog. */
function AskForm({ question, cancel, box, onAnswer }: AskFormProps) {
  const { label, needsText = false, answer, danger = false } = question;
  const [text, setText] = useState('');
  const id = useId();
  const isMissing = needsText && text.trim() === '';
  return (
    <form
      className="dialog__form"
      onSubmit={(event) => {
        event.preventDefault();
        if (isMissing) box.current?.focus();
        else onAnswer(text.trim());
      }}
    >
      {label !== undefined && (
        <>
          <label className="label" htmlFor={id}>
            {label}
          </label>
          <input
            ref={box}
            id={id}
            className="input"
            value={text}
            maxLength={MAX_LENGTH}
            required={needsText}
            onChange={(event) => {
              setText(event.target.value);
            }}
          />
        </>
      )}
      <div className="dialog__actions">
        <AlertDialog.Close ref={cancel} className="button">
          {t('common.cancel')}
        </AlertDialog.Close>
        <button type="submit" className={danger ? 'button button--danger' : 'button button--primary'}>
          {answer}
        </button>
      </div>
    </form>
  );
}
