import { useEffect, useRef, useState } from 'react';
import '../styles/entrance.css';
import { t } from '../messages/translate.ts';
import { groupPath } from '../route.ts';
import { Brand } from '../ui/brand.tsx';
import { useTitle } from '../ui/hooks.ts';
import { PageTools } from '../ui/page-tools.tsx';
import type { PasswordAddress } from './new-password.ts';
import { PasswordForm } from './password-form.tsx';

/** The page where whoever has a password in a group changes it, without joining. */
export function PasswordPage({ whose }: { readonly whose: PasswordAddress | undefined }) {
  const [changed, setChanged] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(`${t('password.title')} – ${t('app.name')}`);
  useEffect(() => {
    // The form is gone, and with it what had the focus.
    if (changed) heading.current?.focus();
  }, [changed]);
  return (
    <div className="password-page">
      <header className="page-header">
        <Brand />
        <PageTools />
      </header>
      <main className="password-page__main">
        <h1 ref={heading} tabIndex={-1}>
          {t(changed ? 'password.changed' : 'password.title')}
        </h1>
        {whose === undefined && <p>{t('password.nobody')}</p>}
        {whose !== undefined && !changed && (
          <>
            <p>{t('password.hint.group', { name: whose.username, group: whose.group })}</p>
            <PasswordForm
              whose={whose}
              onChanged={() => {
                setChanged(true);
              }}
            />
          </>
        )}
        {whose !== undefined && (
          <a className="password-page__back" href={groupPath(whose.group)}>
            {t('password.back', { group: whose.group })}
          </a>
        )}
      </main>
    </div>
  );
}
