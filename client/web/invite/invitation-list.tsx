import { Ban, CalendarPlus, Copy } from 'lucide-react';
import { useState } from 'react';
import { momentWriter } from '../messages/dates.ts';
import { t, type MessageKey } from '../messages/translate.ts';
import { roleOf, type Role } from '../state/participants.ts';
import { copyText } from '../ui/clipboard.ts';
import { useApp } from '../ui/context.ts';
import { useStore } from '../ui/hooks.ts';
import type { Invitation, Invitations, InvitationState } from './invitations.ts';
import { SPANS } from './terms.ts';

const STATES = {
  good: 'invite.state.good',
  'not-yet': 'invite.state.not-yet',
  expired: 'invite.state.expired',
} as const satisfies Record<InvitationState, MessageKey>;

const ROLES = {
  observe: 'invite.role.observe',
  message: 'invite.role.message',
  present: 'invite.role.present',
  op: 'invite.role.op',
} as const satisfies Record<Role, MessageKey>;

const moment = momentWriter({ dateStyle: 'medium', timeStyle: 'short' });

/** The invitations that there are, to be looked at, extended and revoked. */
export function InvitationList({ invitations }: { readonly invitations: Invitations }) {
  const { phase, list, problem } = useStore(invitations);
  const [said, setSaid] = useState('');
  if (phase === 'loading') return <p className="hint">{t('invite.list.loading')}</p>;
  return (
    <>
      {phase === 'failed' && (
        <div className="empty">
          <p>{problem}</p>
          <button type="button" className="button" onClick={() => void invitations.load()}>
            {t('invite.list.again')}
          </button>
        </div>
      )}
      {phase === 'ready' && list.length === 0 && <p className="hint">{t('invite.list.none')}</p>}
      <ul className="invitations">
        {list.map((invitation) => (
          <Row key={invitation.token} invitation={invitation} invitations={invitations} onSaid={setSaid} />
        ))}
      </ul>
      {phase === 'ready' && (
        <p className="field-error" role="alert">
          {problem}
        </p>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </>
  );
}

interface RowProps {
  readonly invitation: Invitation;
  readonly invitations: Invitations;
  /** What has been done, for those who do not see it. */
  readonly onSaid: (text: string) => void;
}

function Row({ invitation, invitations, onSaid }: RowProps) {
  const { notices } = useApp();
  const { token, link, state, username, permissions, issuedBy } = invitation;
  const name = username === '' ? t('invite.anybody') : username;
  const copy = async () => {
    if (await copyText(link)) onSaid(t('invite.copied'));
    else notices.show('warning', t('invite.copy.failed'));
  };
  const extend = async () => {
    if (await invitations.extend(token, SPANS['two-days'])) onSaid(t('invite.extended', { name }));
  };
  const revoke = async () => {
    if (await invitations.revoke(token)) onSaid(t('invite.revoked', { name }));
  };
  return (
    <li className="invitation" data-state={state}>
      <span className="invitation__text">
        <span className="invitation__name" dir="auto">
          {name}
        </span>
        <span className="invitation__facts">
          {t(ROLES[roleOf(permissions)])}
          {' · '}
          {timesOf(invitation)}
          {issuedBy !== '' && ` · ${t('invite.issued', { name: issuedBy })}`}
        </span>
      </span>
      <span className="tag invitation__state">{t(STATES[state])}</span>
      <span className="invitation__actions">
        {state !== 'expired' && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('invite.copy.of', { name })}
            title={t('invite.copy')}
            onClick={() => void copy()}
          >
            <Copy />
          </button>
        )}
        <button
          type="button"
          className="icon-button"
          aria-label={t('invite.extend.of', { name })}
          title={t('invite.extend')}
          onClick={() => void extend()}
        >
          <CalendarPlus />
        </button>
        {state !== 'expired' && (
          <button
            type="button"
            className="icon-button"
            aria-label={t('invite.revoke.of', { name })}
            title={t('invite.revoke')}
            onClick={() => void revoke()}
          >
            <Ban />
          </button>
        )}
      </span>
    </li>
  );
}

function timesOf({ state, expires, notBefore }: Invitation): string {
  if (expires === undefined) return t('invite.endless');
  const until = moment(expires);
  if (state === 'expired') return t('invite.expired', { until });
  return notBefore !== undefined && state === 'not-yet'
    ? t('invite.times', { from: moment(notBefore), until })
    : t('invite.good', { until });
}
