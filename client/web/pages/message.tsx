import { t } from '../messages/translate.ts';
import { Brand, Theatre } from '../ui/brand.tsx';
import { useTitle } from '../ui/hooks.ts';
import { ThemeToggle } from '../ui/theme-toggle.tsx';

export interface MessagePageProps {
  readonly title: string;
  readonly text?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
  /** Nothing has happened yet: no way out is offered. */
  readonly quiet?: boolean;
}

/** A page that says one thing, and what to do about it. */
export function MessagePage({ title, text, action, quiet = false }: MessagePageProps) {
  useTitle(`${title} – ${t('app.name')}`);
  return (
    <div className="message-page">
      <Theatre />
      <header className="page-header">
        <Brand />
        <ThemeToggle />
      </header>
      <main className="message-page__main" data-quiet={quiet} role={quiet ? 'status' : undefined}>
        <h1>{title}</h1>
        {text !== undefined && <p>{text}</p>}
        {!quiet && (
          <div className="message-page__actions">
            {action !== undefined && (
              <button type="button" className="button button--primary" onClick={action.run}>
                {action.label}
              </button>
            )}
            <a className="button" href="/">
              {t('login.back')}
            </a>
          </div>
        )}
      </main>
    </div>
  );
}
