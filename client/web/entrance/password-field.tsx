import { Eye, EyeOff } from 'lucide-react';
import { useId, useState } from 'react';
import { t } from '../messages/translate.ts';

interface PasswordFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly focus: boolean;
  readonly errorId: string;
}

/** A box for a password, which may be looked at. */
export function PasswordField({ value, onChange, focus, errorId }: PasswordFieldProps) {
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
