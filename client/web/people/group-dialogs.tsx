import type { DialogName, Dialogs } from '../meeting/dialogs.ts';
import { t } from '../messages/translate.ts';
import { dialogPart } from '../parts/dialog-part.tsx';
import { AskDialog, type Question } from './ask-dialog.tsx';
import { usePeople } from './scope.ts';

const InviteDialog = dialogPart(async () => (await import('../invite/invite-dialog.tsx')).InviteDialog);
const PasswordDialog = dialogPart(
  async () => (await import('../password/password-dialog.tsx')).PasswordDialog,
);

/** The dialogs which concern the meeting as a whole. */
export function GroupDialogs({ dialogs }: { readonly dialogs: Dialogs }) {
  return (
    <>
      <GroupQuestion
        dialogs={dialogs}
        name="lock"
        question={{
          title: t('meeting.lock.title'),
          hint: t('meeting.lock.hint'),
          label: t('meeting.lock.message'),
          answer: t('meeting.lock.do'),
        }}
      />
      <GroupQuestion
        dialogs={dialogs}
        name="wall"
        question={{
          title: t('meeting.wall.title'),
          hint: t('meeting.wall.hint'),
          label: t('people.warn.text'),
          needsText: true,
          answer: t('people.warn.do'),
        }}
      />
      <GroupQuestion
        dialogs={dialogs}
        name="clear"
        question={{
          title: t('meeting.clear.title'),
          hint: t('meeting.clear.hint'),
          answer: t('meeting.clear.do'),
          danger: true,
        }}
      />
      <InviteDialog {...dialogs.of('invite')} />
      <PasswordDialog {...dialogs.of('password')} />
    </>
  );
}

/** How the text is called among the arguments of the command. */
const TEXT_ARGUMENT: Partial<Record<DialogName, string>> = { lock: 'message', wall: 'text' };

function GroupQuestion(props: {
  readonly dialogs: Dialogs;
  /** Of the dialog, and of the command. */
  readonly name: 'lock' | 'wall' | 'clear';
  readonly question: Question;
}) {
  const { dialogs, name, question } = props;
  const { deeds } = usePeople();
  const { open, onOpenChange } = dialogs.of(name);
  const close = () => {
    onOpenChange(false);
  };
  return (
    <AskDialog
      open={open}
      question={question}
      onClose={close}
      onAnswer={(text) => {
        const argument = TEXT_ARGUMENT[name];
        void deeds.do(name, argument === undefined || text === '' ? {} : { [argument]: text });
        close();
      }}
    />
  );
}
