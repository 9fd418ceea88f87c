import { ArrowRight, ExternalLink, Lock, Users } from 'lucide-react';
import { useCallback, useEffect, useState, type SyntheticEvent } from 'react';
import { t } from '../messages/translate.ts';
import { fetchPublicGroups, fetchStatus, type PublishedStatus } from '../net/groups.ts';
import { groupFromInput, groupPath } from '../route.ts';
import { Brand, Theatre } from '../ui/brand.tsx';
import { useTitle } from '../ui/hooks.ts';
import { ThemeToggle } from '../ui/theme-toggle.tsx';

/** The way in for those who have no link. */
export function LandingPage() {
  useTitle(t('app.name'));
  return (
    <div className="landing">
      <Theatre />
      <header className="page-header">
        <Brand />
        <ThemeToggle />
      </header>
      <main className="landing__main">
        <section className="landing__way">
          <h1>{t('landing.headline')}</h1>
          <p className="landing__intro">{t('landing.intro')}</p>
          <GroupForm />
        </section>
        <PublicGroups />
      </main>
    </div>
  );
}

function GroupForm() {
  const [input, setInput] = useState('');
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);

  const go = async () => {
    const group = groupFromInput(input);
    if (group === '') {
      setError(t('landing.empty'));
      return;
    }
    setBusy(true);
    const answer = await fetchStatus(group);
    if (answer.outcome === 'found') {
      location.assign(groupPath(group));
      return;
    }
    setBusy(false);
    setError(answer.outcome === 'unknown' ? t('landing.unknown', { group }) : t('landing.unreachable'));
  };

  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (!busy) void go();
  };

  return (
    <form className="group-form" onSubmit={submit} noValidate>
      <label className="label" htmlFor="group">
        {t('landing.group')}
      </label>
      <div className="group-form__row">
        <input
          id="group"
          className="input"
          value={input}
          placeholder={t('landing.placeholder')}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          maxLength={2000}
          aria-invalid={error !== undefined}
          aria-describedby="group-error"
          onChange={(event) => {
            setInput(event.target.value);
            setError(undefined);
          }}
        />
        <button type="submit" className="button button--primary" aria-busy={busy}>
          {t('landing.go')}
          <ArrowRight />
        </button>
      </div>
      <p id="group-error" className="field-error" role="alert">
        {error}
      </p>
    </form>
  );
}

type Listing = readonly PublishedStatus[] | 'loading' | 'failed';

function PublicGroups() {
  const [groups, setGroups] = useState<Listing>('loading');
  const load = useCallback(async () => {
    setGroups((await fetchPublicGroups()) ?? 'failed');
  }, []);
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- set only when the server has answered
    void load();
  }, [load]);
  return (
    <section className="public-groups" aria-labelledby="public-groups">
      <h2 id="public-groups">{t('landing.public')}</h2>
      {groups === 'loading' && <GroupsLoading />}
      {groups === 'failed' && (
        <div className="empty">
          <p className="empty__title">{t('landing.failed')}</p>
          <button type="button" className="button" onClick={() => void load()}>
            {t('landing.retry')}
          </button>
        </div>
      )}
      {groups !== 'loading' && groups !== 'failed' && groups.length === 0 && (
        <div className="empty">
          <p className="empty__title">{t('landing.none')}</p>
          <p>{t('landing.none.hint')}</p>
        </div>
      )}
      {groups !== 'loading' && groups !== 'failed' && groups.length > 0 && (
        <ul className="group-list">
          {groups.map((group) => (
            <GroupRow key={group.name} group={group} />
          ))}
        </ul>
      )}
    </section>
  );
}

function GroupsLoading() {
  return (
    <div className="group-list" aria-hidden="true">
      {[0, 1, 2].map((row) => (
        <div key={row} className="group-row group-row--ghost" />
      ))}
    </div>
  );
}

function GroupRow({ group }: { readonly group: PublishedStatus }) {
  const count = group.clientCount ?? 0;
  return (
    <li>
      <a className="group-row" href={group.redirect ?? groupPath(group.name)}>
        <span className="group-row__text">
          <span className="group-row__name">
            {group.displayName ?? group.name}
            {group.locked && (
              <span className="tag">
                <Lock /> {t('landing.locked')}
              </span>
            )}
            {group.redirect !== undefined && (
              <span className="tag">
                <ExternalLink /> {t('landing.remote')}
              </span>
            )}
          </span>
          {group.description !== undefined && <span className="group-row__about">{group.description}</span>}
        </span>
        {group.redirect === undefined && (
          <span className="group-row__count" data-empty={count === 0}>
            <span className="visually-hidden">
              {count === 0 ? t('landing.nobody') : t('people.count', { count })}
            </span>
            <Users aria-hidden="true" />
            <span aria-hidden="true">{count}</span>
          </span>
        )}
      </a>
    </li>
  );
}
