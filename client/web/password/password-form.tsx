import { useId, useRef, useState, type SyntheticEvent } from 'react';
import '../styles/password.css';
import { t, type MessageKey } from '../messages/translate.ts';
import {
  changePassword,
  LEAST_LENGTH,
  problemWith,
  strengthOf,
  type ChangeOutcome,
  type DraftProblem,
  type PasswordAddress,
  type PasswordDraft,
} from './new-password.ts';

const PROBLEMS = {
  'no-old': 'password.problem.no-old',
  short: 'password.problem.short',
  long: 'password.problem.long',
  same: 'password.problem.same',
  different: 'password.problem.different',
  'wrong-password': 'password.problem.wrong',
  'no-account': 'password.problem.no-account',
  refused: 'password.problem.refused',
  'too-often': 'password.problem.too-often',
  unreachable: 'password.problem.unreachable',
} as const satisfies Record<DraftProblem | Exclude<ChangeOutcome, 'changed'>, MessageKey>;

/** In which field a problem is to be mended. */
const FIELD_OF: Partial<Record<keyof typeof PROBLEMS, keyof PasswordDraft>> = {
  'no-old': 'old',
  'wrong-password': 'old',
  short: 'next',
  long: 'next',
  same: 'next',
  different: 'repeated',
};

const STRENGTHS = [
  'password.strength.none',
  'password.strength.short',
  'password.strength.fair',
  'password.strength.strong',
] as const satisfies readonly MessageKey[];

const EMPTY: PasswordDraft = { old: '', next: '', repeated: '' };

export interface PasswordFormProps {
  readonly whose: PasswordAddress;
  /** @param password - The new one. */
  readonly onChanged: (password: string) => void;
}

/** Asks for the old password and the new one, and has the server change it. */
export function PasswordForm({ whose, onChanged }: PasswordFormProps) {
  const [draft, setDraft] = useState(EMPTY);
  const [problem, setProblem] = useState<keyof typeof PROBLEMS>();
  const [busy, setBusy] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const id = useId();
  const strength = strengthOf(draft.next);

  const complain = (found: keyof typeof PROBLEMS) => {
    setProblem(found);
    const field = FIELD_OF[found];
    if (field !== undefined) form.current?.querySelector<HTMLInputElement>(`[name="${field}"]`)?.focus();
  };
  const change = async () => {
    const found = problemWith(draft);
    if (found !== undefined) {
      complain(found);
      return;
    }
    setBusy(true);
    const outcome = await changePassword({ ...whose, old: draft.old, next: draft.next });
    setBusy(false);
    if (outcome === 'changed') {
      setDraft(EMPTY);
      setProblem(undefined);
      onChanged(draft.next);
    } else {
      complain(outcome);
    }
  };
  const field = (name: keyof PasswordDraft, label: string) => (
    <PasswordField
      name={name}
      label={label}
      value={draft[name]}
      wrong={problem !== undefined && FIELD_OF[problem] === name}
      describedBy={name === 'next' ? `${id}-strength ${id}-problem` : `${id}-problem`}
      onChange={(value) => {
        setDraft((before) => ({ ...before, [name]: value }));
        setProblem(undefined);
      }}
    />
  );
  return (
    <form
      ref={form}
      className="password-form"
      noValidate
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        if (!busy) void change();
      }}
    >
      {/* Password keepers look for the name that a password belongs to. */}
      <input hidden readOnly name="username" autoComplete="username" value={whose.username} />
      {field('old', t('password.old'))}
      {field('next', t('password.next'))}
      <p className="password-strength" id={`${id}-strength`} data-strength={strength}>
        <span className="password-strength__bar" aria-hidden="true" />
        {t(STRENGTHS[strength], { least: LEAST_LENGTH })}
      </p>
      {field('repeated', t('password.repeated'))}
      <p className="field-error" id={`${id}-problem`} role="alert">
        {problem !== undefined && t(PROBLEMS[problem], { least: LEAST_LENGTH })}
      </p>
      <button type="submit" className="button button--primary" aria-busy={busy}>
        {t('password.do')}
      </button>
    </form>
  );
}

function PasswordField(props: {
  readonly name: keyof PasswordDraft;
  readonly label: string;
  readonly value: string;
  readonly wrong: boolean;
  readonly describedBy: string;
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
        type="password"
        name={props.name}
        value={props.value}
        maxLength={1024}
        autoComplete={props.name === 'old' ? 'current-password' : 'new-password'}
        aria-invalid={props.wrong}
        aria-describedby={props.describedBy}
        onChange={(event) => {
          props.onChange(event.target.value);
        }}
      />
    </div>
  );
}
