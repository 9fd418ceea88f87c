import { ExternalLink, Lock, RotateCw, Users } from 'lucide-react';
import { useCallback, useEffect, useId, useState } from 'react';
import { t } from '../messages/translate.ts';
import { fetchPublicGroups, type PublishedStatus } from '../net/groups.ts';
import { groupPath, isWebAddress } from '../route.ts';

type Listing = readonly PublishedStatus[] | 'loading' | 'failed';

/** The groups that the server shows to everybody. */
export function PublicGroups() {
  const [groups, setGroups] = useState<Listing>('loading');
  const [busy, setBusy] = useState(false);
  const heading = useId();
  const load = useCallback(async () => {
    const found = await fetchPublicGroups();
    setGroups(found ?? 'failed');
  }, []);
  useEffect(() => {
    // eslint-disable-next-line react-hooks/set-state-in-effect -- set only when the server has answered
    void load();
    // Whoever comes back to the page wants to know who is there now.
    const returned = () => {
      if (document.visibilityState === 'visible') void load();
    };
    document.addEventListener('visibilitychange', returned);
    return () => {
      document.removeEventListener('visibilitychange', returned);
    };
  }, [load]);

  const refresh = async () => {
    setBusy(true);
    await load();
    setBusy(false);
  };
  const listed = groups !== 'loading' && groups !== 'failed';

  return (
    <section className="groups" aria-labelledby={heading} aria-busy={busy || groups === 'loading'}>
      <div className="groups__head">
        <h2 id={heading}>{t('landing.public')}</h2>
        <button
          type="button"
          className="icon-button"
          aria-label={t('landing.refresh')}
          data-busy={busy}
          onClick={() => {
            if (!busy) void refresh();
          }}
        >
          <RotateCw />
        </button>
      </div>
      <p className="visually-hidden" role="status">
        {listed && t('landing.public.count', { count: groups.length })}
      </p>
      {groups === 'loading' && <GroupsLoading />}
      {groups === 'failed' && (
        <div className="empty">
          <p className="empty__title">{t('landing.failed')}</p>
          <button type="button" className="button" aria-busy={busy} onClick={() => void refresh()}>
            {t('landing.retry')}
          </button>
        </div>
      )}
      {listed && groups.length === 0 && (
        <div className="empty">
          <p className="empty__title">{t('landing.none')}</p>
          <p>{t('landing.none.hint')}</p>
        </div>
      )}
      {listed && groups.length > 0 && (
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
  const { name, displayName, description, redirect, clientCount: count = 0 } = group;
  const elsewhere = redirect !== undefined && isWebAddress(redirect);
  return (
    <li>
      <a className="group-row" href={elsewhere ? redirect : groupPath(name)}>
        <span className="group-row__text">
          <span className="group-row__name">
            {displayName ?? name}
            {group.locked && (
              <span className="tag">
                <Lock /> {t('landing.locked')}
              </span>
            )}
            {elsewhere && (
              <span className="tag">
                <ExternalLink /> {t('landing.remote')}
              </span>
            )}
          </span>
          {description !== undefined && <span className="group-row__about">{description}</span>}
        </span>
        {!elsewhere && (
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
