import { Tabs } from '@base-ui/react/tabs';
import { useEffect, useRef, useState } from 'react';
import '../styles/invite.css';
import type { DialogProps } from '../meeting/dialogs.ts';
import { t } from '../messages/translate.ts';
import { usePeople } from '../people/scope.ts';
import { groupPath } from '../route.ts';
import { DialogWindow } from '../ui/dialog-window.tsx';
import { useStore } from '../ui/hooks.ts';
import { InvitationList } from './invitation-list.tsx';
import { Invitations, type Invitation } from './invitations.ts';
import { InviteForm } from './invite-form.tsx';
import { LinkBox } from './link-box.tsx';

/** Makes invitations, and keeps an eye on those that there are. */
export function InviteDialog(props: DialogProps) {
  const { session } = usePeople();
  const group = useStore(session.store, (meeting) => meeting.group);
  const title = useStore(session.store, (meeting) => meeting.title);
  const [invitations] = useState(
    () =>
      new Invitations({
        port: session.connection,
        linkOf: (token) => `${location.origin}${groupPath(group)}?token=${encodeURIComponent(token)}`,
        now: Date.now,
      }),
  );
  const { open } = props;
  useEffect(() => {
    if (open) void invitations.load();
  }, [invitations, open]);
  return (
    <DialogWindow {...props} look="dialog--invite" title={t('invite.title')}>
      {invitations.canManage ? (
        <Tabs.Root defaultValue="make" className="invite-tabs">
          <Tabs.List className="invite-tabs__list">
            <Tabs.Tab value="make" className="invite-tabs__tab">
              {t('invite.tab.make')}
            </Tabs.Tab>
            <Tabs.Tab value="list" className="invite-tabs__tab">
              {t('invite.tab.list')}
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="make">
            <Maker invitations={invitations} title={title} />
          </Tabs.Panel>
          <Tabs.Panel value="list">
            <InvitationList invitations={invitations} />
          </Tabs.Panel>
        </Tabs.Root>
      ) : (
        <Maker invitations={invitations} title={title} />
      )}
    </DialogWindow>
  );
}

function Maker({ invitations, title }: { readonly invitations: Invitations; readonly title: string }) {
  const { session } = usePeople();
  const { busy, problem } = useStore(invitations);
  const [made, setMade] = useState<Invitation>();
  const result = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The form is gone, and with it what had the focus.
    if (made !== undefined) result.current?.focus();
  }, [made]);
  if (made === undefined) {
    return (
      <InviteForm
        permissions={session.connection.permissions}
        busy={busy}
        problem={problem}
        onMake={(draft) => void invitations.make(draft).then(setMade)}
      />
    );
  }
  const { link, username } = made;
  return (
    <div ref={result} className="invite-result" tabIndex={-1}>
      <LinkBox
        label={username === '' ? t('invite.made') : t('invite.made.for', { name: username })}
        link={link}
        title={title}
      />
      <p className="hint">{t('invite.made.hint')}</p>
      <button
        type="button"
        className="link-button"
        onClick={() => {
          setMade(undefined);
        }}
      >
        {t('invite.another')}
      </button>
    </div>
  );
}
