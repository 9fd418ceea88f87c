import { useId, useState, type SyntheticEvent } from 'react';
import type { Permission } from '@evagore/shared';
import { t, type MessageKey } from '../messages/translate.ts';
import type { Role } from '../state/participants.ts';
import { Choices } from './choices.tsx';
import type { InvitationDraft } from './invitations.ts';
import {
  grantableRoles,
  localMoment,
  permissionsOf,
  readTerms,
  SPANS,
  usualRole,
  type Span,
  type Terms,
  type TermsProblem,
} from './terms.ts';

const ROLE_NAMES = {
  observe: 'invite.role.observe',
  message: 'invite.role.message',
  present: 'invite.role.present',
  op: 'invite.role.op',
} as const satisfies Record<Role, MessageKey>;

const SPAN_NAMES = {
  hour: 'invite.span.hour',
  day: 'invite.span.day',
  'two-days': 'invite.span.two-days',
  week: 'invite.span.week',
  until: 'invite.span.until',
} as const satisfies Record<Terms['span'], MessageKey>;

const PROBLEMS = {
  'no-end': 'invite.problem.no-end',
  past: 'invite.problem.past',
  'too-far': 'invite.problem.too-far',
  backwards: 'invite.problem.backwards',
} as const satisfies Record<TermsProblem, MessageKey>;

export interface InviteFormProps {
  /** Of whoever invites. */
  readonly permissions: readonly Permission[];
  readonly busy: boolean;
  /** Why the server refused the last one. */
  readonly problem: string | undefined;
  readonly onMake: (draft: InvitationDraft) => void;
}

/** Asks for whom an invitation is, what it lets them do, and when. */
export function InviteForm({ permissions, busy, problem, onMake }: InviteFormProps) {
  const [username, setUsername] = useState('');
  const [role, setRole] = useState(() => usualRole(permissions));
  const [terms, setTerms] = useState<Terms>({ span: 'two-days', until: '', from: '' });
  const [wrong, setWrong] = useState<TermsProblem>();
  const change = (next: Partial<Terms>) => {
    setTerms((before) => ({ ...before, ...next }));
    setWrong(undefined);
  };
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    const read = readTerms(terms, Date.now());
    if (typeof read === 'string') setWrong(read);
    else onMake({ username: username.trim(), permissions: permissionsOf(role), ...read });
  };
  return (
    <form className="invite-form" noValidate onSubmit={submit}>
      <NameField value={username} onChange={setUsername} />
      <Choices
        title={t('invite.role')}
        choices={grantableRoles(permissions).map((each) => [each, t(ROLE_NAMES[each])] as const)}
        chosen={role}
        onChoose={setRole}
      />
      <Choices
        title={t('invite.span')}
        choices={[...(Object.keys(SPANS) as Span[]), 'until' as const].map(
          (each) => [each, t(SPAN_NAMES[each])] as const,
        )}
        chosen={terms.span}
        onChoose={(span) => {
          // Beginning from what was chosen before is easier than from nothing.
          const until =
            span === 'until' && terms.until === '' ? localMoment(Date.now() + SPANS.day) : terms.until;
          change({ span, until });
        }}
      />
      {terms.span === 'until' && (
        <MomentField
          label={t('invite.until')}
          value={terms.until}
          onChange={(until) => {
            change({ until });
          }}
        />
      )}
      <MomentField
        label={t('invite.from')}
        value={terms.from}
        onChange={(from) => {
          change({ from });
        }}
      />
      <p className="field-error" role="alert">
        {wrong === undefined ? problem : t(PROBLEMS[wrong])}
      </p>
      <button type="submit" className="button button--primary" aria-busy={busy}>
        {t('invite.make')}
      </button>
    </form>
  );
}

function NameField({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {t('invite.name')}
      </label>
      <input
        id={id}
        className="input"
        value={value}
        maxLength={128}
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <p className="hint" id={`${id}-hint`}>
        {t('invite.name.hint')}
      </p>
    </div>
  );
}

function MomentField(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {props.label}
      </label>
      <input
        id={id}
        className="input"
        type="datetime-local"
        value={props.value}
        onChange={(event) => {
          props.onChange(event.target.value);
        }}
      />
    </div>
  );
}
