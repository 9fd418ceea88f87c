import { Eye, EyeOff } from 'lucide-react';
import { useEffect, useId, useRef, useState, type SyntheticEvent } from 'react';
import { t } from '../messages/translate.ts';
import type { PublishedStatus } from '../net/groups.ts';
import { PreviewPanel } from '../prejoin/preview-panel.tsx';
import type { Invitation } from '../state/invitation.ts';
import type { Preview } from '../state/preview.ts';
import { Brand } from '../ui/brand.tsx';
import { useApp } from '../ui/context.ts';
import { useTitle } from '../ui/hooks.ts';
import { ThemeToggle } from '../ui/theme-toggle.tsx';

/** What somebody says to get in. */
export interface Entry {
  readonly username: string;
  readonly password: string;
}

export interface LoginProps {
  readonly status: PublishedStatus;
  readonly preview: Preview;
  /** An invitation takes the place of a password. */
  readonly invitation: Invitation | undefined;
  readonly busy: boolean;
  readonly error: { readonly code: string | undefined; readonly sentence: string } | undefined;
  readonly onJoin: (entry: Entry) => void;
}

/** Errors that a password may cure. */
const PASSWORD_ERRORS: readonly (string | undefined)[] = ['not-authorised', 'username-taken'];

export function LoginPage({ status, preview, invitation, busy, error, onJoin }: LoginProps) {
  const title = status.displayName ?? status.name;
  useTitle(`${title} – ${t('app.name')}`);
  return (
    <div className="login">
      <header className="page-header">
        <Brand />
        <ThemeToggle />
      </header>
      <main className="login__main">
        <div className="login__head">
          <h1>{t('login.title', { group: title })}</h1>
          {status.description !== undefined && <p className="login__about">{status.description}</p>}
          {status.clientCount !== undefined && (
            <p className="login__count">
              {status.clientCount === 0
                ? t('login.count.none')
                : t('login.count', { count: status.clientCount })}
            </p>
          )}
        </div>
        <PreviewPanel preview={preview} />
        <LoginForm invitation={invitation} busy={busy} error={error} onJoin={onJoin} />
      </main>
    </div>
  );
}

function LoginForm({ invitation, busy, error, onJoin }: Omit<LoginProps, 'status' | 'preview'>) {
  const { preferences } = useApp();
  const [name, setName] = useState(preferences.chosen.name);
  const [password, setPassword] = useState('');
  const [withPassword, setWithPassword] = useState(false);
  const [missing, setMissing] = useState(false);
  const invited = invitation !== undefined;
  const named = invitation?.state === 'named';
  const needsName = !invited || invitation.state === 'nameless';
  const asksPassword = !invited && (withPassword || PASSWORD_ERRORS.includes(error?.code));
  const errorText = missing ? t('error.need-username') : error?.sentence;
  const nameId = useId();
  const errorId = useId();
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    // What was refused is what will be typed again.
    const field = error?.code === 'not-authorised' ? 'input[name="password"]' : 'input[name="username"]';
    if (error !== undefined) form.current?.querySelector<HTMLInputElement>(field)?.select();
  }, [error]);

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (busy) return;
    const username = named ? '' : name.trim();
    setMissing(username === '' && needsName);
    if (username === '' && needsName) {
      form.current?.querySelector<HTMLInputElement>('input')?.focus();
      return;
    }
    if (username !== '') preferences.set({ name: username });
    onJoin({ username, password: asksPassword ? password : '' });
  };

  return (
    <form ref={form} className="login__form" onSubmit={submit} noValidate>
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
          {!needsName && <p className="hint">{t('login.name.hint')}</p>}
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
      <button type="submit" className="button button--primary button--large" aria-busy={busy}>
        {t(busy ? 'login.joining' : 'login.join')}
      </button>
      <p id={errorId} className="field-error" role="alert">
        {errorText}
      </p>
    </form>
  );
}

interface PasswordFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly focus: boolean;
  readonly errorId: string;
}

function PasswordField({ value, onChange, focus, errorId }: PasswordFieldProps) {
  const [shown, setShown] = useState(false);
  const id = useId();
  return (
    <div className="field">
      <label className="label" htmlFor={id}>
        {t('login.password')}
      </label>
      <div className="input-with-button">
        <input
          id={id}
          name="password"
          className="input"
          type={shown ? 'text' : 'password'}
          value={value}
          autoComplete="current-password"
          maxLength={1024}
          autoFocus={focus}
          aria-describedby={errorId}
          onChange={(event) => {
            onChange(event.target.value);
          }}
        />
        <button
          type="button"
          className="icon-button"
          aria-label={t(shown ? 'login.password.hide' : 'login.password.show')}
          onClick={() => {
            setShown(!shown);
          }}
        >
          {shown ? <EyeOff /> : <Eye />}
        </button>
      </div>
    </div>
  );
}
