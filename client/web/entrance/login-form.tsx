import { useEffect, useId, useRef, useState, type SyntheticEvent } from 'react';
import { t } from '../messages/translate.ts';
import { useApp } from '../ui/context.ts';
import { PasswordField } from './password-field.tsx';
import type { Entry, EntranceError, UsefulInvitation } from './way.ts';

export interface LoginFormProps {
  /** An invitation takes the place of a password. */
  readonly invitation: UsefulInvitation | undefined;
  /** Nobody gets in without a password, so that it is asked for at once. */
  readonly needsPassword: boolean;
  /** The group lets people in who say no name. */
  readonly anonymous: boolean;
  readonly busy: boolean;
  readonly error: EntranceError | undefined;
  readonly onJoin: (entry: Entry) => void;
  /** The same, with everything off. */
  readonly onJoinPlain: (entry: Entry) => void;
}

/** Errors that a password may cure. */
const PASSWORD_ERRORS: readonly (string | undefined)[] = ['not-authorised', 'username-taken'];

/** Asks for what the way in lacks: a name, a password, or nothing. */
export function LoginForm(props: LoginFormProps) {
  const { invitation, needsPassword, anonymous, busy, error, onJoin, onJoinPlain } = props;
  const { preferences } = useApp();
  const [name, setName] = useState(preferences.chosen.name);
  const [password, setPassword] = useState('');
  const [withPassword, setWithPassword] = useState(false);
  const [missing, setMissing] = useState(false);
  const invited = invitation !== undefined;
  const named = invitation?.state === 'named';
  const needsName = invited ? invitation.state === 'nameless' : !anonymous;
  const asksPassword = !invited && (needsPassword || withPassword || PASSWORD_ERRORS.includes(error?.code));
  const errorText = missing ? t('error.need-username') : error?.sentence;
  const nameId = useId();
  const errorId = useId();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    // What was refused is what will be typed again.
    const field = error?.code === 'not-authorised' ? 'input[name="password"]' : 'input[name="username"]';
    if (error !== undefined) form.current?.querySelector<HTMLInputElement>(field)?.select();
  }, [error]);

  const send = (join: (entry: Entry) => void) => {
    if (busy) return;
    const username = named ? '' : name.trim();
    setMissing(username === '' && needsName);
    if (username === '' && needsName) {
      form.current?.querySelector<HTMLInputElement>('input')?.focus();
      return;
    }
    if (username !== '') preferences.set({ name: username });
    join({ username, password: asksPassword ? password : '' });
  };

  return (
    <form
      ref={form}
      className="login__form"
      onSubmit={(event: SyntheticEvent) => {
        event.preventDefault();
        send(onJoin);
      }}
      noValidate
    >
      {named ? (
        <p>{t('login.invited', { name: invitation.username })}</p>
      ) : (
        <div className="field">
          <label className="label" htmlFor={nameId}>
            {t('login.name')}
          </label>
          <input
            id={nameId}
            name="username"
            className="input"
            value={name}
            autoComplete="username"
            enterKeyHint="go"
            maxLength={128}
            // A keyboard on the screen would cover the rest of the page.
            autoFocus={!matchMedia('(hover: none)').matches}
            aria-invalid={missing}
            aria-describedby={errorId}
            onChange={(event) => {
              setName(event.target.value);
              setMissing(false);
            }}
          />
          {!needsName && <p className="hint">{t(invited ? 'login.name.hint' : 'login.name.optional')}</p>}
        </div>
      )}
      {asksPassword ? (
        <PasswordField value={password} onChange={setPassword} focus={withPassword} errorId={errorId} />
      ) : (
        !invited && (
          <button
            type="button"
            className="link-button"
            onClick={() => {
              setWithPassword(true);
            }}
          >
            {t('login.password.add')}
          </button>
        )
      )}
      <div className="login__ways">
        <button type="submit" className="button button--primary button--large" aria-busy={busy}>
          {t(busy ? 'login.joining' : 'login.join')}
        </button>
        <button
          type="button"
          className="button"
          onClick={() => {
            send(onJoinPlain);
          }}
        >
          {t('login.plain')}
        </button>
      </div>
      <p id={errorId} className="field-error" role="alert">
        {errorText}
      </p>
    </form>
  );
}
