import '../styles/entrance.css';
import { useEffect, useRef, type ReactNode } from 'react';
import { t } from '../messages/translate.ts';
import { Brand, Theatre } from '../ui/brand.tsx';
import { useTitle } from '../ui/hooks.ts';
import { PageTools } from '../ui/page-tools.tsx';

interface MessageAction {
  readonly label: string;
  readonly run: () => void;
}

export interface MessagePageProps {
  readonly title: string;
  readonly text?: string;
  readonly action?: MessageAction | undefined;
  /** A second way on. */
  readonly other?: MessageAction | undefined;
  /** Nothing has happened yet: no way out is offered. */
  readonly quiet?: boolean;
  /** What follows the buttons. */
  readonly children?: ReactNode;
}

/** A page that says one thing, and what to do about it. */
export function MessagePage({ title, text, action, other, quiet = false, children }: MessagePageProps) {
  useTitle(`${title} – ${t('app.name')}`);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // Whatever had the focus is gone with the page before; from here a screen reader reads on.
    if (!quiet) heading.current?.focus();
  }, [quiet, title]);
  return (
    <div className="message-page">
      <Theatre />
      <header className="page-header" data-region="top">
        <Brand />
        <PageTools />
      </header>
      <main
        className="message-page__main"
        data-region="main"
        data-quiet={quiet}
        role={quiet ? 'status' : undefined}
      >
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {text !== undefined && <p>{text}</p>}
        {!quiet && (
          <div className="message-page__actions">
            {action !== undefined && (
              <button type="button" className="button button--primary" onClick={action.run}>
                {action.label}
              </button>
            )}
            {other !== undefined && (
              <button type="button" className="button" onClick={other.run}>
                {other.label}
              </button>
            )}
            <a className="button" href="/">
              {t('login.back')}
            </a>
          </div>
        )}
        {children}
      </main>
    </div>
  );
}
