import '../styles/entrance.css';
import '../styles/login.css';
import { useEffect, useRef } from 'react';
import { DoctorLink } from '../entrance/doctor-link.tsx';
import { LoginForm, type LoginFormProps } from '../entrance/login-form.tsx';
import { WaitingCard, type WaitingCardProps } from '../entrance/waiting-card.tsx';
import { t } from '../messages/translate.ts';
import type { PublishedStatus } from '../net/groups.ts';
import { PreviewPanel } from '../prejoin/preview-panel.tsx';
import type { Preview } from '../state/preview.ts';
import { Brand } from '../ui/brand.tsx';
import { useTitle } from '../ui/hooks.ts';
import { PageTools } from '../ui/page-tools.tsx';

export interface LoginProps extends LoginFormProps {
  readonly status: PublishedStatus;
  readonly preview: Preview;
  /** The group does not let anybody in yet. */
  readonly waiting: WaitingCardProps | undefined;
  /** The page was another before, with a focus of its own. */
  readonly takesFocus: boolean;
}

/** Before the meeting: who one is, and how one is seen and heard. */
export function LoginPage({ status, preview, waiting, takesFocus, ...form }: LoginProps) {
  const title = status.displayName ?? status.name;
  useTitle(`${title} – ${t('app.name')}`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (takesFocus) heading.current?.focus();
  }, [takesFocus]);
  return (
    <div className="login">
      <header className="page-header" data-region="top">
        <Brand />
        <PageTools />
      </header>
      <main className="login__main" data-region="main">
        <div className="login__head">
          <h1 ref={heading} tabIndex={-1}>
            {t('login.title', { group: title })}
          </h1>
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
        {waiting === undefined ? <LoginForm {...form} /> : <WaitingCard {...waiting} />}
        <div className="login__foot">
          <DoctorLink endpoint={status.endpoint} />
        </div>
      </main>
    </div>
  );
}
