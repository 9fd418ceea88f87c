import '../styles/entrance.css';
import { useEffect, useRef } from 'react';
import type { FallbackProps } from 'react-error-boundary';
import { t } from '../messages/translate.ts';
import { Brand } from '../ui/brand.tsx';
import { useTitle } from '../ui/hooks.ts';

/** Longest text that is shown of an error: somebody has to read it out, or copy it. */
const MAX_DETAILS = 2000;

/** Stands for a page that cannot go on because of a fault in itself. */
export function CrashPage({ error }: Pick<FallbackProps, 'error'>) {
  const heading = useRef<HTMLHeadingElement>(null);
  useTitle(`${t('crash.title')} – ${t('app.name')}`);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  return (
    <div className="message-page">
      <header className="page-header">
        <Brand />
      </header>
      <main className="message-page__main" role="alert">
        <h1 ref={heading} tabIndex={-1}>
          {t('crash.title')}
        </h1>
        <p>{t('crash.text')}</p>
        <div className="message-page__actions">
          <button
            type="button"
            className="button button--primary"
            onClick={() => {
              location.reload();
            }}
          >
            {t('crash.reload')}
          </button>
        </div>
        <details className="message-page__details">
          <summary>{t('crash.details')}</summary>
          <pre>{detailsOf(error)}</pre>
        </details>
      </main>
    </div>
  );
}

function detailsOf(error: unknown): string {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return text.slice(0, MAX_DETAILS);
}
